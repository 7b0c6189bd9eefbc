import { useRef } from 'preact/hooks';
import type { OutcomeFragment } from '../api/generated';

/** All rows that a list has shown, by id, so that refusals are shown even for rows that have left it. */
export function useSeen<T extends { id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  const seen = useRef(new Map<string, T>());
  for (const row of rows) seen.current.set(row.id, row);
  return seen.current;
}

/** The rows, followed by refused ones that are no longer among them. */
export function withRefused<T extends { id: string }>(
  seen: ReadonlyMap<string, T>,
  rows: readonly T[],
  outcomes: ReadonlyMap<string, OutcomeFragment>,
): T[] {
  const here = new Set(rows.map((row) => row.id));
  const gone = [...outcomes].filter(([id, outcome]) => outcome.refusal && !here.has(id)).flatMap(([id]) => seen.get(id) ?? []);
  return [...rows, ...gone];
}
