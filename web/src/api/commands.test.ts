import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RowFragment } from './generated';
import { keyOf, perform, resume, sendings, sendNow } from './commands';
import { shown } from './changes';

/** A server on a connection that can be cut: what arrives, and what it answers. */
const wire = {
  requests: [] as { requestId: string; percent: number }[],
  answer: (() => Promise.reject(new Error('no answer'))) as () => Promise<unknown>,
};
const before = globalThis.fetch;

beforeEach(() => {
  sessionStorage.clear();
  sendings.value = new Map();
  wire.requests = [];
  globalThis.fetch = (async (_: unknown, init: RequestInit) => {
    wire.requests.push(JSON.parse(init.body as string).variables);
    return { json: wire.answer };
  }) as unknown as typeof fetch;
});

afterEach(() => {
  globalThis.fetch = before;
});

const row = { id: 'u~hoped', percent: 0, status: 'NOT_STARTED', version: 1 } as RowFragment;
const done =
  (percent: number, version = 2) =>
  async () => ({ data: { reportProgress: { ...row, id: 'u~other', percent, version, status: 'IN_PROGRESS' } } });
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((next) => setTimeout(next, 5));
};

describe('a command', () => {
  it('clicked twice is sent once', async () => {
    wire.answer = done(40);
    const [first, second] = await Promise.all([perform('report', 'u~a', { percent: 40 }), perform('report', 'u~a', { percent: 40 })]);
    expect(wire.requests).toHaveLength(1);
    expect(first.is).toBe('done');
    // The second click may come after the answer.
    await perform('report', 'u~a', { percent: 40 });
    expect(wire.requests).toHaveLength(1);
    expect(second.is).toBe('sending');
  });

  it('without an answer is repeated with the same id until there is one', async () => {
    wire.answer = () => Promise.reject(new Error('cut'));
    const ended = perform('report', 'u~b', { percent: 50 });
    await until(() => sendings.value.get(keyOf('report', 'u~b'))?.is === 'unknown');
    wire.answer = async () => ({ errors: [{ message: 'busy', extensions: { code: 'UNAVAILABLE' } }] });
    sendNow();
    await until(() => wire.requests.length === 2);
    wire.answer = done(50);
    await until(() => sendings.value.get(keyOf('report', 'u~b'))?.is === 'unknown');
    sendNow();
    expect((await ended).is).toBe('done');
    expect(new Set(wire.requests.map((request) => request.requestId)).size).toBe(1);
    expect(sessionStorage.getItem('hierarchy.commands')).toBeNull();
  });

  it('that was refused is over, with the words and the place', async () => {
    wire.answer = async () => ({
      errors: [{ message: 'percent must lie in 0..100.', extensions: { code: 'INVALID', input: ['percent'] } }],
    });
    const ended = await perform('report', 'u~c', { percent: 500 });
    expect(ended).toMatchObject({ is: 'refused', error: { code: 'INVALID', input: ['percent'], message: 'percent must lie in 0..100.' } });
    wire.answer = done(5);
    await perform('report', 'u~c', { percent: 5 });
    expect(new Set(wire.requests.map((request) => request.requestId)).size).toBe(2);
  });

  it('shows what it hopes for, marked, until there is an answer', async () => {
    let release = () => {};
    wire.answer = () =>
      new Promise((resolve) => {
        release = () => resolve({ errors: [{ message: 'no', extensions: { code: 'CONFLICT' } }] });
      });
    const ended = perform('report', 'u~hoped', { percent: 70 }, { hoped: { percent: 70 } });
    expect(shown(row)).toMatchObject({ percent: 70, expected: true });
    await until(() => wire.requests.length === 1);
    release();
    await ended;
    expect(shown(row)).toMatchObject({ percent: 0, expected: false });
  });

  it('that had no answer when the page was left goes on with its id', async () => {
    sessionStorage.setItem(
      'hierarchy.commands',
      JSON.stringify([{ action: 'report', obligation: 'u~d', requestId: 'kept', input: { percent: 9 } }]),
    );
    wire.answer = done(9);
    resume();
    await until(() => sendings.value.get(keyOf('report', 'u~d'))?.is === 'done');
    expect(wire.requests.map((request) => request.requestId)).toEqual(['kept']);
  });
});
