import { cleanup, render, screen, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PageContext } from '../app/context';
import { daysOf } from '../app/which';
import { obligationFilter } from '../view/lists';
import { defaultList, isUnassigned, type View } from '../view/view';
import { LineageBand, type Lineage } from './LineageBand';

const view: View = {
  unit: 'x',
  page: 'overview',
  scope: { kind: 'TASK', whose: 'IMPOSED', tree: 'RESTATED' },
  list: defaultList,
  audit: {},
};

const show = (unit: Partial<Lineage>) =>
  render(
    <PageContext.Provider value={{ view, go: () => {} }}>
      <LineageBand id="x" unit={{ validFrom: null, validTo: null, names: [], predecessors: [], successors: [], ...unit }} />
    </PageContext.Provider>,
  );

const kin = (id: string, name: string, extent: 'FULL' | 'PARTIAL', validTo: string | null = null) => ({
  unit: { id, name, validTo },
  extent,
  on: '2025-07-01',
});

const before = globalThis.fetch;

// The document is requested but not awaited here.
beforeEach(() => {
  globalThis.fetch = () => new Promise<Response>(() => {});
});

afterEach(() => {
  cleanup();
  globalThis.fetch = before;
});

describe('the band of a unit', () => {
  it('says from which units it was founded, and leads there in the same tree', () => {
    show({
      validFrom: '2025-07-01',
      predecessors: [kin('a', 'Xã Sơn Bua', 'FULL', '2025-06-30'), kin('b', 'Xã Sơn Mùa', 'PARTIAL', '2025-06-30')],
    });

    const [founded, ...others] = screen.getAllByRole('listitem');
    expect(others).toEqual([]);
    expect(founded!.textContent).toBe(
      'Thành lập ngày 01/07/2025 từ Xã Sơn Bua (toàn bộ) (đến 30/06/2025), Xã Sơn Mùa (một phần) (đến 30/06/2025)',
    );
    expect(within(founded!).getByRole('link', { name: 'Xã Sơn Bua' }).getAttribute('href')).toBe('/units/a?tree=restated');
  });

  it('tells what a unit took over later from what it was founded of', () => {
    show({ validFrom: '2020-01-01', predecessors: [kin('a', 'Tỉnh Long An', 'FULL')] });

    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'Thành lập ngày 01/01/2020',
      'Ngày 01/07/2025 tiếp nhận Tỉnh Long An (toàn bộ)',
    ]);
  });

  it('says when it ended and who goes on', () => {
    show({ validTo: '2025-06-30', successors: [kin('h', 'Xã Sơn Tây', 'FULL')] });
    expect(screen.getByRole('listitem').textContent).toBe('Đã kết thúc hoạt động ngày 30/06/2025; kế thừa: Xã Sơn Tây (toàn bộ)');
    cleanup();

    show({ validTo: '2025-06-30' });
    expect(screen.getByRole('listitem').textContent?.trim()).toBe('Đã kết thúc hoạt động ngày 30/06/2025');
  });

  it('says what it was called before, each name once', () => {
    const name = (text: string, from: string | null, to: string | null, code = '1') => ({
      name: text,
      kind: 'COMMUNE' as const,
      code,
      from,
      to,
    });
    show({
      names: [
        name('Xã Cũ', null, '2019-12-31'),
        name('Xã Vừa', '2020-01-01', '2022-12-31'),
        name('Xã Vừa', '2023-01-01', '2025-06-30', '2'),
        name('Xã Nay', '2025-07-01', null),
      ],
    });

    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'Trước đây có tên Xã Cũ (đến 31/12/2019)',
      'Trước đây có tên Xã Vừa (01/01/2020 – 30/06/2025)',
    ]);
  });

  it('is not there for a unit without days', () => {
    const { container } = show({});
    expect(container.textContent).toBe('');
  });
});

describe('what is restated', () => {
  it('asks for lists of the same tree', () => {
    expect(obligationFilter(view.scope, defaultList).tree).toBe('RESTATED');
    expect(obligationFilter({ ...view.scope, tree: undefined }, defaultList).tree).toBeUndefined();
  });

  it('knows the slice that is no unit', () => {
    expect(isUnassigned('vn25-51~unassigned')).toBe(true);
    expect(isUnassigned('vn25-51')).toBe(false);
  });
});

describe('units of one name', () => {
  it.each([
    [{ validFrom: '2025-07-01', validTo: null }, 'từ 01/07/2025'],
    [{ validFrom: null, validTo: '2025-06-30' }, 'đến 30/06/2025'],
    [{ validFrom: '2020-01-01', validTo: '2025-06-30' }, '01/01/2020 – 30/06/2025'],
    [{ validFrom: null, validTo: null }, ''],
  ])('differ in their days', (unit, words) => {
    expect(daysOf(unit)).toBe(words);
  });
});
