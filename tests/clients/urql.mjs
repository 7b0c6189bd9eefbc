// The client of urql: a query and a mutation by its fetchExchange, a subscription by its subscriptionExchange over graphql-ws.
//   node urql.mjs ADDRESS
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { address, checkRegistered, checkTotal, checkWatched, firstOf, known, REGISTER, socketAddress, TOTAL, unitOf, WATCH } from './common.mjs';

const socket = createClient({ url: socketAddress, webSocketImpl: WebSocket });
const client = new Client({
  url: address,
  // Its own choice for queries is GET where they are short; both are served.
  preferGetMethod: 'within-url-limit',
  exchanges: [fetchExchange, subscriptionExchange({
    forwardSubscription: ({ query, variables }) => ({
      subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query: query ?? '', variables }, sink) }),
    }),
  })],
});
const told = ({ data, error }) => {
  if (error) throw error;
  return data;
};

const total = checkTotal(told(await client.query(TOTAL, known).toPromise()));
checkRegistered(told(await client.mutation(REGISTER, unitOf('urql')).toPromise()), 'urql');
checkWatched(told(await firstOf((next) => client.subscription(WATCH, { unit: 'client-urql' }).subscribe(next).unsubscribe)), 'urql');
await socket.dispose();
console.log(`urql: a query counts ${total} obligations, a mutation registers a unit, a subscription watches it`);
