import type { OwedReportFragment } from '../api/generated';

/** The state of a report relative to its last day. */
export type CellState = 'inTime' | 'late' | 'missing' | 'notDue' | 'cancelled';

type Owed = Pick<OwedReportFragment, 'status' | 'due' | 'completedOn'>;

/** As counted for completeness: submitted, received or not. */
export function stateOf({ status, due, completedOn }: Owed, day: string): CellState {
  if (status === 'CANCELLED') return 'cancelled';
  if (status === 'SUBMITTED' || status === 'DONE') return due && completedOn && completedOn > due ? 'late' : 'inTime';
  return due && due < day ? 'missing' : 'notDue';
}

const isSettled = ({ status }: Owed): boolean => status === 'SUBMITTED' || status === 'DONE' || status === 'CANCELLED';

export interface Row {
  unit: OwedReportFragment['unit'];
  /** Its obligations by the key of the period. */
  cells: ReadonlyMap<string, OwedReportFragment>;
}

const order = new Intl.Collator('vi', { numeric: true });

/** All units that owe a report for one of the periods, in the order of the tree, the page's unit first. */
export function rowsOf(columns: ReadonlyMap<string, readonly OwedReportFragment[]>, shown: string): Row[] {
  const found = new Map<string, { unit: Row['unit']; cells: Map<string, OwedReportFragment> }>();
  for (const [period, reports] of columns)
    for (const report of reports) {
      const row = found.get(report.unit.id) ?? { unit: report.unit, cells: new Map<string, OwedReportFragment>() };
      // A successor also owes its predecessors' reports: those not submitted yet are shown.
      const known = row.cells.get(period);
      if (!known || isSettled(known)) row.cells.set(period, report);
      found.set(report.unit.id, row);
    }
  return [...found.values()].sort(
    ({ unit: one }, { unit: other }) =>
      Number(other.id === shown) - Number(one.id === shown) || order.compare(one.path || one.name, other.path || other.name),
  );
}

/** The earliest and the latest last day of a period: they differ between kinds of units, and if one was moved. */
export function dueDays(reports: readonly Owed[]): [string, string] | undefined {
  const days = reports.flatMap((report) => (report.status !== 'CANCELLED' && report.due ? [report.due] : [])).sort();
  return days.length > 0 ? [days[0]!, days.at(-1)!] : undefined;
}

/** The regime and the year in the key of a period: REGIME~YEAR-RULE. */
export function partsOfKey(key: string): { regime: string; year: number } | null {
  const found = /^(.+)~(\d{4})-[^~]+$/.exec(key);
  return found ? { regime: found[1]!, year: Number(found[2]) } : null;
}

/** The year to show: the wanted or the present one, within the regime's years. */
export const yearIn = ({ startYear, endYear }: { startYear: number; endYear: number }, wanted: number): number =>
  Math.min(endYear, Math.max(startYear, wanted));

/** The periods that ended before another, latest first; for equal ends the longest first. */
export const periodsBefore = <P extends { key: string; from: string; to: string }>(periods: readonly P[], { to }: { to: string }): P[] =>
  periods.filter((one) => one.to < to).sort((one, other) => order.compare(other.to, one.to) || order.compare(one.from, other.from));
