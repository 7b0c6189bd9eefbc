import type { AreaInput, PlanDraftInput, ReformArea } from '../api/generated';
import { faultOfText, rowInput, sameText, type Column, type DraftArea, type Texts } from './columns';

/** The most rows that one call takes. */
export const rowsOfCall = 1_000;

/** What is typed into a cell, and what stood there then: another text there now is somebody else's. */
export interface CellEdit {
  text: string;
  before: string;
}

export type HeadField = 'title' | 'number' | 'adoptedOn' | 'startYear' | 'endYear';

/** What has been typed and is not on the server yet. */
export interface Edits {
  head: Partial<Record<HeadField, CellEdit>>;
  cells: Record<string, Partial<Record<Column, CellEdit>>>;
  /** Rows that the server does not know yet, by names of the page's own, in their order. */
  added: string[];
  removed: string[];
  /** Reform areas that were chosen for headings. */
  reforms: Record<string, ReformArea>;
}

export const noEdits: Edits = { head: {}, cells: {}, added: [], removed: [], reforms: {} };

export const isNothing = (edits: Edits): boolean =>
  Object.keys(edits.head).length + Object.keys(edits.cells).length + edits.added.length + edits.removed.length === 0 &&
  Object.keys(edits.reforms).length === 0;

export function withCell(edits: Edits, row: string, column: Column, text: string, shown: string, server: string): Edits {
  if (text === shown) return edits;
  const { [column]: known, ...others } = edits.cells[row] ?? {};
  const before = known?.before ?? server;
  const isNew = edits.added.includes(row);
  const ofRow = !isNew && text === before ? others : { ...others, [column]: { text, before } };
  const { [row]: _, ...rest } = edits.cells;
  return { ...edits, cells: Object.keys(ofRow).length > 0 ? { ...rest, [row]: ofRow } : rest };
}

export function withHead(edits: Edits, field: HeadField, text: string, server: string): Edits {
  const { [field]: known, ...others } = edits.head;
  const before = known?.before ?? server;
  return { ...edits, head: text === before ? others : { ...others, [field]: { text, before } } };
}

export const withAdded = (edits: Edits, names: readonly string[]): Edits => ({ ...edits, added: [...edits.added, ...names] });

export function withoutRow(edits: Edits, row: string): Edits {
  const { [row]: _, ...cells } = edits.cells;
  return edits.added.includes(row)
    ? { ...edits, cells, added: edits.added.filter((name) => name !== row) }
    : { ...edits, cells, removed: [...edits.removed, row] };
}

export interface Batch {
  input: PlanDraftInput;
  /** What of the edits it carries. */
  edits: Edits;
}

export interface KnownArea extends DraftArea {
  reform: ReformArea;
  budget?: number | null;
}

/** As much as one call takes; null while nothing of it can be sent. What cannot stand in its cell waits until it can. */
export function batchOf(edits: Edits, known: readonly KnownArea[], dayOf: (text: string) => string | undefined): Batch | null {
  const areas = areasAfter(edits, known);
  const input: PlanDraftInput = {};
  const carried: Edits = { head: headInto(input, edits, dayOf), cells: {}, added: [], removed: [], reforms: edits.reforms };
  if (areas) input.areas = areas;
  const rows: NonNullable<PlanDraftInput['rows']> = [];
  const add = (row: string, isNew: boolean) => {
    const sendable = Object.fromEntries(
      Object.entries(edits.cells[row] ?? {}).filter(([column, edit]) => !faultOfText(column as Column, edit.text)),
    ) as Partial<Record<Column, CellEdit>>;
    if (!isNew && Object.keys(sendable).length === 0) return;
    const texts = Object.fromEntries(Object.entries(sendable).map(([column, edit]) => [column, edit.text])) as Partial<Texts>;
    rows.push({ ...(isNew ? {} : { key: row }), ...rowInput(texts, areas ?? known) });
    carried.cells[row] = sendable;
    if (isNew) carried.added.push(row);
  };
  for (const row of Object.keys(edits.cells)) if (!edits.added.includes(row) && rows.length < rowsOfCall) add(row, false);
  for (const row of edits.added) if (rows.length < rowsOfCall) add(row, true);
  if (rows.length > 0) input.rows = rows;
  carried.removed = edits.removed.slice(0, rowsOfCall);
  if (carried.removed.length > 0) input.removeRows = carried.removed;
  return Object.keys(input).length > 0 ? { input, edits: carried } : null;
}

function headInto(input: PlanDraftInput, { head }: Edits, dayOf: (text: string) => string | undefined): Edits['head'] {
  const carried: Edits['head'] = {};
  for (const [field, edit] of Object.entries(head) as [HeadField, CellEdit][]) {
    if (field === 'title' || field === 'number') input[field] = edit.text.trim();
    else if (field === 'adoptedOn') {
      const day = dayOf(edit.text);
      if (day === undefined) continue;
      input.adoptedOn = day;
    } else {
      if (!/^\d{4}$/.test(edit.text.trim())) continue;
      input[field] = Number(edit.text);
    }
    carried[field] = edit;
  }
  return carried;
}

/** All headings, when one is new or counts elsewhere now; undefined when they stay as they are. */
function areasAfter(edits: Edits, known: readonly KnownArea[]): AreaInput[] | undefined {
  const areas: AreaInput[] = known.map(({ id, name, reform, budget }) => ({ id, name, reform: edits.reforms[id] ?? reform, budget }));
  const count = areas.length;
  for (const { area } of Object.values(edits.cells)) {
    if (!area || area.text.trim() === '' || areas.some((one) => sameText(one.name, area.text))) continue;
    areas.push({ id: freeId(areas), name: area.text.trim(), reform: 'OTHER' });
  }
  return areas.length > count || Object.keys(edits.reforms).length > 0 ? areas : undefined;
}

function freeId(areas: readonly AreaInput[]): string {
  let number = areas.length + 1;
  while (areas.some((area) => area.id === `A${number}`)) number++;
  return `A${number}`;
}

/** What is left of the edits once a batch has been taken: what was typed meanwhile stays, above what was sent. */
export function afterBatch(edits: Edits, sent: Edits, keys: ReadonlyMap<string, string>): Edits {
  const cells: Edits['cells'] = {};
  for (const [row, ofRow] of Object.entries(edits.cells)) {
    const left: Partial<Record<Column, CellEdit>> = {};
    for (const [column, edit] of Object.entries(ofRow) as [Column, CellEdit][]) {
      const taken = sent.cells[row]?.[column];
      if (!taken) left[column] = edit;
      else if (taken.text !== edit.text) left[column] = { text: edit.text, before: taken.text };
    }
    if (Object.keys(left).length > 0) cells[keys.get(row) ?? row] = left;
  }
  const head: Edits['head'] = {};
  for (const [field, edit] of Object.entries(edits.head) as [HeadField, CellEdit][]) {
    const taken = sent.head[field];
    if (!taken) head[field] = edit;
    else if (taken.text !== edit.text) head[field] = { text: edit.text, before: taken.text };
  }
  return {
    head,
    cells,
    added: edits.added.filter((name) => !sent.added.includes(name)),
    // A row that was removed while it was being added is removed by the name that it has got.
    removed: [
      ...edits.removed.filter((row) => !sent.removed.includes(row)),
      ...sent.added.filter((name) => !edits.added.includes(name)).map((name) => keys.get(name) ?? name),
    ],
    reforms: Object.fromEntries(Object.entries(edits.reforms).filter(([id, reform]) => sent.reforms[id] !== reform)),
  };
}

export interface Clash {
  row: string;
  column: Column;
  mine: string;
  theirs: string;
}

/** Cells that somebody else has changed, too, since they were typed in here, to another text. */
export function clashesOf(edits: Edits, server: ReadonlyMap<string, Texts>): Clash[] {
  return Object.entries(edits.cells).flatMap(([row, ofRow]) => {
    const now = server.get(row);
    if (!now) return [];
    return (Object.entries(ofRow) as [Column, CellEdit][])
      .filter(([column, edit]) => now[column] !== edit.before && now[column] !== edit.text)
      .map(([column, edit]) => ({ row, column, mine: edit.text, theirs: now[column] }));
  });
}

/** The edits above what the server has now: rows that are gone there become new ones, so that nothing typed is lost. */
export function rebased(edits: Edits, server: ReadonlyMap<string, Texts>): Edits {
  const cells: Edits['cells'] = {};
  const added = [...edits.added];
  for (const [row, ofRow] of Object.entries(edits.cells)) {
    const now = server.get(row);
    if (!now && !added.includes(row)) added.push(row);
    cells[row] = Object.fromEntries(
      Object.entries(ofRow).map(([column, edit]) => [column, { ...edit, before: now ? now[column as Column] : edit.before }]),
    );
  }
  return { ...edits, cells, added, removed: edits.removed.filter((row) => server.has(row)) };
}
