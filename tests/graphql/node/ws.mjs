// graphql-transport-ws: the client of graphql-ws, and raw sockets that break each rule of the protocol.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { assert, check } from './checks.mjs';
import { url } from './host.mjs';

const address = url.replace('http', 'ws') + '/graphql';
const initWaitMs = Number(process.env.INIT_WAIT_MS ?? 3000);
const subprotocol = 'graphql-transport-ws';

const withClient = async (use, options = {}) => {
  const client = createClient({ url: address, webSocketImpl: WebSocket, retryAttempts: 0, ...options });
  try {
    return await use(client);
  } finally {
    await client.dispose();
  }
};

const collect = async (client, payload) => {
  const results = [];
  for await (const result of client.iterate(payload)) results.push(result);
  return results;
};

/** A socket whose messages, and in the end its close code, can be awaited one by one. */
class Raw {
  constructor(protocols = subprotocol) {
    this.received = [];
    this.waiting = [];
    this.socket = new WebSocket(address, protocols);
    this.socket.on('message', (data) => this.push(JSON.parse(String(data))));
    this.socket.on('close', (code, reason) => this.push({ closed: code, reason: String(reason) }));
    this.socket.on('error', (error) => this.push({ error: error.message }));
  }

  push(message) {
    const waiting = this.waiting.shift();
    if (waiting) waiting(message);
    else this.received.push(message);
  }

  next() {
    return this.received.length > 0 ? Promise.resolve(this.received.shift()) : new Promise((resolve) => this.waiting.push(resolve));
  }

  async closed() {
    for (;;) {
      const message = await this.next();
      if (message.closed) return message.closed;
    }
  }

  async open() {
    await new Promise((resolve) => this.socket.once('open', resolve));
    return this;
  }

  async acknowledged() {
    await this.open();
    this.send({ type: 'connection_init' });
    assert.deepEqual(await this.next(), { type: 'connection_ack' });
    return this;
  }

  send(message) {
    this.socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
    return this;
  }

  subscribe(id, query, rest = {}) {
    return this.send({ id, type: 'subscribe', payload: { query, ...rest } });
  }
}

const hello = '{ hello }';
const slow = 'subscription { count(to: 1000, delayMs: 50) }';

const closesWith = (code, ...messages) => async () => {
  const raw = await new Raw().open();
  for (const message of messages) raw.send(message);
  assert.equal(await raw.closed(), code);
};
const init = { type: 'connection_init' };
const subscribe = (payload, id = '1') => ({ id, type: 'subscribe', payload });

await check({
  'graphql-ws: a query gives one result': () => withClient(async (client) => {
    assert.deepEqual(await collect(client, { query: hello }), [{ data: { hello: 'world' } }]);
  }),
  'graphql-ws: a subscription gives each event and completes': () => withClient(async (client) => {
    const results = await collect(client, { query: 'subscription Count($to: Int!) { count(to: $to, delayMs: 1) }', variables: { to: 5 }, operationName: 'Count' });
    assert.deepEqual(results.map((r) => r.data.count), [1, 2, 3, 4, 5]);
  }),
  'graphql-ws: twenty subscriptions share a socket': () => withClient(async (client) => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => collect(client, { query: `subscription { count(to: ${i + 1}, delayMs: 1) }` })));
    assert.deepEqual(all.map((results) => results.length), Array.from({ length: 20 }, (_, i) => i + 1));
  }),
  'graphql-ws: leaving early lets the client go on': () => withClient(async (client) => {
    for await (const result of client.iterate({ query: slow })) {
      assert.equal(result.data.count, 1);
      break;
    }
    assert.deepEqual(await collect(client, { query: hello }), [{ data: { hello: 'world' } }]);
  }, { lazy: false }),
  'graphql-ws: a refused document is an error, and the socket stays': () => withClient(async (client) => {
    await assert.rejects(collect(client, { query: '{ nope }' }), (errors) => errors[0].message.startsWith("Cannot query field 'nope'"));
    await assert.rejects(collect(client, { query: '{ hello' }), (errors) => errors[0].message.startsWith('Syntax Error'));
    await assert.rejects(collect(client, { query: 'subscription($n: Int!) { count(to: $n) }' }), (errors) => errors[0].message.includes('$n'));
    assert.deepEqual(await collect(client, { query: hello }), [{ data: { hello: 'world' } }]);
  }, { lazy: false }),
  'graphql-ws: pings keep the connection': () => withClient(async (client) => {
    let pongs = 0;
    client.on('pong', () => pongs++);
    await collect(client, { query: 'subscription { count(to: 6, delayMs: 30) }' });
    assert.ok(pongs >= 2, `${pongs} pongs`);
  }, { keepAlive: 30 }),
  'graphql-ws: a connection payload is accepted': () => withClient(async (client) => {
    assert.equal((await collect(client, { query: hello })).length, 1);
  }, { connectionParams: { token: 'x' } }),

  'the subprotocol is echoed': async () => {
    const raw = await new Raw([subprotocol, 'other']).open();
    assert.equal(raw.socket.protocol, subprotocol);
  },
  '4406 without a subprotocol': async () => assert.equal(await new Raw([]).closed(), 4406),
  '4406 with the subprotocol of old': async () => {
    // The client ends it itself where the server chooses none of what it offered.
    const raw = new Raw('graphql-ws');
    const message = await raw.next();
    assert.ok(message.closed === 4406 || message.error?.includes('subprotocol'), JSON.stringify(message));
  },
  '4408 without an init in time': async () => {
    const began = Date.now();
    const raw = await new Raw().open();
    assert.equal(await raw.closed(), 4408);
    assert.ok(Date.now() - began >= initWaitMs * 0.9);
  },
  '4408 although pings come': async () => {
    const raw = await new Raw().open();
    raw.send({ type: 'ping' });
    assert.deepEqual(await raw.next(), { type: 'pong' });
    assert.equal(await raw.closed(), 4408);
  },
  '4401 for an operation before the init': closesWith(4401, subscribe({ query: hello })),
  '4429 for a second init': closesWith(4429, init, init),
  '4409 for an id in use': closesWith(4409, init, subscribe({ query: slow }), subscribe({ query: hello })),
  'an id may be used again after its end': async () => {
    const raw = await new Raw().acknowledged();
    for (let i = 0; i < 3; i++) {
      raw.subscribe('same', hello);
      assert.deepEqual(await raw.next(), { id: 'same', type: 'next', payload: { data: { hello: 'world' } } });
      assert.deepEqual(await raw.next(), { id: 'same', type: 'complete' });
    }
  },
  'an id may be used again after complete': async () => {
    const raw = await new Raw().acknowledged();
    raw.subscribe('x', slow);
    assert.equal((await raw.next()).type, 'next');
    raw.send({ id: 'x', type: 'complete' }).subscribe('x', hello);
    for (;;) {
      const message = await raw.next();
      assert.ok(!message.closed, `closed with ${message.closed}`);
      if (message.payload?.data?.hello === 'world') break;
    }
  },
  'an id may be used again after an error': async () => {
    const raw = await new Raw().acknowledged();
    raw.subscribe('x', '{ nope }');
    const refused = await raw.next();
    assert.equal(refused.type, 'error');
    assert.ok(Array.isArray(refused.payload) && refused.payload[0].locations);
    raw.subscribe('x', hello);
    assert.equal((await raw.next()).type, 'next');
  },
  'complete of an unknown id is ignored': async () => {
    const raw = await new Raw().acknowledged();
    raw.send({ id: 'nobody', type: 'complete' }).subscribe('1', hello);
    assert.equal((await raw.next()).type, 'next');
  },
  'nothing comes after complete': async () => {
    const raw = await new Raw().acknowledged();
    raw.subscribe('s', 'subscription { count(to: 1000, delayMs: 5) }');
    assert.equal((await raw.next()).type, 'next');
    raw.send({ id: 's', type: 'complete' }).send({ type: 'ping' });
    // What was on its way may still come before the pong.
    while ((await raw.next()).type !== 'pong');
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(raw.received, []);
  },
  'a ping before the init is answered, with its payload': async () => {
    const raw = await new Raw().open();
    raw.send({ type: 'ping', payload: { at: 1 } });
    assert.deepEqual(await raw.next(), { type: 'pong', payload: { at: 1 } });
  },
  'an unasked pong is ignored': async () => {
    const raw = await new Raw().acknowledged();
    raw.send({ type: 'pong' }).send({ type: 'pong', payload: {} }).subscribe('1', hello);
    assert.equal((await raw.next()).type, 'next');
  },
  'unknown parameters and nulls are accepted': async () => {
    const raw = await new Raw().acknowledged();
    raw.subscribe('1', hello, { variables: null, operationName: null, extensions: null, more: 1 });
    assert.equal((await raw.next()).type, 'next');
  },
  '4400 for text that is no JSON': closesWith(4400, 'nonsense'),
  '4400 for JSON that is no object': closesWith(4400, '[1]'),
  '4400 for a string': closesWith(4400, '"connection_init"'),
  '4400 without a type': closesWith(4400, {}),
  '4400 for a type that is no string': closesWith(4400, { type: 1 }),
  '4400 for an unknown type': closesWith(4400, { type: 'start' }),
  '4400 for a message that only servers send': closesWith(4400, init, { id: '1', type: 'next', payload: {} }),
  '4400 for an acknowledgement by the client': closesWith(4400, { type: 'connection_ack' }),
  '4400 for an init payload that is no object': closesWith(4400, { type: 'connection_init', payload: 'x' }),
  '4400 for a ping payload that is no object': closesWith(4400, { type: 'ping', payload: 1 }),
  '4400 without an id': closesWith(4400, init, { type: 'subscribe', payload: { query: hello } }),
  '4400 for an empty id': closesWith(4400, init, subscribe({ query: hello }, '')),
  '4400 for an id that is no string': closesWith(4400, init, subscribe({ query: hello }, 1)),
  '4400 without a payload': closesWith(4400, init, { id: '1', type: 'subscribe' }),
  '4400 without a query': closesWith(4400, init, subscribe({})),
  '4400 for a query that is no string': closesWith(4400, init, subscribe({ query: { a: 1 } })),
  '4400 for variables that are no object': closesWith(4400, init, subscribe({ query: hello, variables: 'x' })),
  '4400 for an operation name that is no string': closesWith(4400, init, subscribe({ query: hello, operationName: 5 })),
  '4400 for extensions that are no object': closesWith(4400, init, subscribe({ query: hello, extensions: 'x' })),
  '4400 for a complete without id': closesWith(4400, init, { type: 'complete' }),
  '4400 for half a surrogate pair': closesWith(4400, init, '{"id":"1","type":"subscribe","payload":{"query":"{ hello # \\ud800 }"}}'),
  '4400 for half a surrogate pair in the id': closesWith(4400, init, '{"id":"\\udc00","type":"subscribe","payload":{"query":"{ hello }"}}'),
  'a whole surrogate pair is text': async () => {
    const raw = await new Raw().acknowledged();
    raw.send('{"id":"\\ud83d\\ude00","type":"subscribe","payload":{"query":"{ hello }"}}');
    assert.equal((await raw.next()).id, '\u{1F600}');
  },
  '4400 for a binary message': async () => {
    const raw = await new Raw().open();
    raw.socket.send(Buffer.from([0xff, 0x00]), { binary: true });
    assert.equal(await raw.closed(), 4400);
  },
  '1009 for a message that is too long': async () => {
    const raw = await new Raw().acknowledged();
    raw.subscribe('1', hello + ' '.repeat(4 * 1024 * 1024));
    assert.equal(await raw.closed(), 1009);
  },
  'a close by the client is answered': async () => {
    const raw = await new Raw().acknowledged();
    raw.subscribe('1', slow);
    await raw.next();
    raw.socket.close(1000);
    assert.equal(await raw.closed(), 1000);
  },
  'a socket that breaks off does not disturb others': async () => {
    const one = await new Raw().acknowledged();
    one.subscribe('1', slow);
    await one.next();
    one.socket.terminate();
    const other = await new Raw().acknowledged();
    other.subscribe('1', hello);
    assert.equal((await other.next()).type, 'next');
  },
});
