import { signal } from '@preact/signals';
import { createClient } from 'graphql-ws';
import { type ApiErrorEntry, errorOf, isOfAll } from './errors';
import type { Question } from './question';
import { entries, token, tokenRefused } from './token';

/** The first pause before connecting again, doubled each time up to the longest. */
const pauseMsMin = 300;
const pauseMsMax = 8_000;

/** A connection that stays silent for so long is asked for a sign of life, and given up without one. */
const keepAliveMs = 10_000;

/** The server does not know the token: connecting again with it would not help. */
const forbidden = 4403;

export type Connection = { state: 'connecting' } | { state: 'live' } | { state: 'cut'; since: Date };

export const connection = signal<Connection>({ state: 'connecting' });

/** Rises each time that the connection came back: what was asked before may have missed something. */
export const reconnections = signal(0);

/** Ends a pause early. */
let hurry: (() => void) | null = null;

const client = createClient({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
  lazy: true,
  // The connection is for the page, whichever of its parts watches at the moment.
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
      // 1000: nothing on the page watches any more.
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

/** Watches until the returned function is called; after a cut it goes on by itself. */
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
        // The server ends a watch that falls too far behind; a new one begins with the present state.
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
  // Whoever was refused for want of a token or a session goes on with the next one.
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

/** Connects at once instead of waiting: for a person who asks, and when the network came back. */
export function connectNow(): void {
  hurry?.();
}

addEventListener('online', connectNow);
// Whoever is let in anew has to be told to the server: the connection is made anew.
entries.subscribe(() => client.terminate());
