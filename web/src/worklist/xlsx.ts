import writeXlsxFile from 'write-excel-file/browser';
import type { InFileFragment } from '../api/generated';
import { t } from '../i18n';
import { columns, type Cell } from './columns';

/** The content of a cell: numbers and days keep their type, and a text never becomes a formula. */
export function sheetCell(value: Cell) {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return { value, type: Number, format: Number.isInteger(value) ? '#,##0' : '#,##0.###' };
  if (typeof value === 'object') return { value: new Date(`${value.day}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' };
  // The maximum length of a cell.
  return { value: value.slice(0, 32_767), type: String, wrap: true, alignVertical: 'top' as const };
}

/** A sheet of the rows with a fixed header. */
export function xlsxFile(rows: readonly InFileFragment[]): Promise<Blob> {
  const heads = columns.map(({ head }) => ({ value: t(head), type: String, fontWeight: 'bold' as const, wrap: true }));
  const cells = rows.map((row) => columns.map(({ value }) => sheetCell(value(row))));
  return writeXlsxFile([heads, ...cells], {
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
    sheet: t('nav.obligations'),
  }).toBlob();
}
