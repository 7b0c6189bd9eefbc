import { cleanup } from '@testing-library/preact';
import { afterEach, beforeEach } from 'vitest';
import { sendings } from '../api/commands';

type Variables = Record<string, unknown>;

/**
 * For tests of forms: records what each sends, with pending answers. Queries with an immediate answer are answered automatically and not
 * recorded.
 */
export function sentInTests(atOnce: (query: string, variables: Variables) => unknown = () => undefined) {
  const sent: { variables: Variables; answer: (body: unknown) => void }[] = [];
  const before = globalThis.fetch;

  beforeEach(() => {
    sent.length = 0;
    sessionStorage.clear();
    localStorage.clear();
    dispatchEvent(new StorageEvent('storage'));
    sendings.value = new Map();
    globalThis.fetch = ((_: unknown, init: RequestInit) =>
      new Promise((resolve) => {
        const { query, variables } = JSON.parse(init.body as string) as { query: string; variables: Variables };
        const answer = (body: unknown) => resolve({ json: async () => body } as Response);
        const data = atOnce(query, variables);
        if (data === undefined) sent.push({ variables, answer });
        else answer({ data });
      })) as typeof fetch;
  });

  afterEach(() => {
    cleanup();
    globalThis.fetch = before;
  });

  return sent;
}
