import { useRef } from 'preact/hooks';
import type { OutcomeFragment } from '../api/generated';

/** Every row that a list has shown, by id: what was refused is told even of what has left the list since. */
export function useSeen<T extends { id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  const seen = useRef(new Map<string, T>());
  for (const row of rows) seen.current.set(row.id, row);
  return seen.current;
}

/** The rows, and behind them those that were refused and are not among them any more. */
export function withRefused<T extends { id: string }>(
  seen: ReadonlyMap<string, T>,
  rows: readonly T[],
  outcomes: ReadonlyMap<string, OutcomeFragment>,
): T[] {
  const here = new Set(rows.map((row) => row.id));
  const gone = [...outcomes].filter(([id, outcome]) => outcome.refusal && !here.has(id)).flatMap(([id]) => seen.get(id) ?? []);
  return [...rows, ...gone];
}
