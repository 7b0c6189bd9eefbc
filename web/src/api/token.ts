import { signal } from '@preact/signals';

const key = 'hierarchy.token';

/** Kept for this tab only: closing it forgets. */
export const token = signal<string | null>(sessionStorage.getItem(key));

/** Rises each time that somebody is let in anew, by another token or another session: what was refused may be asked again. */
export const entries = signal(0);

/** 'needed' when the server asks for a token or a session, 'wrong' when it does not know the token that was sent. */
export const tokenState = signal<'fine' | 'needed' | 'wrong'>('fine');

/** Where people sign in; null until the server has said so, and where they bring tokens alone. */
export const signInAt = signal<string | null>(null);

/** What a header can carry; no other text is anybody's token. */
const sendable = /^[\x21-\x7e]+$/;

export function useToken(value: string): void {
  if (!sendable.test(value)) {
    tokenState.value = 'wrong';
    return;
  }
  sessionStorage.setItem(key, value);
  token.value = value;
  enter();
}

export function forgetToken(): void {
  sessionStorage.removeItem(key);
  token.value = null;
  entries.value++;
}

/** Somebody is let in again: the page goes on. */
export function enter(): void {
  tokenState.value = 'fine';
  entries.value++;
}

/** The server refused what was sent, or wants something to be sent. An answer to what was asked before does not take back that a token was
 * wrong. */
export function tokenRefused(sent: string | null): void {
  if (sent !== token.value) return;
  tokenState.value = sent === null && tokenState.value !== 'wrong' ? 'needed' : 'wrong';
}
