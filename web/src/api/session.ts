import { signal } from '@preact/signals';
import { ViewerDocument, type ViewerQuery } from './generated';
import { ask } from './http';
import { enter, token } from './token';

export type Person = NonNullable<ViewerQuery['viewer']['person']>;

/** The person who has signed in or owns the token; null without sign-in. */
export const person = signal<Person | null>(null);

/** Reads who has signed in. For another person than before, the page is cleared. */
export async function learnPerson(abort?: AbortSignal): Promise<void> {
  const now = (await ask(ViewerDocument, {}, abort)).viewer.person ?? null;
  if (person.value && now && person.value.id !== now.id) location.reload();
  person.value = now;
}

/** Whether the person has signed in again in another tab; then the page continues. */
export async function tryAgain(abort: AbortSignal): Promise<boolean> {
  try {
    await learnPerson(abort);
  } catch {
    return false;
  }
  enter();
  return true;
}

/** Ends the session everywhere, and navigates to the provider's sign-out. Throws if the server does not answer. */
export async function signOut(): Promise<void> {
  const response = await fetch('/sign-out', { method: 'POST' });
  if (!response.ok) throw new Error(response.statusText);
  const { next } = (await response.json()) as { next: string };
  location.assign(next);
}

/** Whether the person has a session, which can be signed out. */
export const hasSession = (): boolean => person.value !== null && token.value === null;
