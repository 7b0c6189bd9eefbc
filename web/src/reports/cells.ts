import type { OwedReportFragment } from '../api/generated';

/** How a report stands to its last day. */
export type CellState = 'inTime' | 'late' | 'missing' | 'notDue' | 'cancelled';

type Owed = Pick<OwedReportFragment, 'status' | 'due' | 'completedOn'>;

/** As the completeness of a period counts it: handed in is what counts, received or not. */
export function stateOf({ status, due, completedOn }: Owed, day: string): CellState {
  if (status === 'CANCELLED') return 'cancelled';
  if (status === 'SUBMITTED' || status === 'DONE') return due && completedOn && completedOn > due ? 'late' : 'inTime';
  return due && due < day ? 'missing' : 'notDue';
}

const isSettled = ({ status }: Owed): boolean => status === 'SUBMITTED' || status === 'DONE' || status === 'CANCELLED';

export interface Row {
  unit: OwedReportFragment['unit'];
  /** What it owes, by the key of the period. */
  cells: ReadonlyMap<string, OwedReportFragment>;
}

const order = new Intl.Collator('vi', { numeric: true });

/** Every unit that owes a report for one of the periods, in the order of the tree; the unit that the page is about first. */
export function rowsOf(columns: ReadonlyMap<string, readonly OwedReportFragment[]>, shown: string): Row[] {
  const found = new Map<string, { unit: Row['unit']; cells: Map<string, OwedReportFragment> }>();
  for (const [period, reports] of columns)
    for (const report of reports) {
      const row = found.get(report.unit.id) ?? { unit: report.unit, cells: new Map<string, OwedReportFragment>() };
      // A unit in which others went on owes theirs, too: what has not been handed in is what it is to do.
      const known = row.cells.get(period);
      if (!known || isSettled(known)) row.cells.set(period, report);
      found.set(report.unit.id, row);
    }
  return [...found.values()].sort(
    ({ unit: one }, { unit: other }) =>
      Number(other.id === shown) - Number(one.id === shown) || order.compare(one.path || one.name, other.path || other.name),
  );
}

/** The first and the last of the last days of a period: they differ between kinds of units, and where one was moved. */
export function dueDays(reports: readonly Owed[]): [string, string] | undefined {
  const days = reports.flatMap((report) => (report.status !== 'CANCELLED' && report.due ? [report.due] : [])).sort();
  return days.length > 0 ? [days[0]!, days.at(-1)!] : undefined;
}

/** The regime and the year that the key of a period names: REGIME~YEAR-RULE. */
export function partsOfKey(key: string): { regime: string; year: number } | null {
  const found = /^(.+)~(\d{4})-[^~]+$/.exec(key);
  return found ? { regime: found[1]!, year: Number(found[2]) } : null;
}

/** The year of a regime that is meant: the wanted one, or else this one, as far as the regime covers it. */
export const yearIn = ({ startYear, endYear }: { startYear: number; endYear: number }, wanted: number): number =>
  Math.min(endYear, Math.max(startYear, wanted));

/** The periods that ended before another, the last one first, of equal ends the longest. */
export const periodsBefore = <P extends { key: string; from: string; to: string }>(periods: readonly P[], { to }: { to: string }): P[] =>
  periods.filter((one) => one.to < to).sort((one, other) => order.compare(other.to, one.to) || order.compare(one.from, other.from));
