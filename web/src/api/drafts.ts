import { signal } from '@preact/signals';
import { person } from './session';

/** Input that was typed and not sent yet. */
export interface Draft {
  /** Only touched fields: the others keep showing the server's values. */
  texts: Readonly<Record<string, string>>;
  /** The version shown at the first keystroke. */
  version?: number;
  /** Time of the last change, in ms. */
  at: number;
}

type Book = Readonly<Record<string, Draft>>;

const storageKey = 'hierarchy.drafts';

/** Maximum number of drafts; beyond it the oldest are dropped. */
export const draftsMax = 500;

/** Drafts untouched for this long are dropped. */
const keptMs = 60 * 86_400_000;

/**
 * Survives a reload, a closed window and a new sign-in. Each draft belongs to its author: another user of the same browser does not see it.
 */
const book = signal<Book>(read());

function read(): Book {
  let all: Book;
  try {
    all = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Book;
  } catch {
    all = {};
  }
  const from = Date.now() - keptMs;
  return Object.fromEntries(Object.entries(all).filter(([, draft]) => draft.at >= from));
}

/** The full name of a draft of the present user; it never changes. */
export const owned = (key: string): string => `${person.value?.id ?? ''}|${key}`;

/** The present draft. A component that calls this while painting is repainted when it changes. */
export const draftOf = (key: string): Draft | undefined => book.value[owned(key)];

/** Stores the text of one field; the version counts only at the first keystroke. */
export function write(key: string, name: string, text: string, version?: number): void {
  const before = book.value[owned(key)];
  put(key, { texts: { ...before?.texts, [name]: text }, version: before?.version ?? version, at: Date.now() });
}

/** Bases the draft on another version that the person has seen. */
export function standOn(key: string, version: number | undefined): void {
  const before = book.value[owned(key)];
  if (before) put(key, { ...before, version });
}

export const drop = (key: string): void => settle(owned(key), true);

/** Records the outcome of sending: done, or refused because of another change; the next send is based on the present version. */
export function settle(name: string, isDone: boolean): void {
  const next = { ...book.value };
  if (!next[name]) return;
  if (isDone) delete next[name];
  else next[name] = { ...next[name], version: undefined };
  store(next);
}

function put(key: string, draft: Draft): void {
  const next: Record<string, Draft> = { ...book.value, [owned(key)]: draft };
  const names = Object.keys(next);
  if (names.length > draftsMax) {
    const oldest = names.sort((a, b) => next[a]!.at - next[b]!.at).slice(0, names.length - draftsMax);
    for (const name of oldest) delete next[name];
  }
  store(next);
}

function store(next: Book): void {
  book.value = next;
  try {
    localStorage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // Without storage the draft lasts until the page is closed.
  }
}

// Input in another window of the same browser is also known here.
addEventListener('storage', (event) => {
  if (event.key === storageKey || event.key === null) book.value = read();
});
