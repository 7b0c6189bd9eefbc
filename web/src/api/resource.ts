import { useEffect, useReducer, useRef } from 'preact/hooks';
import { onFrame } from './frame';
import { ask } from './http';
import { reconnections } from './live';
import { onChange } from './onChange';
import type { Question } from './question';
import { entries } from './token';

/** Maximum number of cached answers, shown while a reopened view is read again. */
const keptMax = 60;
const kept = new Map<string, unknown>();

function keep(key: string, data: unknown): void {
  kept.delete(key);
  kept.set(key, data);
  if (kept.size > keptMax) kept.delete(kept.keys().next().value!);
}

export interface Resource<T> {
  data: T | undefined;
  error: Error | undefined;
  /** No answer yet, not even a cached one. */
  loading: boolean;
  /** Reads again, at most once in `everyMs`. */
  refresh: () => void;
  /** Replaces the data, e.g. by a subscription's event. */
  replace: (change: (data: T) => T) => void;
}

interface State<T> {
  key: string;
  data: T | undefined;
  error: Error | undefined;
}

/**
 * Reads when the variables change, after each reconnection, and on request; null variables read nothing. complete fetches the parts missing
 * in one answer, such as the pages after the first.
 */
export function useResource<T, V>(
  document: Question<T, V>,
  variables: V | null,
  everyMs = 1_000,
  complete: (data: T, signal: AbortSignal) => Promise<T> = async (data) => data,
): Resource<T> {
  const key = variables === null ? '' : document + JSON.stringify(variables);
  const [, repaint] = useReducer((n: number) => n + 1, 0);
  const state = useRef<State<T>>({ key: '', data: undefined, error: undefined });
  if (state.current.key !== key) {
    state.current = { key, data: kept.get(key) as T | undefined, error: undefined };
  }
  const refresh = useRef(() => {});

  useEffect(() => {
    if (variables === null) return;
    const aborter = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = false;
    let again = false;
    const load = async () => {
      asking = true;
      again = false;
      try {
        const data = await complete(await ask(document, variables, aborter.signal), aborter.signal);
        keep(key, data);
        set({ key, data, error: undefined });
      } catch (error) {
        // Known data stays on the page; the header says that it is disconnected.
        if (!aborter.signal.aborted) set({ key, data: state.current.data, error: error as Error });
      }
      asking = false;
      timer = setTimeout(() => {
        timer = undefined;
        if (again && !aborter.signal.aborted) void load();
      }, everyMs);
    };
    const set = (next: State<T>) =>
      onFrame(state, () => {
        if (aborter.signal.aborted || state.current.key !== key) return;
        state.current = next;
        repaint(undefined);
      });
    refresh.current = () => {
      if (asking || timer !== undefined) again = true;
      else void load();
    };
    void load();
    const stop = onChange([reconnections, entries], () => refresh.current());
    return () => {
      aborter.abort();
      clearTimeout(timer);
      stop();
    };
  }, [key]);

  return {
    ...state.current,
    loading: state.current.data === undefined && state.current.error === undefined,
    refresh: () => refresh.current(),
    replace: (change) => {
      if (state.current.data === undefined) return;
      const data = change(state.current.data);
      keep(key, data);
      state.current = { key, data, error: undefined };
      repaint(undefined);
    },
  };
}
