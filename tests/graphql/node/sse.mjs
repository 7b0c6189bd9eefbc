// graphql-sse: its client in both modes, and raw requests that break each rule of the protocol.
import { createClient } from 'graphql-sse';
import { assert, check } from './checks.mjs';
import { url } from './host.mjs';

const address = url + '/graphql/stream';
const tokenHeader = 'x-graphql-event-stream-token';
const eventStream = 'text/event-stream';
const hello = '{ hello }';
const slow = 'subscription { count(to: 1000, delayMs: 50) }';

const withClient = async (singleConnection, use, at = address) => {
  const client = createClient({ url: at, singleConnection, retryAttempts: 0 });
  try {
    return await use(client);
  } finally {
    client.dispose();
  }
};

const collect = async (client, payload) => {
  const results = [];
  for await (const result of client.iterate(payload)) results.push(result);
  return results;
};

const request = (method, { query, headers = {}, body, at = address } = {}) => fetch(at + (query ? '?' + new URLSearchParams(query) : ''), {
  method,
  headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
});

const reserve = async () => {
  const response = await request('PUT');
  assert.equal(response.status, 201);
  return response.text();
};

/** Reads events one by one: {event, data}; comments are left out. */
async function* events(response) {
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n').filter((line) => line && !line.startsWith(':'));
      text = text.slice(end + 2);
      const fields = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
      if (lines.length > 0) yield { event: fields.event, data: fields.data === '' ? null : JSON.parse(fields.data) };
    }
  }
}

const clients = (mode, isSingle, at) => ({
  [`graphql-sse, ${mode}: a query gives one result`]: () => withClient(isSingle, async (client) => {
    assert.deepEqual(await collect(client, { query: hello }), [{ data: { hello: 'world' } }]);
  }, at),
  [`graphql-sse, ${mode}: a subscription gives each event and completes`]: () => withClient(isSingle, async (client) => {
    const results = await collect(client, { query: 'subscription C($to: Int!) { count(to: $to, delayMs: 1) }', variables: { to: 5 }, operationName: 'C' });
    assert.deepEqual(results.map((r) => r.data.count), [1, 2, 3, 4, 5]);
  }, at),
  [`graphql-sse, ${mode}: ten operations at once`]: () => withClient(isSingle, async (client) => {
    const all = await Promise.all(Array.from({ length: 10 }, (_, i) => collect(client, { query: `subscription { count(to: ${i + 1}, delayMs: 1) }` })));
    assert.deepEqual(all.map((results) => results.length), Array.from({ length: 10 }, (_, i) => i + 1));
  }, at),
  [`graphql-sse, ${mode}: leaving early lets the client go on`]: () => withClient(isSingle, async (client) => {
    for await (const result of client.iterate({ query: slow })) {
      assert.equal(result.data.count, 1);
      break;
    }
    assert.deepEqual(await collect(client, { query: hello }), [{ data: { hello: 'world' } }]);
  }, at),
});

const opened = async () => {
  const token = await reserve();
  const stream = await request('GET', { headers: { accept: eventStream, [tokenHeader]: token } });
  assert.equal(stream.status, 200);
  return { token, stream, reading: events(stream) };
};

const start = (token, id, query = hello) => request('POST', { headers: { [tokenHeader]: token }, body: { query, extensions: { operationId: id } } });

await check({
  ...clients('distinct', false),
  ...clients('distinct at /graphql', false, url + '/graphql'),
  ...clients('single', true),

  'distinct: POST streams next and complete': async () => {
    const response = await request('POST', { headers: { accept: eventStream }, body: { query: 'subscription { count(to: 2) }' } });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type'), /^text\/event-stream; charset=utf-8$/);
    const all = [];
    for await (const event of events(response)) all.push(event);
    assert.deepEqual(all, [{ event: 'next', data: { data: { count: 1 } } }, { event: 'next', data: { data: { count: 2 } } }, { event: 'complete', data: null }]);
  },
  'distinct: complete has a data line': async () => {
    const response = await request('POST', { headers: { accept: eventStream }, body: { query: hello } });
    assert.match(await response.text(), /event: complete\ndata:\s*\n/);
  },
  'distinct: GET streams too': async () => {
    const response = await request('GET', { headers: { accept: eventStream }, query: { query: 'subscription C($n: Int!) { count(to: $n) }', variables: '{"n":1}', operationName: 'C' } });
    assert.equal(response.status, 200);
    assert.match(await response.text(), /event: next\ndata: \{"data":\{"count":1\}\}\n\nevent: complete/);
  },
  'distinct: a refused document is an event': async () => {
    const response = await request('POST', { headers: { accept: eventStream }, body: { query: '{ nope }' } });
    assert.equal(response.status, 200);
    assert.match(await response.text(), /event: next\ndata: \{"errors":\[.*\n\nevent: complete/);
  },
  'distinct: 400 without a query': async () => assert.equal((await request('POST', { headers: { accept: eventStream }, body: {} })).status, 400),
  'distinct: 400 for a body that is no JSON': async () => assert.equal((await request('POST', { headers: { accept: eventStream }, body: '{' })).status, 400),
  'distinct: 400 for variables that are no object': async () =>
    assert.equal((await request('POST', { headers: { accept: eventStream }, body: { query: hello, variables: 'x' } })).status, 400),
  'distinct: 415 for another media type': async () =>
    assert.equal((await request('POST', { headers: { accept: eventStream, 'content-type': 'text/plain' }, body: '{}' })).status, 415),

  'single: PUT answers 201 with the token as text': async () => {
    const response = await request('PUT');
    assert.equal(response.status, 201);
    assert.match(response.headers.get('content-type'), /^text\/plain/);
    assert.ok((await response.text()).length >= 16);
  },
  'single: tokens differ': async () => assert.notEqual(await reserve(), await reserve()),
  'single: results come on the stream with their ids': async () => {
    const { token, reading, stream } = await opened();
    assert.match(stream.headers.get('content-type'), /^text\/event-stream/);
    assert.equal((await start(token, 'one')).status, 202);
    assert.deepEqual((await reading.next()).value, { event: 'next', data: { id: 'one', payload: { data: { hello: 'world' } } } });
    assert.deepEqual((await reading.next()).value, { event: 'complete', data: { id: 'one' } });
    await reading.return();
  },
  'single: the token may stand in the address': async () => {
    const token = await reserve();
    const stream = await request('GET', { headers: { accept: eventStream }, query: { token } });
    assert.equal(stream.status, 200);
    assert.equal((await request('POST', { query: { token }, body: { query: hello, extensions: { operationId: 'q' } } })).status, 202);
    const reading = events(stream);
    assert.equal((await reading.next()).value.data.id, 'q');
    await reading.return();
  },
  'single: 404 for an unknown token': async () => {
    for (const method of ['POST', 'DELETE']) {
      const response = await request(method, { headers: { [tokenHeader]: 'nope' }, query: { operationId: 'x' }, body: method === 'POST' ? { query: hello, extensions: { operationId: 'x' } } : undefined });
      assert.equal(response.status, 404);
    }
  },
  'single: 404 without a token': async () => assert.equal((await request('POST', { body: { query: hello, extensions: { operationId: 'x' } } })).status, 404),
  'single: 409 for a stream that is open already': async () => {
    const { token, reading } = await opened();
    assert.equal((await request('GET', { headers: { accept: eventStream, [tokenHeader]: token } })).status, 409);
    await reading.return();
  },
  'single: 400 without an operation id': async () => {
    const { token, reading } = await opened();
    assert.equal((await request('POST', { headers: { [tokenHeader]: token }, body: { query: hello } })).status, 400);
    await reading.return();
  },
  'single: 409 for an operation id in use': async () => {
    const { token, reading } = await opened();
    assert.equal((await start(token, 'x', slow)).status, 202);
    assert.equal((await start(token, 'x')).status, 409);
    await reading.return();
  },
  'single: DELETE ends an operation and frees its id': async () => {
    const { token, reading } = await opened();
    assert.equal((await start(token, 'x', slow)).status, 202);
    assert.equal((await reading.next()).value.data.id, 'x');
    assert.equal((await request('DELETE', { headers: { [tokenHeader]: token }, query: { operationId: 'x' } })).status, 200);
    assert.equal((await start(token, 'x')).status, 202);
    for (;;) {
      const { value } = await reading.next();
      if (value.data.payload?.data.hello === 'world') break;
    }
    await reading.return();
  },
  'single: 400 for DELETE without an operation id': async () => {
    const { token, reading } = await opened();
    assert.equal((await request('DELETE', { headers: { [tokenHeader]: token } })).status, 400);
    await reading.return();
  },
  'single: 400 for a document that cannot be parsed': async () => {
    const { token, reading } = await opened();
    const response = await start(token, 'x', '{');
    assert.equal(response.status, 400);
    assert.match((await response.json()).errors[0].message, /^Syntax Error/);
    await reading.return();
  },
  'single: leaving ends the stream, and its token': async () => {
    const { token, reading } = await opened();
    assert.equal((await start(token, 'x', slow)).status, 202);
    await reading.next();
    await reading.return();
    for (let i = 0; ; i++) {
      if ((await start(token, 'y')).status === 404) break;
      assert.ok(i < 50, 'the token still works');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  },
  'single: 405 for another method': async () => assert.equal((await request('PATCH', { body: {} })).status, 405),
});
