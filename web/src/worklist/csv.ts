import type { InFileFragment } from '../api/generated';
import { language, t } from '../i18n';
import { columns, type Cell } from './columns';

/** Spreadsheets treat texts that begin so as formulas, also after blanks and with full-width signs. */
const formula = /^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]|^[\t\r\n]/;

/** Vietnamese spreadsheets separate cells by semicolons, because of the decimal comma. */
const form = { vi: { separator: ';', decimal: ',' }, en: { separator: ',', decimal: '.' } } as const;

export function csvCell(value: Cell): string {
  if (typeof value === 'number') return String(value).replace('.', form[language.value].decimal);
  if (value && typeof value === 'object') return value.day;
  const text = value ?? '';
  const safe = formula.test(text) ? `'${text}` : text;
  // Quotes for both separators, so that the file opens correctly in either language.
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (cells: readonly Cell[]): string => cells.map(csvCell).join(form[language.value].separator) + '\r\n';

export function csvFile(rows: readonly InFileFragment[]): Blob {
  // Spreadsheets recognise UTF-8 only by this mark.
  const lines = [
    '\uFEFF',
    csvLine(columns.map(({ head }) => t(head))),
    ...rows.map((row) => csvLine(columns.map(({ value }) => value(row)))),
  ];
  return new Blob(lines, { type: 'text/csv;charset=utf-8' });
}
