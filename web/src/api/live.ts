import { signal } from '@preact/signals';
import { createClient } from 'graphql-ws';
import { type ApiErrorEntry, errorOf, isOfAll } from './errors';
import type { Question } from './question';
import { entries, token, tokenRefused } from './token';

/** The first pause before reconnecting, doubled each time up to the maximum. */
const pauseMsMin = 300;
const pauseMsMax = 8_000;

/** A connection silent for this long is pinged, and given up without an answer. */
const keepAliveMs = 10_000;

/** The server does not know the token: reconnecting with it would not help. */
const forbidden = 4403;

export type Connection = { state: 'connecting' } | { state: 'live' } | { state: 'cut'; since: Date };

export const connection = signal<Connection>({ state: 'connecting' });

/** Increases with each reconnection: earlier answers may have missed changes. */
export const reconnections = signal(0);

/** Ends a pause early. */
let hurry: (() => void) | null = null;

const client = createClient({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
  lazy: true,
  // The connection belongs to the page, whichever part watches at the moment.
  lazyCloseTimeout: 5_000,
  keepAlive: keepAliveMs,
  retryAttempts: Infinity,
  shouldRetry: (fault) => (fault as CloseEvent | undefined)?.code !== forbidden,
  retryWait: (attempts) => pause(Math.min(pauseMsMax, pauseMsMin * 2 ** attempts) * (0.5 + Math.random() / 2)),
  connectionParams: () => (token.value === null ? {} : { authorization: `Bearer ${token.value}` }),
  on: {
    connected: (_socket, _payload, wasRetry) => {
      const cameBack = wasRetry || connection.value.state === 'cut';
      connection.value = { state: 'live' };
      if (cameBack) reconnections.value++;
    },
    closed: (event) => {
      const { code } = event as CloseEvent;
      if (code === forbidden) tokenRefused(token.value);
      // 1000: nothing on the page watches any longer.
      if (code !== 1000 && connection.value.state !== 'cut') connection.value = { state: 'cut', since: new Date() };
    },
    ping: (received) => {
      if (!received) awaitPong();
    },
    pong: (received) => {
      if (received) clearTimeout(unanswered);
    },
  },
});

let unanswered: ReturnType<typeof setTimeout> | undefined;

function awaitPong(): void {
  clearTimeout(unanswered);
  unanswered = setTimeout(() => client.terminate(), keepAliveMs / 2);
}

/** Watches until the returned function is called; resumes by itself after an interruption. */
export function watch<T, V extends Record<string, unknown>>(
  document: Question<T, V>,
  variables: V,
  onData: (data: T) => void,
  onError: (error: Error) => void,
): () => void {
  let ended = false;
  let refused = false;
  let stop = () => {};
  const start = () => {
    stop = client.subscribe<T>(
      { query: document, variables },
      {
        next: (answer) => {
          const error = (answer.errors as ApiErrorEntry[] | undefined)?.find(isOfAll);
          if (error) onError(errorOf(error));
          else if (answer.data) onData(answer.data);
        },
        error: (fault) => {
          if (Array.isArray(fault)) onError(errorOf(fault[0] as never));
          else if ((fault as CloseEvent).code === forbidden) refused = true;
          else again();
        },
        // The server ends a watch that falls too far behind; a new one starts with the present state.
        complete: () => again(),
      },
    );
  };
  const again = () => {
    if (!ended)
      setTimeout(() => {
        if (!ended) {
          reconnections.value++;
          start();
        }
      }, pauseMsMin);
  };
  start();
  // After a refusal for a missing token or session, continues with the next one.
  const forget = entries.subscribe(() => {
    if (refused && !ended) start();
    refused = false;
  });
  return () => {
    ended = true;
    forget();
    stop();
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      hurry = null;
      resolve();
    }
    hurry = done;
  });
}

/** Connects at once instead of waiting: on request, and when the network is back. */
export function connectNow(): void {
  hurry?.();
}

addEventListener('online', connectNow);
// A new sign-in needs a new connection.
entries.subscribe(() => client.terminate());
