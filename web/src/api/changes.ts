import { signal } from '@preact/signals';
import { isPast } from '../i18n/days';
import type { MovingFragment, RowFragment } from './generated';

export type RowChange = MovingFragment;

/** Only the members that can change: a mutation's answer has more, some of it with less detail than the page has. */
const changeOf = (row: RowChange): RowChange => ({
  id: row.id,
  status: row.status,
  percent: row.percent,
  completedOn: row.completedOn,
  claimedOn: row.claimedOn,
  handedInAt: row.handedInAt,
  due: row.due,
  timeliness: row.timeliness,
  note: row.note,
  document: row.document,
  difficulty: row.difficulty,
  budget: row.budget,
  updatedAt: row.updatedAt,
  version: row.version,
});

/**
 * The newest state of obligations that changed while the page is open, so that lists read earlier show it. The maps are changed in place,
 * since copying them for each of many changes would be costly; a new wrapper object triggers painting.
 */
const known = signal({ newest: new Map<string, RowChange>(), expected: new Map<string, Partial<RowChange>>() });
const newestMax = 5_000;

/** The day by which the page judges lateness; undefined: today. Answers to commands are judged by the same day. */
export const judgedBy = signal<string | undefined>(undefined);

export function learn(changes: Iterable<RowChange>): void {
  const { newest } = known.value;
  for (const change of changes) {
    if ((newest.get(change.id)?.version ?? 0) > change.version) continue;
    newest.delete(change.id);
    newest.set(change.id, changeOf(change));
  }
  while (newest.size > newestMax) newest.delete(newest.keys().next().value!);
  known.value = { ...known.value };
}

/** Shows a change before the server has confirmed it; null once it has confirmed or refused. */
export function expect(id: string, change: Partial<RowChange> | null): void {
  if (change) known.value.expected.set(id, change);
  else known.value.expected.delete(id);
  known.value = { ...known.value };
}

export type ShownRow = RowFragment & { expected: boolean };

/** A row in its newest known state. A component that calls this while painting is repainted when it changes. */
export function shown(row: RowFragment): ShownRow {
  // A past day does not change.
  if (isPast(judgedBy.value)) return { ...row, expected: false };
  const { newest, expected } = known.value;
  const change = newest.get(row.id);
  const hoped = expected.get(row.id);
  return { ...row, ...(change && change.version > row.version ? change : {}), ...hoped, expected: hoped !== undefined };
}
