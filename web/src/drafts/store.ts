import { computed, signal } from '@preact/signals';
import { Refused, Unknown } from '../api/errors';
import { DraftDocument, DraftRowsDocument, EditDraftDocument, type DraftCellsFragment, type DraftQuery } from '../api/generated';
import { ask } from '../api/http';
import { newRequestId } from '../api/requestId';
import { entries } from '../api/token';
import { readDay } from '../i18n/days';
import { columns, emptyTexts, textsOf, type Column, type Texts } from './columns';
import {
  afterBatch,
  batchOf,
  clashesOf,
  isNothing,
  noEdits,
  rebased,
  withAdded,
  withCells,
  withHead,
  withoutRow,
  type Batch,
  type Clash,
  type Edits,
  type HeadField,
  type KnownArea,
} from './edits';
import { pauseOf } from './sending';

export type Draft = NonNullable<DraftQuery['draft']>;

export interface Loaded {
  draft: Draft;
  rows: readonly DraftCellsFragment[];
  texts: ReadonlyMap<string, Texts>;
}

/** A row of the grid: the server's state, and the present texts of its cells. */
export interface Row {
  key: string;
  texts: Texts;
  known: DraftCellsFragment | undefined;
}

interface Request extends Batch {
  requestId: string;
  version: number;
  /** The last existing row, after which the call adds new ones. */
  after: string | undefined;
}

export type Status = 'saved' | 'waiting' | 'sending' | 'unknown' | 'refused' | 'clash';

/** As many as the cost limit of one query allows. */
const rowsOfPage = 300;
const typingMs = 600;

/** A draft being edited: the server's state, local edits on top, and their synchronisation. */
export class DraftStore {
  readonly loaded = signal<Loaded | null | undefined>(undefined);
  /** Set if the draft no longer exists but a plan with its id does: it was adopted. */
  readonly plan = signal<{ id: string; owner: string } | null>(null);
  readonly error = signal<Error | undefined>(undefined);
  readonly edits = signal<Edits>(noEdits);
  readonly status = signal<Status>('saved');
  readonly refusal = signal<Refused | undefined>(undefined);
  readonly clashes = signal<readonly Clash[]>([]);
  /** Somebody else has changed the draft without conflicting with edits here. */
  readonly merged = signal(false);

  readonly rows = computed<readonly Row[]>(() => {
    const { loaded, edits } = { loaded: this.loaded.value, edits: this.edits.value };
    if (!loaded) return [];
    const gone = new Set(edits.removed);
    const row = (key: string, texts: Texts, known?: DraftCellsFragment): Row => {
      const typed = edits.cells[key];
      if (!typed) return { key, texts, known };
      const over = Object.fromEntries(Object.entries(typed).map(([column, edit]) => [column, edit.text]));
      return { key, texts: { ...texts, ...over }, known };
    };
    return [
      ...loaded.rows.filter((one) => !gone.has(one.key)).map((one) => row(one.key, loaded.texts.get(one.key)!, one)),
      ...edits.added.map((key) => row(key, emptyTexts)),
    ];
  });

  #request: Request | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSending = false;
  readonly #aborter = new AbortController();
  readonly #key: string;
  readonly #unsubscribe: () => void;

  constructor(readonly id: string) {
    this.#key = `hierarchy.draft.${id}`;
    const kept = JSON.parse(sessionStorage.getItem(this.#key) ?? 'null') as { edits: Edits; request: Request | null } | null;
    if (kept) {
      this.edits.value = kept.edits;
      this.#request = kept.request;
    }
    this.#unsubscribe = entries.subscribe(() => this.load());
  }

  stop(): void {
    this.#aborter.abort();
    clearTimeout(this.#timer);
    this.#unsubscribe();
  }

  /** Reads the draft again, and continues with earlier edits. */
  load(): void {
    this.#read().then(
      () => this.#later(0),
      (fault: Error) => {
        if (!this.#aborter.signal.aborted) this.error.value = fault;
      },
    );
  }

  setCells(changes: readonly { row: string; column: Column; text: string }[]): void {
    const server = this.loaded.value!.texts;
    this.#typed(
      withCells(
        this.edits.value,
        changes.map((change) => ({ ...change, server: server.get(change.row)?.[change.column] ?? '' })),
      ),
    );
  }

  /** Adds rows at the end, under the heading of the row above; returns their names. */
  addRows(count: number): string[] {
    const names = Array.from({ length: count }, () => `new:${newRequestId()}`);
    const area = this.rows.value.at(-1)?.texts.area || (this.loaded.value!.draft.areas.at(-1)?.name ?? '');
    this.#typed(
      withCells(withAdded(this.edits.value, names), area ? names.map((row) => ({ row, column: 'area', text: area, server: '' })) : []),
    );
    return names;
  }

  removeRow(row: string): void {
    this.#typed(withoutRow(this.edits.value, row));
  }

  setHead(field: HeadField, text: string, server: string): void {
    this.#typed(withHead(this.edits.value, field, text, server));
  }

  setReform(area: string, reform: KnownArea['reform']): void {
    this.#typed({ ...this.edits.value, reforms: { ...this.edits.value.reforms, [area]: reform } });
  }

  /** Settles all conflicts: with the texts typed here, or with the other person's. */
  settle(mine: boolean): void {
    const { texts } = this.loaded.value!;
    let { edits } = { edits: this.edits.value };
    if (!mine)
      for (const { row, column } of this.clashes.value) {
        const { [column]: _, ...others } = edits.cells[row]!;
        edits = { ...edits, cells: { ...edits.cells, [row]: others } };
      }
    this.clashes.value = [];
    this.#typed(rebased(edits, texts));
  }

  /** Sends edits at once; returns whether all were saved. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    await this.#send();
    return this.status.value === 'saved';
  }

  /** Discards edits once the draft no longer exists. */
  forget(): void {
    sessionStorage.removeItem(this.#key);
  }

  #typed(edits: Edits): void {
    this.edits.value = edits;
    this.merged.value = false;
    this.#keep();
    if (this.clashes.value.length === 0) this.#later(typingMs);
  }

  #keep(): void {
    if (isNothing(this.edits.value) && !this.#request) sessionStorage.removeItem(this.#key);
    else sessionStorage.setItem(this.#key, JSON.stringify({ edits: this.edits.value, request: this.#request }));
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#isSending) return;
    if (isNothing(this.edits.value) && !this.#request) {
      this.status.value = 'saved';
      return;
    }
    this.status.value = 'waiting';
    this.#timer = setTimeout(() => void this.#send(), ms);
  }

  async #read(): Promise<void> {
    const { signal } = this.#aborter;
    for (;;) {
      const { draft, plan } = await ask(DraftDocument, { id: this.id, first: rowsOfPage, after: null }, signal);
      if (!draft) {
        this.plan.value = plan && { id: plan.id, owner: plan.owner.id };
        this.loaded.value = null;
        return;
      }
      const rows = [...draft.rows.nodes];
      let page = draft.rows.pageInfo;
      let isSame = true;
      while (page.hasNextPage && isSame) {
        const next = (await ask(DraftRowsDocument, { id: this.id, first: rowsOfPage, after: page.endCursor }, signal)).draft;
        isSame = next?.version === draft.version;
        if (!next) break;
        rows.push(...next.rows.nodes);
        page = next.rows.pageInfo;
      }
      // Changed between two pages: read again.
      if (!isSame) continue;
      this.error.value = undefined;
      this.loaded.value = { draft, rows, texts: new Map(rows.map((row) => [row.key, textsOf(row, draft.areas)])) };
      return;
    }
  }

  #areas(): KnownArea[] {
    const { draft, rows } = this.loaded.value!;
    return draft.areas.map(({ id, name, reform, budget }) => {
      const needed = rows.reduce((sum, row) => sum + (row.area === id ? (row.budget ?? 0) : 0), 0);
      // The reported budget is at least the sum of the rows: only a larger one was set for the heading itself.
      return { id, name, reform, budget: (budget.planned ?? 0) > needed ? budget.planned : null };
    });
  }

  async #send(): Promise<void> {
    if (this.#isSending || !this.loaded.value || this.clashes.value.length > 0) return;
    this.#isSending = true;
    try {
      while (await this.#sendOne());
    } finally {
      this.#isSending = false;
      this.#keep();
    }
  }

  /** Whether there is more to send. */
  async #sendOne(): Promise<boolean> {
    const { draft, rows } = this.loaded.value!;
    if (!this.#request) {
      const batch = batchOf(this.edits.value, this.#areas(), readDay);
      if (!batch) {
        this.status.value = isNothing(this.edits.value) ? 'saved' : 'waiting';
        return false;
      }
      const removed = new Set(batch.edits.removed);
      const after = rows.findLast((row) => !removed.has(row.key))?.key;
      this.#request = { ...batch, requestId: newRequestId(), version: draft.version, after };
    }
    const request = this.#request;
    this.status.value = 'sending';
    this.refusal.value = undefined;
    this.#keep();
    const refused = await this.#carry(request);
    if (this.#aborter.signal.aborted) return false;
    if (refused && refused.code !== 'CONFLICT') return this.#stay(refused);
    await this.#insist(() => this.#read());
    if (!this.loaded.value) return false;
    if (refused) return this.#meet();
    const { rows: now, texts } = this.loaded.value;
    const first = request.after === undefined ? 0 : now.findIndex((row) => row.key === request.after) + 1;
    const keys = new Map(request.edits.added.map((name, i) => [name, now[first + i]?.key ?? name]));
    this.#request = null;
    this.edits.value = rebased(afterBatch(this.edits.value, request.edits, keys), texts);
    this.#keep();
    return true;
  }

  /** Refused input stays as typed, until it is changed or a person who may send it returns. */
  #stay(refused: Refused): false {
    this.refusal.value = refused;
    this.status.value = 'refused';
    // After a new sign-in the same request is safe to repeat; other refusals have changed nothing.
    if (refused.code !== 'UNAUTHENTICATED') this.#request = null;
    return false;
  }

  /** Somebody else was faster: edits without conflict are kept on top, and the person decides the others. */
  #meet(): boolean {
    this.#request = null;
    const { texts } = this.loaded.value!;
    const clashes = clashesOf(this.edits.value, texts);
    this.clashes.value = clashes;
    if (clashes.length > 0) {
      this.status.value = 'clash';
      return false;
    }
    this.merged.value = true;
    this.edits.value = rebased(this.edits.value, texts);
    return true;
  }

  async #carry(request: Request): Promise<Refused | undefined> {
    try {
      await this.#insist(() =>
        ask(
          EditDraftDocument,
          { requestId: request.requestId, draft: this.id, input: request.input, expectedVersion: request.version },
          this.#aborter.signal,
        ),
      );
      return undefined;
    } catch (fault) {
      if (fault instanceof Refused) return fault;
      if (this.#aborter.signal.aborted) return undefined;
      throw fault;
    }
  }

  /** Repeats a request until it is answered. */
  async #insist<T>(act: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await act();
      } catch (fault) {
        if (!(fault instanceof Unknown)) throw fault;
        this.status.value = 'unknown';
        await pauseOf(attempt);
      }
    }
  }
}

export const columnNames: readonly Column[] = columns.map((column) => column.name);
