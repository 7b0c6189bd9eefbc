import { describe, expect, it } from 'vitest';
import { obligationFilter } from './lists';
import {
  addressOf,
  atUnit,
  auditAddress,
  auditFile,
  dayOf,
  defaultList,
  listAddress,
  parseView,
  progressFilter,
  treeDay,
  type View,
} from './view';

const read = (address: string) => {
  const url = new URL(address, 'http://x');
  return parseView(url.pathname, url.search);
};

describe('an address', () => {
  it.each([
    '/units/bnv',
    '/units/vn24-72/obligations?year=2013&kind=ALL&scope=OWN&asOf=2013-10-01&list=overdue&area=PROCEDURES&own=1&status=SUBMITTED&unitKind=COMMUNE&text=b%C3%A1o+c%C3%A1o&order=DUE_DESC&open=a%7Eb',
    '/units/vn24-72/plans/tay-ninh-2013?plan=tay-ninh-2013',
    '/units/a%20b/history',
    '/units/vn25-80?asOf=2025-06-30&tree=restated',
    '/units/vn25-80/obligations?tree=restated&list=overdue',
    '/units/vn25-80/reorganisations',
    '/units/vn24-72/reports?year=2013&asOf=2013-06-11&regime=bao-cao-tay-ninh-2013',
    '/units/vn24-72-so-noi-vu/reports/bao-cao-tay-ninh-2013~2013-H1?regime=bao-cao-tay-ninh-2013&revision=2',
    '/units/vn24-72/obligations?kind=REPORT&period=bao-cao-tay-ninh-2013%7E2013-H1',
    '/units/vn24-72/targets?year=2013',
    '/units/vn24-72/targets/tay-ninh-2013.MT1?year=2013&unitKind=COMMUNE&period=bc%7E2013-Q1',
    '/units/vn24-72/inspections?year=2013',
    '/units/vn25-80/reorganisations/nq-202?asOf=2025-06-30',
    '/units/vn24-72/audit?actor=an&from=2026-01-01&to=2026-01-31&after=x%7Ey&open=a%7Eb',
  ])('%s says all that the view is', (address) => {
    expect(addressOf(read(address)!)).toBe(address);
  });

  it.each(['/', '/units', '/graphql', '/units/a/b', '/units/a/history/c', '/units/a/plans/b/c'])('%s is none of the page', (address) => {
    expect(read(address)).toBeNull();
  });

  it('leaves out what it says wrongly', () => {
    const view = read('/units/a/obligations?year=20x&kind=NO&scope=NO&asOf=2013-02-30&list=no&area=no&status=no&order=no')!;
    expect(addressOf(view)).toBe('/units/a/obligations');
    expect(addressOf(read('/units/a/audit?from=2026-02-30&to=today')!)).toBe('/units/a/audit');
  });

  it('may name its day either way', () => {
    expect(addressOf(read('/units/vn25-80?tree=restated&on=2025-06-30')!)).toBe('/units/vn25-80?asOf=2025-06-30&tree=restated');
    expect(read('/units/vn25-80?on=2025-06-30&asOf=2025-01-01')!.scope.asOf).toBe('2025-01-01');
  });

  it('turns the tree with its day, but for what is restated or of a day to come', () => {
    expect(treeDay(read('/units/vn25-80?on=2025-06-30')!.scope)).toBe('2025-06-30');
    expect(treeDay(read('/units/vn25-80?on=2025-06-30&tree=restated')!.scope)).toBeUndefined();
    expect(treeDay(read('/units/vn25-80?on=2999-06-30')!.scope)).toBeUndefined();
    expect(treeDay(read('/units/vn25-80')!.scope)).toBeUndefined();
  });

  it('survives a broken escape', () => {
    expect(parseView('/units/%E0%A4%A', '')!.unit).toBe('%E0%A4%A');
  });
});

describe('a day', () => {
  it.each([
    ['2013-03-31', '2013-03-31'],
    ['2013-02-30', undefined],
    ['31/3/2013', undefined],
    [null, undefined],
    ['', undefined],
  ])('%s is %s', (text, day) => {
    expect(dayOf(text)).toBe(day);
  });
});

const view: View = {
  unit: 'a',
  page: 'overview',
  scope: { year: 2013, plan: 'p', kind: 'TASK', whose: 'IMPOSED', asOf: '2013-10-01' },
  list: defaultList,
  audit: {},
};

describe('walking', () => {
  it('keeps the scope and drops what was of the other unit', () => {
    expect(atUnit({ ...view, page: 'plans', planShown: 'p', open: 'o' }, 'b')).toBe('/units/b?year=2013&plan=p&asOf=2013-10-01');
  });

  it('leads from a figure to its list', () => {
    expect(listAddress(view, { name: 'late', area: 'OTHER' }, 'c')).toBe(
      '/units/c/obligations?year=2013&plan=p&asOf=2013-10-01&list=late&area=OTHER',
    );
  });
});

describe('the record', () => {
  const record: View = {
    ...view,
    page: 'audit',
    scope: { kind: 'TASK', whose: 'IMPOSED' },
    audit: { actor: 'an', from: '2026-01-01', after: 'x' },
  };

  it('stays narrowed when it is of another unit, and begins with the newest', () => {
    expect(atUnit(record, 'b')).toBe('/units/b/audit?actor=an&from=2026-01-01');
    expect(auditAddress(record, { to: '2026-01-31' })).toBe('/units/a/audit?actor=an&from=2026-01-01&to=2026-01-31');
    expect(auditAddress(record, { after: 'y' })).toBe('/units/a/audit?actor=an&from=2026-01-01&after=y');
  });

  it('is as a file what all of its pages are', () => {
    expect(auditFile(record, 'csv')).toBe('/audit.csv?under=a&actor=an&from=2026-01-01');
    expect(auditFile({ ...record, unit: 'a b', audit: {} }, 'jsonl')).toBe('/audit.jsonl?under=a+b');
  });

  it('is narrowed on its own page alone', () => {
    expect(addressOf({ ...record, page: 'history' })).toBe('/units/a/history');
  });
});

describe('the filter of a list', () => {
  it('is the scope and what the list is named after', () => {
    expect(obligationFilter(view.scope, { ...defaultList, name: 'overdue' })).toMatchObject({
      year: 2013,
      plan: 'p',
      kind: 'TASK',
      asOf: '2013-10-01',
      timeliness: ['OVERDUE'],
    });
  });

  it('counts days from the day that is asked about', () => {
    expect(obligationFilter(view.scope, { ...defaultList, name: 'due30' })).toMatchObject({
      dueFrom: '2013-10-01',
      dueTo: '2013-10-31',
      timeliness: ['OVERDUE'],
      asOf: '2013-11-01',
    });
  });

  it('takes all kinds for ALL', () => {
    expect(obligationFilter({ kind: 'ALL', whose: 'IMPOSED' }, defaultList).kind).toBeUndefined();
  });

  it.each(['IMPOSED', 'OWN', 'ALL'] as const)('and of a figure is of whose plans the page is, %s', (whose) => {
    expect(obligationFilter({ ...view.scope, whose }, defaultList).scope).toBe(whose);
    expect(progressFilter({ ...view.scope, whose }).scope).toBe(whose);
  });

  it('meets both statuses, and nothing when no obligation has both', () => {
    expect(obligationFilter(view.scope, { ...defaultList, name: 'due7', status: 'SUBMITTED' }).status).toEqual(['SUBMITTED']);
    expect(obligationFilter(view.scope, { ...defaultList, name: 'all', status: 'DONE' }).status).toEqual(['DONE']);
    expect(obligationFilter(view.scope, { ...defaultList, name: 'due7', status: 'DONE' })).toMatchObject({
      status: ['DONE'],
      overdue: true,
    });
  });
});

it('the page of work is of today and of all kinds, whatever else an address says', () => {
  const view = parseView('/units/a/work', '?show=back&kind=REPORT&scope=OWN&asOf=2013-10-01&year=2013')!;
  expect(view.scope).toEqual({ year: 2013, plan: undefined, kind: 'TASK', whose: 'IMPOSED', asOf: undefined });
  expect(addressOf(view)).toBe('/units/a/work?year=2013&show=back');
  expect(atUnit(view, 'b')).toBe('/units/b/work?year=2013&show=back');
});

it('the order of the units below stands in the address', () => {
  expect(addressOf(parseView('/units/a', '?sort=-overdue')!)).toBe('/units/a?sort=-overdue');
});
