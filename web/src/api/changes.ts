import { signal } from '@preact/signals';
import { isPast } from '../i18n/days';
import type { MovingFragment, RowFragment } from './generated';

export type RowChange = MovingFragment;

/** Only what can change: a mutation answers with more than that, and some of it with less detail than the page has. */
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
 * The newest state of obligations that changed while the page is open: a list that was asked before shows it all the same. The maps are
 * changed in place, as copying them for each of many changes would cost; a new object around them tells who paints.
 */
const known = signal({ newest: new Map<string, RowChange>(), expected: new Map<string, Partial<RowChange>>() });
const newestMax = 5_000;

/** The day that the page judges lateness by; undefined: today. Answers to commands are judged by the same. */
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

/** What the page shows before the server has confirmed it; null once it has, or refused. */
export function expect(id: string, change: Partial<RowChange> | null): void {
  if (change) known.value.expected.set(id, change);
  else known.value.expected.delete(id);
  known.value = { ...known.value };
}

export type ShownRow = RowFragment & { expected: boolean };

/** A row as it stands now, as far as the page knows. Whoever calls it while painting is painted anew when that changes. */
export function shown(row: RowFragment): ShownRow {
  // A past day stays as it was read.
  if (isPast(judgedBy.value)) return { ...row, expected: false };
  const { newest, expected } = known.value;
  const change = newest.get(row.id);
  const hoped = expected.get(row.id);
  return { ...row, ...(change && change.version > row.version ? change : {}), ...hoped, expected: hoped !== undefined };
}
