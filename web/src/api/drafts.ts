import { signal } from '@preact/signals';
import { person } from './session';

/** What somebody has typed and not sent yet. */
export interface Draft {
  /** Only what was touched: the rest goes on showing what the server tells. */
  texts: Readonly<Record<string, string>>;
  /** The version that the person saw at the first keystroke. */
  version?: number;
  /** When it was written last, in ms. */
  at: number;
}

type Book = Readonly<Record<string, Draft>>;

const storageKey = 'hierarchy.drafts';

/** The oldest go when there are more. */
export const draftsMax = 500;

/** What nobody has touched for so long is not meant any more. */
const keptMs = 60 * 86_400_000;

/**
 * Kept where a reload, a closed window and a new sign-in leave it. Each belongs to who typed it: whoever uses the same browser after
 * another person finds nothing of that one's.
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

/** The name of a draft of whoever is at work now: the same for ever. */
export const owned = (key: string): string => `${person.value?.id ?? ''}|${key}`;

/** A draft as it stands. Whoever calls it while painting is painted anew when it changes. */
export const draftOf = (key: string): Draft | undefined => book.value[owned(key)];

/** Keeps what was typed into one field; the version counts at the first keystroke alone. */
export function write(key: string, name: string, text: string, version?: number): void {
  const before = book.value[owned(key)];
  put(key, { texts: { ...before?.texts, [name]: text }, version: before?.version ?? version, at: Date.now() });
}

/** Another version has been seen: the draft stands on that one from now on. */
export function standOn(key: string, version: number | undefined): void {
  const before = book.value[owned(key)];
  if (before) put(key, { ...before, version });
}

export const drop = (key: string): void => settle(owned(key), true);

/** What has become of what was sent: done, or refused because something else had changed. Then the next send rests on what is there. */
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
    // A browser that keeps nothing still has it until the page is closed.
  }
}

// What is typed in another window of the same browser is known here, too.
addEventListener('storage', (event) => {
  if (event.key === storageKey || event.key === null) book.value = read();
});
