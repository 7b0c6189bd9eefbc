// Apollo Client: a query and a mutation by its HttpLink, a subscription by its GraphQLWsLink; its cache normalises what comes.
//   node apollo.mjs ADDRESS
import assert from 'node:assert/strict';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { address, checkRegistered, checkTotal, checkWatched, firstOf, known, REGISTER, socketAddress, TOTAL, unitOf, WATCH } from './common.mjs';

const socket = createClient({ url: socketAddress, webSocketImpl: WebSocket });
const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION, new GraphQLWsLink(socket), new HttpLink({ uri: address })),
});

const total = checkTotal((await client.query({ query: gql(TOTAL), variables: known })).data);
checkRegistered((await client.mutate({ mutation: gql(REGISTER), variables: unitOf('apollo') })).data, 'apollo');
const watched = await firstOf((next, fail) => {
  const watch = client.subscribe({ query: gql(WATCH), variables: { unit: 'client-apollo' } }).subscribe({ next, error: fail });
  return () => watch.unsubscribe();
});
assert.equal(watched.error, undefined);
checkWatched(watched.data, 'apollo');
// What the mutation and the subscription told of the same unit has become one entry.
const kept = client.cache.extract()['Unit:client-apollo'];
assert.equal(kept.name, 'Xã của apollo');
assert.equal(kept.progress.units, 0);
await socket.dispose();
console.log(`Apollo Client: a query counts ${total} obligations, a mutation registers a unit, a subscription watches it`);
