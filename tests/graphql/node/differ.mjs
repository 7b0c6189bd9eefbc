// Differential testing: the host and graphql-js get the same generated documents and must say the same of each.
// Arguments: number of documents, seed, and optionally the name of one schema. Exits with 1 and the smallest failing documents when they differ.
import { adoptDescriptions, buildSchema, checkCase, checkSchema, introspectionQuery } from './reference.mjs';
import { compareCase, compareSchema } from './compare.mjs';
import { DocumentGenerator } from './generate.mjs';
import { ask } from './host.mjs';
import { mutateText, mutateTree, relayout } from './mutate.mjs';
import { Random } from './random.mjs';
import { schemas } from './schemas.mjs';
import { shrink } from './shrink.mjs';

const [count = 3000, seed = 1] = process.argv.slice(2, 4).map(Number);
const only = process.argv[4];
const batchSize = 100;
const failuresShown = 12;

const failures = new Map();
const counts = { documents: 0, executed: 0, withData: 0, withErrors: 0, invalid: 0, unparsable: 0, schemas: 0 };

function makeCase(generator, random) {
  const made = generator.make();
  const kind = random.next();
  const query = kind < 0.5 ? made.query : kind < 0.82 ? mutateTree(random, made.query) : made.query;
  const laidOut = random.chance(0.5) || kind >= 0.82 ? relayout(random, query) : query;
  const execution = { hash: random.chance(0.85), mixed: random.chance(0.5), echo: random.chance(0.3), seed: 1 + random.below(1000) };
  return { ...made, query: kind < 0.82 ? laidOut : mutateText(random, laidOut), ...execution };
}

function tally(expected) {
  counts.documents++;
  if (expected.syntax) counts.unparsable++;
  else if (expected.errors.length > 0) counts.invalid++;
  else {
    counts.executed++;
    if (expected.result.data) counts.withData++;
    if (expected.result.errors) counts.withErrors++;
  }
}

async function checkOne(schema, sdl, request) {
  const [actual] = await ask('/check', { schema: sdl, cases: [request] });
  return compareCase(checkCase(schema, request), actual);
}

async function report(name, sdl, schema, request, found) {
  const key = found.what + found.expected.replace(/[^A-Za-z]+/g, '').slice(0, 40) + found.actual.replace(/[^A-Za-z]+/g, '').slice(0, 40);
  if (failures.has(key)) {
    failures.get(key).times++;
    return;
  }
  failures.set(key, { times: 1 });
  if (failures.size > failuresShown) return;
  const query = await shrink(request.query, async (smaller) => (await checkOne(schema, sdl, { ...request, query: smaller }))?.what === found.what);
  const least = { ...request, query };
  const last = (await checkOne(schema, sdl, least)) ?? found;
  failures.set(key, { times: 1, name, ...least, ...last });
}

async function compareDocuments(name, sdl, number) {
  const schema = buildSchema(sdl);
  const random = new Random(seed * 7919 + number);
  const generator = new DocumentGenerator(schema, random);
  const share = Math.ceil(count / schemas.length);
  for (let done = 0; done < share; done += batchSize) {
    const cases = Array.from({ length: Math.min(batchSize, share - done) }, () => makeCase(generator, random));
    const expected = cases.map((each) => checkCase(schema, each));
    const actual = await ask('/check', { schema: sdl, cases });
    for (let i = 0; i < cases.length; i++) {
      tally(expected[i]);
      const found = compareCase(expected[i], actual[i]);
      if (found) await report(name, sdl, schema, cases[i], found);
    }
  }
}

async function compareSchemas() {
  const random = new Random(seed);
  const texts = [...schemas.map(({ sdl }) => sdl)];
  for (let i = 0; i < count / 10; i++) {
    const { sdl } = random.pick(schemas.slice(1));
    const broken = mutateTree(random, sdl, true);
    texts.push(random.chance(0.3) ? mutateText(random, broken) : broken);
  }
  for (let at = 0; at < texts.length; at += batchSize) {
    const batch = texts.slice(at, at + batchSize);
    const actual = await ask('/schemas', batch);
    for (let i = 0; i < batch.length; i++) {
      counts.schemas++;
      const found = compareSchema(checkSchema(batch[i]), actual[i]);
      if (found) await reportSchema(batch[i], found);
    }
  }
}

async function reportSchema(sdl, found) {
  const key = found.what + found.expected.replace(/[^A-Za-z]+/g, '').slice(0, 50) + found.actual.replace(/[^A-Za-z]+/g, '').slice(0, 50);
  if (failures.has(key)) {
    failures.get(key).times++;
    return;
  }
  failures.set(key, { times: 1 });
  if (failures.size > failuresShown) return;
  const check = async (text) => compareSchema(checkSchema(text), (await ask('/schemas', [text]))[0]);
  const query = await shrink(sdl, async (smaller) => (await check(smaller))?.what === found.what);
  failures.set(key, { times: 1, name: 'schema text', query, ...((await check(query)) ?? found) });
}

// A schema that uses every built-in scalar, or their descriptions would be missing.
const everyScalar = 'type Query { a: Int b: Float c: String d: Boolean e: ID }';
adoptDescriptions((await ask('/execute', { schema: everyScalar, query: introspectionQuery })).data);

console.log(`seed ${seed}, ${count} documents over ${schemas.length} schemas`);
for (const [number, { name, sdl }] of schemas.entries()) {
  if (!only || only === name) await compareDocuments(name, sdl, number);
}
if (!only || only === 'schemas') await compareSchemas();
console.log(Object.entries(counts).map(([name, n]) => `${name} ${n}`).join(', '));
for (const { times, name, query, variables, operationName, hash, mixed, echo, seed: rootSeed, what, expected, actual } of [...failures.values()].filter((f) => f.name)) {
  console.log(`\n${what} differs (${times} times), schema ${name}:\n${query}`);
  if (name !== 'schema text') console.log(`  ${JSON.stringify({ variables, operationName, hash, mixed, echo, seed: rootSeed })}`);
  console.log(`  expected ${expected}\n  actual   ${actual}`);
}
const total = [...failures.values()].reduce((sum, f) => sum + f.times, 0);
console.log(total === 0 ? 'no differences' : `${total} differences of ${failures.size} kinds`);
process.exitCode = total === 0 ? 0 : 1;
