import { describe, expect, it } from 'vitest';
import type { OwedReportFragment } from '../api/generated';
import { dueDays, partsOfKey, periodsBefore, rowsOf, stateOf, yearIn } from './cells';
import { mayCollect } from './collect';
import { changesOf, figureText, nameOfCell, nameOfSection, missingRows, read, readWhole, textsOf, type ReportRow } from './entry';
import { placeAfter, stepOf, walk } from './keys';

const owed = (unit: string, more: Partial<OwedReportFragment> = {}): OwedReportFragment => ({
  id: `${unit}~r~2013-Q1`,
  status: 'NOT_STARTED',
  due: '2013-03-09',
  completedOn: null,
  unit: { id: unit, name: unit, path: `Tỉnh › ${unit}`, kind: 'DISTRICT', validTo: null },
  ...more,
});

describe('a cell of the calendar', () => {
  it('is judged by its last day and the day that is shown', () => {
    const states = (day: string) =>
      [
        owed('a'),
        owed('a', { status: 'IN_PROGRESS' }),
        owed('a', { status: 'SUBMITTED', completedOn: '2013-03-09' }),
        owed('a', { status: 'DONE', completedOn: '2013-03-10' }),
        owed('a', { status: 'CANCELLED' }),
        owed('a', { status: 'DONE', completedOn: '2013-03-10', due: null }),
      ].map((one) => stateOf(one, day));
    expect(states('2013-03-09')).toEqual(['notDue', 'notDue', 'inTime', 'late', 'cancelled', 'inTime']);
    expect(states('2013-03-10')).toEqual(['missing', 'missing', 'inTime', 'late', 'cancelled', 'inTime']);
  });

  it('stands in the row of its unit, the shown unit first and the others in the order of the tree', () => {
    const rows = rowsOf(
      new Map([
        ['Q1', [owed('Huyện Đức'), owed('Huyện Bến'), owed('top')]],
        ['Q2', [owed('Huyện Châu'), owed('Huyện Bến')]],
      ]),
      'top',
    );
    expect(rows.map((row) => [row.unit.id, [...row.cells.keys()]])).toEqual([
      ['top', ['Q1']],
      ['Huyện Bến', ['Q1', 'Q2']],
      ['Huyện Châu', ['Q2']],
      ['Huyện Đức', ['Q1']],
    ]);
  });

  it('is what is still to be handed in where a unit owes that of others, too', () => {
    const handedIn = { status: 'SUBMITTED', completedOn: '2013-03-01' } as const;
    const statuses = (...reports: Parameters<typeof owed>[1][]) =>
      rowsOf(new Map([['Q1', reports.map((one) => owed('a', one))]]), 'top').map((row) => row.cells.get('Q1')?.status);
    expect(statuses(handedIn, {})).toEqual(['NOT_STARTED']);
    expect(statuses({}, handedIn)).toEqual(['NOT_STARTED']);
    expect(statuses(handedIn, { status: 'CANCELLED' })).toEqual(['CANCELLED']);
  });

  it('gives its period the first and the last of the last days', () => {
    expect(dueDays([owed('a', { due: '2013-03-20' }), owed('b'), owed('c', { due: '2013-01-01', status: 'CANCELLED' })])).toEqual([
      '2013-03-09',
      '2013-03-20',
    ]);
    expect(dueDays([])).toBeUndefined();
  });
});

describe('a period', () => {
  it('names its regime and its year', () => {
    expect(partsOfKey('bao-cao~2013-Q1')).toEqual({ regime: 'bao-cao', year: 2013 });
    expect(partsOfKey('vn24-72:bao-cao-2012~2014-H1')).toEqual({ regime: 'vn24-72:bao-cao-2012', year: 2014 });
    expect(partsOfKey('bao-cao')).toBeNull();
  });

  it('is of a year that the regime covers', () => {
    const regime = { startYear: 2013, endYear: 2015 };
    expect([2010, 2014, 2030].map((year) => yearIn(regime, year))).toEqual([2013, 2014, 2015]);
  });

  it('has before it those that ended earlier: the last first, of equal ends the longest', () => {
    const periods = [
      { key: '2012-Y', from: '2012-01-01', to: '2012-12-31' },
      { key: 'Q1', from: '2013-01-01', to: '2013-03-31' },
      { key: 'Q2', from: '2013-04-01', to: '2013-06-30' },
      { key: 'H1', from: '2013-01-01', to: '2013-06-30' },
      { key: 'Q3', from: '2013-07-01', to: '2013-09-30' },
    ];
    const before = (at: number) => periodsBefore(periods, periods[at]!).map((one) => one.key);
    expect(before(4)).toEqual(['H1', 'Q2', 'Q1', '2012-Y']);
    expect(before(3)).toEqual(['Q1', '2012-Y']);
    expect(before(0)).toEqual([]);
  });
});

const row = (more: Partial<ReportRow> = {}): ReportRow => ({
  code: 'I.1',
  section: null,
  label: 'Nhiệm vụ đến hạn',
  unitOfMeasure: 'nhiệm vụ',
  source: 'PROGRESS',
  required: true,
  nothingOccurred: false,
  reason: null,
  live: { numerator: 12, denominator: 23, percent: 52.17 },
  entered: null,
  value: { numerator: 12, denominator: 23, percent: 52.17 },
  ...more,
});

const cells = (numerator = '', denominator = '', reason = '', none = '') => ({ numerator, denominator, reason, none });

describe('what is typed in a row', () => {
  it('that differs from what was counted needs a reason, and keeps the total that was counted', () => {
    expect(read(row(), cells('13'))).toMatchObject({ is: 'fault', cell: 'reason', words: 'reportEdit.needReason' });
    expect(read(row(), cells('13', '', ' Đếm sót một việc '))).toEqual({
      is: 'entry',
      entry: { code: 'I.1', numerator: 13, denominator: 23, reason: 'Đếm sót một việc', nothingOccurred: false },
    });
    expect(read(row(), cells('13', '0', 'x'))).toMatchObject({ entry: { numerator: 13, denominator: 0 } });
  });

  it('that is what was counted, or nothing, takes back what was entered', () => {
    const nothing = { is: 'entry', entry: { code: 'I.1', numerator: null, denominator: null, reason: null, nothingOccurred: false } };
    expect(read(row(), cells('12', '23', 'thừa'))).toEqual(nothing);
    expect(read(row(), cells('12'))).toEqual(nothing);
    expect(read(row(), cells('', '', 'thừa'))).toEqual(nothing);
  });

  it('needs no reason where nothing is counted, and one where the system would count but does not', () => {
    expect(read(row({ source: 'ENTERED', live: null }), cells('1.250', '2.000'))).toMatchObject({
      entry: { numerator: 1250, denominator: 2000, reason: null },
    });
    expect(read(row({ source: 'SUM_OF_BELOW', live: null }), cells('7'))).toMatchObject({ is: 'fault', cell: 'reason' });
    expect(read(row(), cells('', '', '', '1'))).toMatchObject({ is: 'fault', cell: 'reason' });
    expect(read(row({ source: 'ENTERED' }), cells('', '', '', '1'))).toMatchObject({ entry: { nothingOccurred: true, numerator: null } });
  });

  it('that is no whole number says so at its cell', () => {
    expect(read(row(), cells('1,5', '', 'x'))).toMatchObject({ cell: 'numerator', words: 'reportEdit.unread' });
    expect(read(row(), cells('1', '-2', 'x'))).toMatchObject({ cell: 'denominator' });
    expect(read(row(), cells('', '5', 'x'))).toMatchObject({ cell: 'numerator', words: 'reportEdit.needFigure' });
    expect([readWhole('-1.000'), readWhole('− 3'), readWhole('x'), readWhole('0')]).toEqual([-1000, -3, undefined, 0]);
  });
});

describe('a report that is being written', () => {
  const report = {
    narrative: [
      { key: 'I', title: 'Chỉ đạo', text: 'Đã ban hành' },
      { key: 'II', title: 'Kết quả', text: '' },
    ],
    rows: [row(), row({ code: 'II.1', source: 'ENTERED', live: null, value: null })],
  };

  it('sends what has changed alone, and keeps back what cannot be meant', () => {
    expect(changesOf(report, {})).toEqual({ sections: [], rows: [], faults: new Map() });
    const changes = changesOf(report, {
      [nameOfSection('I')]: 'Đã ban hành',
      [nameOfSection('II')]: 'Tốt',
      [nameOfCell('I.1', 'numerator')]: '13',
      [nameOfCell('II.1', 'numerator')]: '40',
    });
    expect(changes.sections).toEqual([{ key: 'II', text: 'Tốt' }]);
    expect(changes.rows).toEqual([{ code: 'II.1', numerator: 40, denominator: null, reason: null, nothingOccurred: false }]);
    expect([...changes.faults.keys()]).toEqual(['I.1']);
  });

  it('shows what was entered, names what lacks, and figures as shares or numbers', () => {
    expect(textsOf(row({ entered: { numerator: 1300, denominator: 0, percent: null }, reason: 'x' }))).toEqual(cells('1.300', '', 'x'));
    expect(textsOf(row({ nothingOccurred: true, entered: { numerator: 0, denominator: 0, percent: null } }))).toEqual(
      cells('', '', '', '1'),
    );
    expect(missingRows(report.rows).map((one) => one.code)).toEqual(['II.1']);
    expect([figureText(row().live), figureText({ numerator: 5, denominator: 0, percent: null }), figureText(null)]).toEqual([
      '12/23 (52,2%)',
      '5',
      '–',
    ]);
  });
});

describe('the keys of a grid', () => {
  it('move by rows always, by columns at the end of what is written', () => {
    const [within, whole] = [
      { atStart: false, atEnd: false },
      { atStart: true, atEnd: true },
    ];
    expect(stepOf('Enter', false, within)).toEqual({ rows: 1, columns: 0 });
    expect(stepOf('Enter', true, within)).toEqual({ rows: -1, columns: 0 });
    expect(stepOf('ArrowLeft', false, within)).toBeNull();
    expect(stepOf('ArrowRight', false, whole)).toEqual({ rows: 0, columns: 1 });
    expect(stepOf('a', false, whole)).toBeNull();
  });

  it('pass over places where there is nothing, and stop at the edge', () => {
    const grid = [['a', 'b'], [null, null], ['c', null], []];
    expect(placeAfter(grid, { row: 0, column: 0 }, { rows: 1, columns: 0 })).toBe('c');
    expect(placeAfter(grid, { row: 0, column: 1 }, { rows: 1, columns: 0 })).toBeNull();
    expect(placeAfter(grid, { row: 0, column: 0 }, { rows: -1, columns: 0 })).toBeNull();
  });

  it('move the focus, and leave the words of a field alone', () => {
    const table = document.createElement('table');
    table.innerHTML =
      '<tbody><tr><td><input type="text" data-column="a" value="12"></td><td><input type="checkbox" data-column="b"></td></tr>' +
      '<tr class="group"><th>x</th></tr><tr><td><input type="text" data-column="a" value="7"></td></tr></tbody>';
    document.body.append(table);
    table.addEventListener('keydown', walk);
    const [first, tick, last] = [...table.querySelectorAll('input')] as [HTMLInputElement, HTMLInputElement, HTMLInputElement];
    const press = (key: string) => document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    first.focus();
    first.setSelectionRange(1, 1);
    press('ArrowRight');
    expect(document.activeElement).toBe(first);
    first.setSelectionRange(2, 2);
    press('ArrowRight');
    expect(document.activeElement).toBe(tick);
    press('ArrowLeft');
    press('Enter');
    expect(document.activeElement).toBe(last);
    press('ArrowUp');
    expect(document.activeElement).toBe(first);
    table.remove();
  });
});

describe('who collects a report', () => {
  const agency = { agency: { id: 'so-nv', ancestors: [{ id: 'bnv' }, { id: 'tinh' }] }, powers: ['COLLECT_REPORTS' as const] };
  const collector = { id: 'so-nv', ancestors: [{ id: 'bnv' }, { id: 'tinh' }] };
  const none = { rights: [], grants: [], collector: null, agencies: [] };

  it('is who accepts above, or at the collector, its own included, or supervises a focal agency that collects', () => {
    expect(mayCollect(none)).toBe(false);
    expect(mayCollect({ ...none, rights: ['READ', 'ACCEPT'] })).toBe(true);
    const supervisor = (unit: string) => [{ role: 'SUPERVISOR' as const, unit: { id: unit } }];
    expect(mayCollect({ ...none, collector, grants: supervisor('so-nv') })).toBe(true);
    expect(mayCollect({ ...none, collector, grants: supervisor('so-yt') })).toBe(false);
    expect(mayCollect({ ...none, collector, grants: [{ role: 'HEAD', unit: { id: 'so-nv' } }] })).toBe(false);
    expect(mayCollect({ ...none, agencies: [agency], grants: supervisor('so-nv') })).toBe(true);
    expect(mayCollect({ ...none, agencies: [{ ...agency, powers: ['FOLLOW'] }], grants: supervisor('so-nv') })).toBe(false);
  });
});
