import { describe, expect, it } from 'vitest';
import { columnOf, emptyTexts, modeOf, rowInput, type Column } from './columns';
import { afterBatch, batchOf, clashesOf, isNothing, noEdits, rebased, withAdded, withCells, withHead, withoutRow } from './edits';
import { faultyPlaces, marksOf, suggestionsOf, type Issue } from './marks';
import { moved, nextOf } from './moves';
import { parseCells } from './paste';

describe('cells that are pasted', () => {
  it('are parted by tabs and ends of lines, and the last end begins no row', () => {
    expect(parseCells('1\tSoạn đề án\r\n2\tTập huấn\r\n')).toEqual([
      ['1', 'Soạn đề án'],
      ['2', 'Tập huấn'],
    ]);
  });

  it('may hold tabs, lines and quotes between quotes, as Excel writes them', () => {
    expect(parseCells('"dòng một\ndòng hai"\t"nói ""vâng"""\tcuối')).toEqual([['dòng một\ndòng hai', 'nói "vâng"', 'cuối']]);
  });

  it('keep quotes that are words', () => {
    expect(parseCells('"Một cửa" điện tử\tx\n"mở')).toEqual([['"Một cửa" điện tử', 'x'], ['"mở']]);
  });

  it('may be empty', () => {
    expect(parseCells('')).toEqual([['']]);
    expect(parseCells('\t\n\t')).toEqual([
      ['', ''],
      ['', ''],
    ]);
  });
});

describe('moving in the grid', () => {
  const size = { rows: 5, columns: 3, page: 2 };
  it.each([
    [{ key: 'ArrowUp' }, { row: 1, column: 1 }],
    [
      { key: 'ArrowDown', ctrl: true },
      { row: 4, column: 1 },
    ],
    [{ key: 'ArrowLeft' }, { row: 2, column: 0 }],
    [
      { key: 'ArrowRight', ctrl: true },
      { row: 2, column: 2 },
    ],
    [{ key: 'Home' }, { row: 2, column: 0 }],
    [
      { key: 'End', ctrl: true },
      { row: 4, column: 2 },
    ],
    [{ key: 'PageDown' }, { row: 4, column: 1 }],
    [{ key: 'PageUp' }, { row: 0, column: 1 }],
    [{ key: 'Tab' }, { row: 2, column: 2 }],
    [
      { key: 'Tab', shift: true },
      { row: 2, column: 0 },
    ],
    [{ key: 'x' }, null],
  ])('%o', (stroke, wanted) => expect(moved({ row: 2, column: 1 }, stroke, size)).toEqual(wanted));

  it('stops at the edges, and Tab goes on in the next row and leaves beyond the last', () => {
    expect(moved({ row: 0, column: 0 }, { key: 'ArrowUp' }, size)).toEqual({ row: 0, column: 0 });
    expect(moved({ row: 1, column: 2 }, { key: 'Tab' }, size)).toEqual({ row: 2, column: 0 });
    expect(moved({ row: 4, column: 2 }, { key: 'Tab' }, size)).toBeNull();
    expect(moved({ row: 0, column: 0 }, { key: 'Tab', shift: true }, size)).toBeNull();
  });

  it('jumps to the next fault, around the end', () => {
    const places = [
      { row: 3, column: 0 },
      { row: 1, column: 2 },
    ];
    expect(nextOf(places, { row: 1, column: 2 })).toEqual({ row: 3, column: 0 });
    expect(nextOf(places, { row: 3, column: 0 })).toEqual({ row: 1, column: 2 });
    expect(nextOf(places, { row: 2, column: 0 }, true)).toEqual({ row: 1, column: 2 });
    expect(nextOf([], { row: 0, column: 0 })).toBeNull();
  });
});

const issue = (more: Partial<Issue>): Issue => ({
  row: 'r1',
  column: 'Thời gian',
  code: 'SCHEDULE_UNKNOWN',
  severity: 'ERROR',
  message: 'Không hiểu.',
  suggestions: [],
  ...more,
});

const typed = (edits: typeof noEdits, row: string, column: Column, text: string, server: string) =>
  withCells(edits, [{ row, column, text, server }]);

describe('marks', () => {
  it('stand at the cell that the code, or else the column, names', () => {
    expect(columnOf(issue({}))).toBe('schedule');
    expect(columnOf(issue({ code: 'AREA_MISSING', column: 'Nội dung' }))).toBe('area');
    expect(columnOf(issue({ code: 'LEAD_UNKNOWN', column: 'Cơ quan phối hợp' }))).toBe('coordinators');
    expect(columnOf(issue({ code: 'LEAD_UNKNOWN', column: null }))).toBe('leads');
    expect(columnOf(issue({ code: 'NEW_ONE', column: null }))).toBe('title');
  });

  it('weigh as the worst of a cell, and a cell that is being changed waits for its own', () => {
    const issues = [issue({}), issue({ code: 'SCHEDULE_AMBIGUOUS', severity: 'WARNING' }), issue({ row: 'r2', code: 'TITLE_MISSING' })];
    const edits = typed(noEdits, 'r2', 'title', 'Nội dung', '');
    const marks = marksOf(issues, edits);
    expect(marks.get('r1 schedule')).toMatchObject({ weight: 'error', issues: [{}, {}] });
    expect(marks.get('r2 title')).toEqual({ weight: 'pending', issues: [] });
    const rows = ['r1', 'r2'].map((key) => ({ key, texts: emptyTexts, known: undefined }));
    expect(faultyPlaces(rows, marks)).toEqual([{ row: 0, column: 5 }]);
  });

  it('tell what cannot be sent at all', () => {
    const marks = marksOf([], typed(noEdits, 'r1', 'budget', 'nhiều', ''));
    expect(marks.get('r1 budget')).toMatchObject({ weight: 'error', text: 'budget' });
  });

  it('suggest each text once, and not the one that is there', () => {
    const mark = { weight: 'error' as const, issues: [issue({ suggestions: ['a', 'b'] }), issue({ suggestions: ['b', 'c'] })] };
    expect(suggestionsOf(mark, 'c')).toEqual(['a', 'b']);
  });
});

const day = (text: string) => (text === '01/02/2026' ? '2026-02-01' : undefined);
const areas = [{ id: 'I', name: 'Thể chế', reform: 'INSTITUTIONS' as const, budget: null }];

describe('what is typed', () => {
  it('is no edit once it is as it was', () => {
    const once = typed(noEdits, 'r1', 'title', 'mới', 'cũ');
    expect(once.cells['r1']?.title).toEqual({ text: 'mới', before: 'cũ' });
    expect(isNothing(typed(once, 'r1', 'title', 'cũ', 'cũ'))).toBe(true);
  });

  it('is sent as the API wants it, and what cannot be sent stays', () => {
    let edits = typed(noEdits, 'r1', 'budget', '1.500.000', '');
    edits = typed(edits, 'r1', 'leadMode', 'lạ', 'Riêng');
    edits = withHead(edits, 'adoptedOn', '01/02/2026', '');
    edits = withHead(edits, 'endYear', '20', '');
    const batch = batchOf(edits, areas, day)!;
    expect(batch.input).toEqual({ adoptedOn: '2026-02-01', rows: [{ key: 'r1', budget: 1_500_000 }] });
    const left = afterBatch(edits, batch.edits, new Map());
    expect(left.cells).toEqual({ r1: { leadMode: { text: 'lạ', before: 'Riêng' } } });
    expect(left.head).toEqual({ endYear: { text: '20', before: '' } });
    expect(batchOf(left, areas, day)).toBeNull();
  });

  it('takes away what was emptied', () => {
    const cells = typed(typed(noEdits, 'r1', 'budget', '', '1500'), 'r1', 'area', ' ', 'Thể chế');
    const edits = withHead(withHead(cells, 'adoptedOn', '', '01/02/2026'), 'startYear', ' ', '2026');
    const batch = batchOf(edits, areas, day)!;
    expect(batch.input).toEqual({ adoptedOn: null, startYear: null, rows: [{ key: 'r1', budget: null, area: null }] });
    expect(isNothing(afterBatch(edits, batch.edits, new Map()))).toBe(true);
  });

  it('brings a heading that there is not yet along, and finds the one that there is in any letters', () => {
    let edits = typed(noEdits, 'r1', 'area', 'thể chế', '');
    expect(batchOf(edits, areas, day)!.input).toEqual({ rows: [{ key: 'r1', area: 'I' }] });
    edits = typed(edits, 'r2', 'area', 'Chuyển đổi số', '');
    expect(batchOf(edits, areas, day)!.input).toMatchObject({
      areas: [{ id: 'I' }, { id: 'A2', name: 'Chuyển đổi số', reform: 'OTHER' }],
      rows: [
        { key: 'r1', area: 'I' },
        { key: 'r2', area: 'A2' },
      ],
    });
  });

  it('goes in calls of at most 1,000 rows', () => {
    const names = Array.from({ length: 1_200 }, (_, i) => `new:${i}`);
    const edits = withCells(
      withAdded(noEdits, names),
      names.map((row) => ({ row, column: 'title' as const, text: row, server: '' })),
    );
    const first = batchOf(edits, areas, day)!;
    expect(first.input.rows).toHaveLength(1_000);
    const rest = afterBatch(edits, first.edits, new Map());
    expect(batchOf(rest, areas, day)!.input.rows).toHaveLength(200);
  });

  it('goes on while it is sent: later words stand above those that were taken, under the key that the row has got', () => {
    const before = typed(withAdded(noEdits, ['new:1']), 'new:1', 'title', 'a', '');
    const sent = batchOf(before, areas, day)!.edits;
    const again = typed(before, 'new:1', 'title', 'ab', '');
    expect(afterBatch(again, sent, new Map([['new:1', 'n7']]))).toEqual({
      ...noEdits,
      cells: { n7: { title: { text: 'ab', before: 'a' } } },
    });
    const removed = withoutRow(before, 'new:1');
    expect(afterBatch(removed, sent, new Map([['new:1', 'n7']])).removed).toEqual(['n7']);
  });

  it('clashes with what somebody else wrote into the same cell alone', () => {
    let edits = typed(noEdits, 'r1', 'title', 'mine', 'old');
    edits = typed(edits, 'r1', 'code', '2', '1');
    const server = new Map([['r1', { ...emptyTexts, title: 'theirs', code: '1' }]]);
    expect(clashesOf(edits, server)).toEqual([{ row: 'r1', column: 'title', mine: 'mine', theirs: 'theirs' }]);
    expect(rebased(edits, server).cells['r1']?.title).toEqual({ text: 'mine', before: 'theirs' });
    // A row removed by somebody else comes back with the input here.
    expect(rebased(edits, new Map()).added).toEqual(['r1']);
  });

  it('reads ways of leading, and several products of a cell', () => {
    expect([modeOf('Chung'), modeOf(' riêng '), modeOf(''), modeOf('x')]).toEqual(['JOINT', 'EACH', 'EACH', undefined]);
    expect(rowInput({ products: 'Báo cáo; Kế hoạch\nĐề án' }, areas)).toEqual({ products: ['Báo cáo', 'Kế hoạch', 'Đề án'] });
  });
});
