import { afterEach, describe, expect, it } from 'vitest';
import { best, find, findUnits, fit, fold, partings, type Found } from './find';
import { endOf, whichOf } from './which';

const unit = (id: string, name: string, ...above: string[]): Found =>
  ({ id, name, kind: 'COMMUNE', ancestors: above.map((one) => ({ id: one, name: one })) }) as Found;

const before = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = before;
});

describe('a name', () => {
  it('fits best when it is the text, then as whole words, with the marks that were typed', () => {
    const found = [
      unit('1', 'Huyện Vĩnh Bảo'),
      unit('2', 'Xã Vinh Thanh'),
      unit('3', 'Thành phố Vinh'),
      unit('4', 'Thị xã Vĩnh'),
      unit('5', 'Xã Vinhomes'),
    ];
    expect(best([...found, found[0]!], 'Vinh').map((one) => one.id)).toEqual(['3', '4', '2', '1', '5']);
    expect(best(found, 'vĩnh').map((one) => one.id)[0]).toBe('4');
  });

  it('is found whatever sign stands for Đ', () => {
    expect(fold('\u00d0ồng Nai')).toBe('dong nai');
    expect(fit('Tỉnh \u00d0ồng Nai', 'Đồng Nai')).toBe(1);
  });

  it('may be followed by words of the units above', () => {
    expect(partings('phường 1 vũng tàu').map(({ name, above }) => `${name}|${above.join(' ')}`)).toEqual([
      'phường 1 vũng|tàu',
      'phường 1|vũng tàu',
      'phường|1 vũng tàu',
    ]);
    expect(partings('vinh')).toEqual([]);
  });

  it('and words of the units above lead to the one that is meant', async () => {
    const all = [
      unit('a', 'Sở Nội vụ', 'Bộ Nội vụ', 'Tỉnh Bình Định'),
      unit('b', 'Sở Nội vụ', 'Bộ Nội vụ', 'Tỉnh Tây Ninh'),
      unit('c', 'Phường 1', 'Thành phố Vũng Tàu'),
      unit('d', 'Phường 10', 'Thành phố Vũng Tàu'),
    ];
    globalThis.fetch = (async (_: unknown, init: RequestInit) => {
      const { text } = (JSON.parse(init.body as string) as { variables: { text: string } }).variables;
      const found = all.filter((one) => fold(one.name).includes(fold(text)));
      return { json: async () => ({ data: { searchUnits: found } }) } as Response;
    }) as typeof fetch;
    const find = async (text: string) => (await findUnits(text, new AbortController().signal)).map((one) => one.id);
    expect(await find('sở nội vụ tây ninh')).toEqual(['b']);
    expect(await find('phuong 1 vung tau')).toEqual(['c', 'd']);
    expect(await find('sở nội vụ cà mau')).toEqual([]);
  });

  it('is looked for among the units of a day where one is shown', async () => {
    const asked: unknown[] = [];
    globalThis.fetch = (async (_: unknown, init: RequestInit) => {
      asked.push((JSON.parse(init.body as string) as { variables: { on?: string } }).variables.on);
      return { json: async () => ({ data: { searchUnits: [unit('a', 'Huyện Sơn Tây')] } }) } as Response;
    }) as typeof fetch;
    const { signal } = new AbortController();
    await findUnits('sơn tây', signal, '2025-06-30');
    await findUnits('sơn tây', signal);
    expect(asked).toEqual(['2025-06-30', undefined]);
  });

  it('that several bear is told apart by what it is, the units above and its days', () => {
    const above = [
      { id: 'bnv', name: 'Bộ Nội vụ' },
      { id: 'qn', name: 'Tỉnh Quảng Ngãi' },
    ];
    const old = { ...unit('a', 'Xã Sơn Tây'), ancestors: [...above, { id: 'st', name: 'Huyện Sơn Tây' }], validTo: '2025-06-30' };
    const fresh = { ...unit('b', 'Xã Sơn Tây'), ancestors: above, validFrom: '2025-07-01' };
    expect(whichOf(old)).toBe('Cấp xã · Tỉnh Quảng Ngãi · Huyện Sơn Tây · đến 30/06/2025');
    expect(whichOf(fresh)).toBe('Cấp xã · Tỉnh Quảng Ngãi · từ 01/07/2025');
    expect([endOf(old), endOf(fresh)]).toEqual([' (đến 30/06/2025)', '']);
  });
});

describe('plans', () => {
  const plans = [
    {
      id: 'p',
      number: '2662/QĐ-UBND',
      title: 'Kế hoạch năm 2013',
      startYear: 2013,
      endYear: 2013,
      owner: { id: 'tn', name: 'Tỉnh Tây Ninh' },
    },
  ];
  const asked: string[] = [];
  const answer = (units: Found[]) => {
    asked.length = 0;
    globalThis.fetch = (async (_: unknown, init: RequestInit) => {
      const isOfPlans = (init.body as string).includes('relatedPlans');
      asked.push(isOfPlans ? 'plans' : 'units');
      return { json: async () => ({ data: isOfPlans ? { root: [{ relatedPlans: plans }] } : { searchUnits: units } }) } as Response;
    }) as typeof fetch;
  };
  const named = async (text: string) => (await find(text, new AbortController().signal)).map((hit) => hit.plan?.id ?? hit.unit?.id);

  it('are found by their numbers, before units, and by words that hold a digit', async () => {
    answer([unit('u', 'Phường 2')]);
    expect(await named('2662/qd')).toEqual(['p', 'u']);
    expect(await named('phường 2')).toEqual(['u', 'p']);
  });

  it('are not asked for by a name alone', async () => {
    answer([unit('u', 'Sở Nội vụ')]);
    expect(await named('sở nội vụ')).toEqual(['u']);
    expect(asked).toEqual(['units']);
  });
});
