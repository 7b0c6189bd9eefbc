import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { onFrame } from '../api/frame';
import { ObligationsBelowDocument, ObligationsOwnDocument, type ObligationsBelowQuery, type RowFragment } from '../api/generated';
import { ask } from '../api/http';
import { reconnections } from '../api/live';
import { onChange } from '../api/onChange';
import { token } from '../api/token';
import { useChanges } from '../unit/useUnit';
import { obligationFilter } from '../view/lists';
import type { View } from '../view/view';

const pageSize = 100;

/** Maximum number of printed rows: about two hundred sheets. */
const printedMax = 5_000;

/** Maximum number of rows in one request. */
const pageSizeMax = 500;

/** Minimum interval between reads of a changing list. */
const everyMs = 1_500;

export type Connection = ObligationsBelowQuery['obligations'];

export interface List {
  rows: RowFragment[];
  totalCount: number | undefined;
  totals: Connection['totals'];
  error: Error | undefined;
  loading: boolean;
  hasMore: boolean;
  more: () => void;
  /** Reads to the end, or up to the printing limit. */
  all: () => Promise<void>;
  refresh: () => void;
}

/** Reads one page of a view's list. */
export async function readPage(
  view: View,
  first: number,
  after: string | null,
  withTotals: boolean,
  signal?: AbortSignal,
): Promise<Connection> {
  const { scope, list } = view;
  const variables = {
    under: view.unit,
    first,
    after,
    withTotals,
    orderBy: list.order,
    asOf: scope.asOf,
    filter: obligationFilter(scope, list),
  };
  if (!list.own) return (await ask(ObligationsBelowDocument, variables, signal)).obligations;
  const { unit } = await ask(ObligationsOwnDocument, variables, signal);
  return unit!.obligations;
}

interface Loaded {
  rows: RowFragment[];
  end: string | null;
  hasMore: boolean;
  totalCount?: number;
  totals?: Connection['totals'];
}

/** A view's list, read as far as viewed, and again when something in it may have changed. */
export function useList(view: View): List {
  const key = JSON.stringify([view.unit, view.scope, view.list]);
  const [loaded, setLoaded] = useState<{ key: string; list?: Loaded; error?: Error }>({ key });
  const current = useRef(loaded);
  const actions = useRef({ more: () => {}, all: async () => {}, refresh: () => {} });

  useEffect(() => {
    const aborter = new AbortController();
    let busy = false;
    let wantsRefresh = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const set = (next: typeof loaded) => {
      current.current = next;
      onFrame(aborter, () => {
        if (!aborter.signal.aborted) setLoaded(next);
      });
    };
    const run = async (read: () => Promise<Loaded>) => {
      if (busy) return;
      busy = true;
      try {
        set({ key, list: await read() });
      } catch (error) {
        if (!aborter.signal.aborted) set({ ...current.current, key, error: error as Error });
      }
      busy = false;
      if (wantsRefresh && !aborter.signal.aborted) refresh();
    };
    const refresh = () => {
      if (busy || timer !== undefined) {
        wantsRefresh = true;
        return;
      }
      wantsRefresh = false;
      void run(async () => {
        const had = current.current.list?.rows ?? [];
        const page = await readPage(view, Math.min(pageSizeMax, Math.max(pageSize, had.length)), null, true, aborter.signal);
        const known = new Set(page.nodes.map((row) => row.id));
        // Rows beyond the first page stay as read, and show their newest state through the subscription.
        const rest = had.length > pageSizeMax ? had.slice(pageSizeMax).filter((row) => !known.has(row.id)) : [];
        return {
          rows: [...page.nodes, ...rest],
          end: rest.length > 0 ? current.current.list!.end : (page.pageInfo.endCursor ?? null),
          hasMore: rest.length > 0 ? current.current.list!.hasMore : page.pageInfo.hasNextPage,
          totalCount: page.totalCount,
          totals: page.totals,
        };
      });
      timer = setTimeout(() => {
        timer = undefined;
        if (wantsRefresh) refresh();
      }, everyMs);
    };
    const more = (size = pageSize): Promise<void> => {
      const list = current.current.list;
      if (!list?.hasMore) return Promise.resolve();
      return run(async () => {
        const page = await readPage(view, size, list.end, false, aborter.signal);
        const known = new Set(list.rows.map((row) => row.id));
        return {
          ...list,
          rows: [...list.rows, ...page.nodes.filter((row) => !known.has(row.id))],
          end: page.pageInfo.endCursor ?? null,
          hasMore: page.pageInfo.hasNextPage,
        };
      });
    };
    const all = async () => {
      while (current.current.list?.hasMore && !current.current.error && !aborter.signal.aborted) {
        if (current.current.list.rows.length >= printedMax) return;
        const had = current.current.list.rows.length;
        await more(pageSizeMax);
        // Another read is under way: wait for it.
        if (current.current.list?.rows.length === had && busy) await new Promise((next) => requestAnimationFrame(next));
      }
    };
    actions.current = { more: () => void more(), all, refresh };
    current.current = { key };
    setLoaded({ key });
    refresh();
    const stop = onChange([reconnections, token], refresh);
    return () => {
      aborter.abort();
      clearTimeout(timer);
      stop();
    };
  }, [key]);

  const refresh = useMemo(() => () => actions.current.refresh(), []);
  useChanges(refresh);
  const list = loaded.key === key ? loaded.list : undefined;
  const error = loaded.key === key ? loaded.error : undefined;
  return {
    rows: list?.rows ?? [],
    totalCount: list?.totalCount,
    totals: list?.totals,
    error,
    loading: !list && !error,
    hasMore: list?.hasMore ?? false,
    more: () => actions.current.more(),
    all: () => actions.current.all(),
    refresh,
  };
}
