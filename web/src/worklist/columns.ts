import type { InFileFragment, ObligationOrder } from '../api/generated';
import { t, type TextKey } from '../i18n';

/** A day for a spreadsheet, not a text. */
export interface Day {
  day: string;
}

export type Cell = string | number | Day | null | undefined;

interface Column {
  head: TextKey;
  /** Width in a spreadsheet, in characters. */
  width: number;
  value: (row: InFileFragment) => Cell;
}

const day = (value: string | null | undefined): Day | null => (value ? { day: value } : null);
const names = (assignees: readonly { label: string }[] | undefined): string | undefined => assignees?.map((one) => one.label).join('; ');

/** The columns of exported obligations, for CSV and spreadsheets. */
export const columns: readonly Column[] = [
  { head: 'list.id', width: 30, value: (row) => row.id },
  { head: 'list.unit', width: 32, value: (row) => row.unit.path || row.unit.name },
  { head: 'filter.kind', width: 14, value: (row) => t(`obligationKind.${row.kind}`) },
  { head: 'plans.code', width: 10, value: (row) => row.task?.code },
  { head: 'list.task', width: 60, value: (row) => row.title },
  { head: 'obligation.area', width: 26, value: (row) => row.task?.area.name },
  { head: 'obligation.group', width: 26, value: (row) => row.task?.group },
  { head: 'obligation.products', width: 26, value: (row) => row.task?.products.join('; ') },
  { head: 'obligation.leads', width: 22, value: (row) => names(row.task?.leads) },
  { head: 'obligation.coordinators', width: 22, value: (row) => names(row.task?.coordinators) },
  { head: 'obligation.schedule', width: 18, value: (row) => row.task?.schedule.text ?? row.duty?.schedule.text },
  { head: 'list.plan', width: 20, value: (row) => row.plan?.number ?? row.plan?.title },
  { head: 'list.status', width: 16, value: (row) => t(`status.${row.status}`) },
  { head: 'headline.title', width: 18, value: (row) => t(`timeliness.${row.timeliness}`) },
  { head: 'list.percent', width: 10, value: (row) => row.percent },
  { head: 'list.due', width: 12, value: (row) => day(row.due) },
  { head: 'list.originalDue', width: 12, value: (row) => day(row.originalDue) },
  { head: 'list.completedOn', width: 12, value: (row) => day(row.completedOn) },
  { head: 'list.document', width: 18, value: (row) => row.document?.number },
  { head: 'submit.issuedOn', width: 12, value: (row) => day(row.document?.issuedOn) },
  { head: 'list.weight', width: 9, value: (row) => row.weight },
  { head: 'list.money2', width: 16, value: (row) => row.budget.planned },
  { head: 'list.spent', width: 16, value: (row) => row.budget.spent },
  { head: 'list.note', width: 40, value: (row) => row.note },
  { head: 'lists.difficulty', width: 30, value: (row) => (row.difficulty && !row.difficulty.resolvedAt ? row.difficulty.text : null) },
];

const empty = '￿';

const by: Record<ObligationOrder, (a: InFileFragment, b: InFileFragment) => number> = {
  DUE_ASC: (a, b) => compare(a.due ?? empty, b.due ?? empty),
  DUE_DESC: (a, b) => (a.due && b.due ? compare(b.due, a.due) : compare(a.due ? '' : empty, b.due ? '' : empty)),
  PERCENT_ASC: (a, b) => a.percent - b.percent,
  PERCENT_DESC: (a, b) => b.percent - a.percent,
  UPDATED_DESC: (a, b) => compare(b.updatedAt, a.updatedAt),
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Each obligation once, in the list's order. They are read in an order that reports do not change. */
export function inOrder(rows: readonly InFileFragment[], order: ObligationOrder): InFileFragment[] {
  const each = [...new Map(rows.map((row) => [row.id, row])).values()];
  return each.sort((a, b) => by[order](a, b) || compare(a.id, b.id));
}
