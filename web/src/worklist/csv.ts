import type { InFileFragment } from '../api/generated';
import { language, t } from '../i18n';
import { columns, type Cell } from './columns';

/** Spreadsheets take what begins so for a formula, after blanks and in signs of full width, too; a text must stay a text. */
const formula = /^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]|^[\t\r\n]/;

/** A Vietnamese spreadsheet parts cells by semicolons, since its decimals follow a comma. */
const form = { vi: { separator: ';', decimal: ',' }, en: { separator: ',', decimal: '.' } } as const;

export function csvCell(value: Cell): string {
  if (typeof value === 'number') return String(value).replace('.', form[language.value].decimal);
  if (value && typeof value === 'object') return value.day;
  const text = value ?? '';
  const safe = formula.test(text) ? `'${text}` : text;
  // Both separators: whoever opens the file in the other language finds the same cells.
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (cells: readonly Cell[]): string => cells.map(csvCell).join(form[language.value].separator) + '\r\n';

export function csvFile(rows: readonly InFileFragment[]): Blob {
  // Spreadsheets know UTF-8 by this mark only.
  const lines = [
    '\uFEFF',
    csvLine(columns.map(({ head }) => t(head))),
    ...rows.map((row) => csvLine(columns.map(({ value }) => value(row)))),
  ];
  return new Blob(lines, { type: 'text/csv;charset=utf-8' });
}
