import { useEffect, useMemo } from 'preact/hooks';
import { onFrame } from '../api/frame';
import {
  OwedReportsDocument,
  PeriodsDocument,
  ReportChangedDocument,
  type OwedReportFragment,
  type OwedReportsQuery,
  type PeriodsQuery,
  type PeriodsQueryVariables,
  type TreeView,
} from '../api/generated';
import { Refused } from '../api/errors';
import { ask } from '../api/http';
import { watch } from '../api/live';
import type { Question } from '../api/question';
import { useResource } from '../api/resource';
import { useChanges } from '../unit/useUnit';
import type { Scope } from '../view/lists';

/** Maximum number of reports read for one period; for more, open a unit below. */
export const reportsMax = 2_000;

const pageSize = 500;

/** Number of periods read concurrently. */
const atOnce = 4;

/** Minimum interval between reads after others' submissions. */
const everyMs = 2_000;

export interface Column {
  total: number;
  reports: OwedReportFragment[];
}

type Calendar = PeriodsQuery & {
  columns: ReadonlyMap<string, Column>;
  /** Ratios are visible to everybody who may see totals; which unit owes what, only to readers. */
  isHidden: boolean;
};

/** Calls back when a report at or below the unit has changed. */
export function useReportChanges(unit: string, changed: (id: string) => void): void {
  useEffect(() => {
    const seen = new Set<string>();
    return watch(
      ReportChangedDocument,
      { under: unit },
      ({ reportChanged }) => {
        seen.add(reportChanged.id);
        onFrame(seen, () => {
          for (const id of seen) changed(id);
          seen.clear();
        });
      },
      // The queries report missing rights.
      () => {},
    );
  }, [unit]);
}

/** The periods of a regime in a year with all reports owed at and below a unit; follows live changes. */
export function useCalendar(unit: string, regime: string | undefined, year: number, { asOf, tree }: Pick<Scope, 'asOf' | 'tree'>) {
  const variables = useMemo(() => (regime ? { regime, year, unit, asOf, tree } : null), [regime, year, unit, asOf, tree]);
  const calendar = useResource(
    PeriodsDocument as unknown as Question<Calendar, PeriodsQueryVariables>,
    variables,
    everyMs,
    async (data, signal) => {
      const keys = data.regime?.periods.map((period) => period.key) ?? [];
      const columns = new Map<string, Column>();
      try {
        for (let i = 0; i < keys.length; i += atOnce) {
          const some = keys.slice(i, i + atOnce);
          const read = await Promise.all(some.map((period) => readColumn({ under: unit, period, asOf, tree }, signal)));
          read.forEach((column, at) => columns.set(some[at]!, column));
        }
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'FORBIDDEN') throw error;
        return { ...data, columns: new Map(keys.map((key) => [key, { total: 0, reports: [] }])), isHidden: true };
      }
      return { ...data, columns, isHidden: false };
    },
  );
  useChanges(calendar.refresh);
  useReportChanges(unit, calendar.refresh);
  return calendar;
}

async function readColumn(
  of: { under: string; period: string; asOf: string | undefined; tree: TreeView | undefined },
  signal: AbortSignal,
): Promise<Column> {
  const reports: OwedReportFragment[] = [];
  for (let after: string | null = null; ;) {
    const { obligations: page }: OwedReportsQuery = await ask(OwedReportsDocument, { ...of, first: pageSize, after }, signal);
    reports.push(...page.nodes);
    after = page.pageInfo.endCursor ?? null;
    if (!page.pageInfo.hasNextPage || reports.length >= reportsMax) return { total: page.totalCount, reports };
  }
}
