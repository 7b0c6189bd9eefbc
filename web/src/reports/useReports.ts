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

/** Reports of one period that are read at most: who looks at more looks at a unit below. */
export const reportsMax = 2_000;

const pageSize = 500;

/** Periods that are read at once. */
const atOnce = 4;

/** What others hand in is not waited for with each of their changes. */
const everyMs = 2_000;

export interface Column {
  total: number;
  reports: OwedReportFragment[];
}

type Calendar = PeriodsQuery & {
  columns: ReadonlyMap<string, Column>;
  /** The shares are for everybody who may see totals; who owes what only for whoever may read it. */
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
      // Whoever may read nothing here is told so by the queries.
      () => {},
    );
  }, [unit]);
}

/** The periods of a regime in a year with all that is owed for them at and below a unit; it follows every change. */
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
