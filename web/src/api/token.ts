import { signal } from '@preact/signals';

const key = 'hierarchy.token';

/** Kept only for this tab, until it is closed. */
export const token = signal<string | null>(sessionStorage.getItem(key));

/** Increases with each new token or session: refused requests may be repeated. */
export const entries = signal(0);

/** 'needed' if the server asks for a token or a session, 'wrong' if it does not know the token sent. */
export const tokenState = signal<'fine' | 'needed' | 'wrong'>('fine');

/** The sign-in address; null until known, and if only tokens are used. */
export const signInAt = signal<string | null>(null);

/** Texts that a header can carry; all others are no tokens. */
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

/** Admitted again: the page continues. */
export function enter(): void {
  tokenState.value = 'fine';
  entries.value++;
}

/** The server refused the token, or requires one. An answer to an earlier request does not undo that a token was wrong. */
export function tokenRefused(sent: string | null): void {
  if (sent !== token.value) return;
  tokenState.value = sent === null && tokenState.value !== 'wrong' ? 'needed' : 'wrong';
}
