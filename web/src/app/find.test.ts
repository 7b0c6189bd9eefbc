import { afterEach, describe, expect, it } from 'vitest';
import { find, findUnits, fold, type Found } from './find';
import { endOf, whichOf } from './which';

const unit = (id: string, name: string, ...above: string[]): Found =>
  ({ id, name, kind: 'COMMUNE', ancestors: above.map((one) => ({ id: one, name: one })) }) as Found;

const before = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = before;
});

describe('a name', () => {
  it('is found whatever sign stands for Đ', () => {
    expect(fold('\u00d0ồng Nai')).toBe('dong nai');
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
