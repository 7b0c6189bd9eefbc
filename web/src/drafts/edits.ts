import type { AreaInput, PlanDraftInput, ReformArea } from '../api/generated';
import { faultOfText, rowInput, sameText, type Column, type DraftArea, type Texts } from './columns';

/** Maximum number of rows in one call. */
export const rowsOfCall = 1_000;

/** A text typed into a cell, with the text before: a different text there now is somebody else's. */
export interface CellEdit {
  text: string;
  before: string;
}

export type HeadField = 'title' | 'number' | 'adoptedOn' | 'startYear' | 'endYear';

/** Input that is not on the server yet. */
export interface Edits {
  head: Partial<Record<HeadField, CellEdit>>;
  cells: Record<string, Partial<Record<Column, CellEdit>>>;
  /** New rows that the server does not know yet, by local names, in order. */
  added: string[];
  removed: string[];
  /** Reform areas chosen for headings. */
  reforms: Record<string, ReformArea>;
}

export const noEdits: Edits = { head: {}, cells: {}, added: [], removed: [], reforms: {} };

export const isNothing = (edits: Edits): boolean =>
  Object.keys(edits.head).length + Object.keys(edits.cells).length + edits.added.length + edits.removed.length === 0 &&
  Object.keys(edits.reforms).length === 0;

/** A text typed into a cell; server: the cell's text on the server. */
export interface CellChange {
  row: string;
  column: Column;
  text: string;
  server: string;
}

/** Applies changes together: a paste changes thousands of cells. */
export function withCells(edits: Edits, changes: readonly CellChange[]): Edits {
  const cells = { ...edits.cells };
  const added = new Set(edits.added);
  for (const { row, column, text, server } of changes) {
    const { [column]: known, ...others } = cells[row] ?? {};
    const before = known?.before ?? server;
    const ofRow = text === before ? others : { ...others, [column]: { text, before } };
    // A new row is kept even when its cells are empty again.
    if (Object.keys(ofRow).length > 0 || added.has(row)) cells[row] = ofRow;
    else delete cells[row];
  }
  return { ...edits, cells };
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
  /** The edits contained in the batch. */
  edits: Edits;
}

export interface KnownArea extends DraftArea {
  reform: ReformArea;
  budget?: number | null;
}

/** The next batch for one call; null if nothing can be sent. Invalid cells wait until corrected. */
export function batchOf(edits: Edits, known: readonly KnownArea[], dayOf: (text: string) => string | undefined): Batch | null {
  const areas = areasAfter(edits, known);
  const input: PlanDraftInput = {};
  const carried: Edits = { head: headInto(input, edits, dayOf), cells: {}, added: [], removed: [], reforms: edits.reforms };
  if (areas) input.areas = areas;
  const rows: NonNullable<PlanDraftInput['rows']> = [];
  const add = (row: string, isAdded: boolean) => {
    const sendable = Object.fromEntries(
      Object.entries(edits.cells[row] ?? {}).filter(([column, edit]) => !faultOfText(column as Column, edit.text)),
    ) as Partial<Record<Column, CellEdit>>;
    if (!isAdded && Object.keys(sendable).length === 0) return;
    const texts = Object.fromEntries(Object.entries(sendable).map(([column, edit]) => [column, edit.text])) as Partial<Texts>;
    rows.push({ ...(isAdded ? {} : { key: row }), ...rowInput(texts, areas ?? known) });
    carried.cells[row] = sendable;
    if (isAdded) carried.added.push(row);
  };
  const isNew = new Set(edits.added);
  for (const row of Object.keys(edits.cells)) if (!isNew.has(row) && rows.length < rowsOfCall) add(row, false);
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
      if (day === undefined && edit.text.trim() !== '') continue;
      input.adoptedOn = day ?? null;
    } else {
      const year = edit.text.trim();
      if (year !== '' && !/^\d{4}$/.test(year)) continue;
      input[field] = year === '' ? null : Number(year);
    }
    carried[field] = edit;
  }
  return carried;
}

/** All headings, if one is new or has another reform area; undefined if unchanged. */
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

/** The edits that remain after a batch was accepted, including input typed in the meantime. */
export function afterBatch(edits: Edits, sent: Edits, keys: ReadonlyMap<string, string>): Edits {
  const cells: Edits['cells'] = {};
  const [taken, still] = [new Set(sent.added), new Set(edits.added)];
  const removed = new Set(sent.removed);
  for (const [row, ofRow] of Object.entries(edits.cells)) {
    const left: Partial<Record<Column, CellEdit>> = {};
    for (const [column, edit] of Object.entries(ofRow) as [Column, CellEdit][]) {
      const gone = sent.cells[row]?.[column];
      if (!gone) left[column] = edit;
      else if (gone.text !== edit.text) left[column] = { text: edit.text, before: gone.text };
    }
    if (Object.keys(left).length > 0) cells[keys.get(row) ?? row] = left;
  }
  const head: Edits['head'] = {};
  for (const [field, edit] of Object.entries(edits.head) as [HeadField, CellEdit][]) {
    const gone = sent.head[field];
    if (!gone) head[field] = edit;
    else if (gone.text !== edit.text) head[field] = { text: edit.text, before: gone.text };
  }
  return {
    head,
    cells,
    added: edits.added.filter((name) => !taken.has(name)),
    // A row removed while being added is removed by its new key.
    removed: [
      ...edits.removed.filter((row) => !removed.has(row)),
      ...sent.added.filter((name) => !still.has(name)).map((name) => keys.get(name) ?? name),
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

/** Cells that somebody else has changed to another text since they were edited here. */
export function clashesOf(edits: Edits, server: ReadonlyMap<string, Texts>): Clash[] {
  return Object.entries(edits.cells).flatMap(([row, ofRow]) => {
    const now = server.get(row);
    if (!now) return [];
    return (Object.entries(ofRow) as [Column, CellEdit][])
      .filter(([column, edit]) => now[column] !== edit.before && now[column] !== edit.text)
      .map(([column, edit]) => ({ row, column, mine: edit.text, theirs: now[column] }));
  });
}

/** The edits on top of the server's present state: rows deleted there become new ones, so that no input is lost. */
export function rebased(edits: Edits, server: ReadonlyMap<string, Texts>): Edits {
  const cells: Edits['cells'] = {};
  const added = new Set(edits.added);
  for (const [row, ofRow] of Object.entries(edits.cells)) {
    const now = server.get(row);
    if (!now) added.add(row);
    cells[row] = Object.fromEntries(
      Object.entries(ofRow).map(([column, edit]) => [column, { ...edit, before: now ? now[column as Column] : edit.before }]),
    );
  }
  return { ...edits, cells, added: [...added], removed: edits.removed.filter((row) => server.has(row)) };
}
