import { signal } from '@preact/signals';

const key = 'hierarchy.token';

/** Kept for this tab only: closing it forgets. */
export const token = signal<string | null>(sessionStorage.getItem(key));

/** 'needed' when the server asks for a token, 'wrong' when it does not know the one that was sent. */
export const tokenState = signal<'fine' | 'needed' | 'wrong'>('fine');

/** What a header can carry; no other text is anybody's token. */
const sendable = /^[\x21-\x7e]+$/;

export function useToken(value: string): void {
  if (!sendable.test(value)) {
    tokenState.value = 'wrong';
    return;
  }
  sessionStorage.setItem(key, value);
  token.value = value;
  tokenState.value = 'fine';
}

export function forgetToken(): void {
  sessionStorage.removeItem(key);
  token.value = null;
}

/** The server refused what was sent, or wants something to be sent. */
export function tokenRefused(sent: string | null): void {
  if (sent !== token.value) return;
  tokenState.value = sent === null ? 'needed' : 'wrong';
}
