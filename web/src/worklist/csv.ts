import type { RowFragment } from '../api/generated';
import { t } from '../i18n';
import type { View } from '../view/view';
import { readPage } from './useList';

const pageSize = 500;

/** Spreadsheets take what begins so for a formula; a text must stay a text. */
const formula = /^[=+\-@\t\r]/;

export function csvCell(value: string | number | null | undefined): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (cells: (string | number | null | undefined)[]): string => cells.map(csvCell).join(',') + '\r\n';

export const csvHead = (): string =>
  csvLine([
    t('list.id'),
    t('list.unit'),
    t('list.task'),
    t('list.plan'),
    t('list.status'),
    t('headline.title'),
    t('list.percent'),
    t('list.due'),
    t('list.completedOn'),
    t('list.document'),
    t('list.weight'),
    t('list.money2'),
    t('list.spent'),
    t('list.note'),
  ]);

export const csvRow = (row: RowFragment): string =>
  csvLine([
    row.id,
    row.unit.name,
    row.title,
    row.plan.number ?? row.plan.title,
    t(`status.${row.status}`),
    t(`timeliness.${row.timeliness}`),
    row.percent,
    row.due,
    row.completedOn,
    row.document && `${row.document.number} (${row.document.issuedOn})`,
    row.weight,
    row.budget.planned,
    row.budget.spent,
    row.note,
  ]);

/** The whole list as a file. Tells how far it is; an aborted one throws. */
export async function readCsv(view: View, onProgress: (done: number, total: number) => void, signal: AbortSignal): Promise<Blob> {
  // Spreadsheets know UTF-8 by this mark only.
  const parts = ['\uFEFF', csvHead()];
  let after: string | null = null;
  let done = 0;
  let total = 0;
  do {
    const page = await readPage(view, pageSize, after, after === null, signal);
    total = page.totalCount ?? total;
    parts.push(...page.nodes.map(csvRow));
    done += page.nodes.length;
    onProgress(done, total);
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}
