import { unzipSync, strFromU8 } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { InFileFragment } from '../api/generated';
import { speak } from '../i18n';
import { columns, inOrder, type Cell } from './columns';
import { csvCell, csvFile, csvLine } from './csv';
import { sheetCell, xlsxFile } from './xlsx';

afterEach(() => speak('vi'));

describe('a cell', () => {
  it.each<[Cell, string]>([
    ['báo cáo', 'báo cáo'],
    ['a,b', '"a,b"'],
    ['a;b', '"a;b"'],
    [';=1+1', '";=1+1"'],
    ['nói "được"', '"nói ""được"""'],
    ['hai\ndòng', '"hai\ndòng"'],
    [null, ''],
    [undefined, ''],
    [-5, '-5'],
    [12.5, '12,5'],
    [{ day: '2013-03-31' }, '2013-03-31'],
    ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ['  =1+1', "'  =1+1"],
    ['＝1+1', "'＝1+1"],
    ['＠SUM(A1)', "'＠SUM(A1)"],
    ['+84', "'+84"],
    ['-1', "'-1"],
    ['@a', "'@a"],
    ['\ta', "'\ta"],
  ])('%j becomes %s', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it('lines are as a spreadsheet of the language of the page reads them', () => {
    expect(csvLine(['a', 12.5, null])).toBe('a;12,5;\r\n');
    speak('en');
    expect(csvLine(['a', 12.5, null])).toBe('a,12.5,\r\n');
  });
});

const row = (id: string, more: Partial<InFileFragment> = {}): InFileFragment =>
  ({
    id,
    kind: 'TASK',
    title: `Việc ${id}`,
    status: 'IN_PROGRESS',
    percent: 12.5,
    weight: 0.5,
    due: '2013-03-31',
    timeliness: 'OVERDUE',
    note: '=1+1',
    unit: { id: 'u', name: 'Phòng Nội vụ', path: 'Tỉnh Tây Ninh › Huyện Bến Cầu › Phòng Nội vụ' },
    task: {
      id: 't',
      code: 'III.2',
      group: null,
      products: ['Báo cáo'],
      area: { name: 'Thể chế', reform: 'INSTITUTIONS' },
      leads: [],
      coordinators: [],
      schedule: { text: 'Quý I' },
    },
    plan: { id: 'p', number: '2662/QĐ-UBND', title: 'Kế hoạch' },
    budget: { planned: 300_000_000, spent: 0 },
    updatedAt: '2013-01-01T00:00:00Z',
    ...more,
  }) as InFileFragment;

describe('the rows', () => {
  it('are each there once, in the order of the list', () => {
    const rows = [
      row('c', { percent: 5, due: null, updatedAt: '2013-01-03T00:00:00Z' }),
      row('a', { percent: 50, due: '2013-01-01' }),
      row('b', { percent: 5, due: '2013-02-01' }),
      row('a', { percent: 50, due: '2013-01-01' }),
    ];
    const ids = (order: Parameters<typeof inOrder>[1]) =>
      inOrder(rows, order)
        .map((one) => one.id)
        .join('');
    expect(ids('DUE_ASC')).toBe('abc');
    expect(ids('DUE_DESC')).toBe('bac');
    expect(ids('PERCENT_ASC')).toBe('bca');
    expect(ids('PERCENT_DESC')).toBe('abc');
    expect(ids('UPDATED_DESC')).toBe('cab');
  });
});

describe('the file', () => {
  it('holds all columns, and a line for each row', async () => {
    const [head, first, end] = (await csvFile([row('a')]).text()).split('\r\n');
    expect(head!.split(';')).toHaveLength(columns.length);
    expect(head).toContain('Mã;Đơn vị;Loại việc;Số;Việc;Lĩnh vực');
    expect(first).toContain('Tỉnh Tây Ninh › Huyện Bến Cầu › Phòng Nội vụ;Nhiệm vụ;III.2;Việc a;Thể chế');
    expect(first).toContain(';12,5;2013-03-31;');
    expect(first).toContain(";'=1+1;");
    expect(end).toBe('');
  });

  it('of a spreadsheet holds numbers and days as such, and no formula', async () => {
    const file = unzipSync(new Uint8Array(await (await xlsxFile([row('a')])).arrayBuffer()));
    const sheet = strFromU8(file['xl/worksheets/sheet1.xml']!);
    const strings = strFromU8(file['xl/sharedStrings.xml'] ?? new Uint8Array());
    expect(sheet).toContain('<v>12.5</v>');
    expect(sheet).toContain('<v>300000000</v>');
    // 31 March 2013, counted from 1900 as in spreadsheets.
    expect(sheet).toContain('<v>41364</v>');
    expect(sheet).not.toMatch(/<f[ >]/);
    expect(sheet + strings).toContain('=1+1');
    // A long list is also packed here: the content security policy forbids workers.
    const worker = vi.spyOn(URL, 'createObjectURL');
    const long = Array.from({ length: 400 }, (_, i) => row(`r${i}`, { note: `${i} `.repeat(200) }));
    expect((await xlsxFile(long)).size).toBeGreaterThan(10_000);
    expect(worker).not.toHaveBeenCalled();
    expect(sheetCell('x'.repeat(40_000))!.value).toHaveLength(32_767);
    expect(sheetCell(null)).toBeNull();
  });
});
