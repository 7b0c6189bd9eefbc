import { signal } from '@preact/signals';
import type { ObligationChangedSubscription, RowFragment } from './generated';

export type RowChange = ObligationChangedSubscription['obligationChanged'];

/** The newest state of obligations that changed while the page is open; a list that was asked before shows it all the same. */
const newest = new Map<string, RowChange>();
const newestMax = 5_000;

/** Rises with each change, so that whoever paints a row is painted anew. */
export const rowsChanged = signal(0);

/** What the page shows before the server has confirmed it. */
const expected = new Map<string, Partial<RowChange>>();

export function learn(changes: Iterable<RowChange>): void {
  for (const change of changes) {
    if ((newest.get(change.id)?.version ?? 0) > change.version) continue;
    newest.delete(change.id);
    newest.set(change.id, change);
  }
  while (newest.size > newestMax) newest.delete(newest.keys().next().value!);
  rowsChanged.value++;
}

export function expect(id: string, change: Partial<RowChange> | null): void {
  if (change) expected.set(id, change);
  else expected.delete(id);
  rowsChanged.value++;
}

export type ShownRow = RowFragment & { expected: boolean };

/** A row as it stands now, as far as the page knows. Read while painting. */
export function shown(row: RowFragment): ShownRow {
  rowsChanged.value;
  const change = newest.get(row.id);
  const hoped = expected.get(row.id);
  return {
    ...row,
    ...(change && change.version > row.version ? change : {}),
    ...hoped,
    expected: hoped !== undefined,
  };
}
