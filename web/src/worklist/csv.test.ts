import { describe, expect, it } from 'vitest';
import { csvCell, csvLine } from './csv';

describe('a cell', () => {
  it.each<[string | number | null | undefined, string]>([
    ['báo cáo', 'báo cáo'],
    ['a,b', '"a,b"'],
    ['nói "được"', '"nói ""được"""'],
    ['hai\ndòng', '"hai\ndòng"'],
    [null, ''],
    [undefined, ''],
    [-5, '-5'],
    [33.33, '33.33'],
    ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ['+84', "'+84"],
    ['-1', "'-1"],
    ['@a', "'@a"],
    ['\ta', "'\ta"],
  ])('%j becomes %s', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it('lines end as the format wants', () => {
    expect(csvLine(['a', 1, null])).toBe('a,1,\r\n');
  });
});
