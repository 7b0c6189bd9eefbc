import { signal } from '@preact/signals';
import { ViewerDocument, type ViewerQuery } from './generated';
import { ask } from './http';
import { enter, token } from './token';

export type Person = NonNullable<ViewerQuery['viewer']['person']>;

/** Who has signed in, or whose token it is; null where nobody signs in. */
export const person = signal<Person | null>(null);

/** Learns who it is. Whoever comes after another person finds a page that holds nothing of the first. */
export async function learnPerson(abort?: AbortSignal): Promise<void> {
  const now = (await ask(ViewerDocument, {}, abort)).viewer.person ?? null;
  if (person.value && now && person.value.id !== now.id) location.reload();
  person.value = now;
}

/** Whether the person is let in again meanwhile, in another tab: then the page goes on. */
export async function tryAgain(abort: AbortSignal): Promise<boolean> {
  try {
    await learnPerson(abort);
  } catch {
    return false;
  }
  enter();
  return true;
}

/** Ends the session here and wherever it is open, and goes where the provider's own ends. Throws when the server does not answer. */
export async function signOut(): Promise<void> {
  const response = await fetch('/sign-out', { method: 'POST' });
  if (!response.ok) throw new Error(response.statusText);
  const { next } = (await response.json()) as { next: string };
  location.assign(next);
}

/** Whether the person came by a session, which can be signed out of. */
export const hasSession = (): boolean => person.value !== null && token.value === null;
