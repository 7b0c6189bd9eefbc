// Differential testing: the host and graphql-js get the same generated documents and must say the same of each.
// Arguments: number of documents, seed, and optionally the name of one schema. Exits with 1 and the smallest failing documents when they differ.
import { buildSchema, checkCase } from './reference.mjs';
import { compareCase } from './compare.mjs';
import { DocumentGenerator } from './generate.mjs';
import { ask, askAhead } from './host.mjs';
import { mutateText, mutateTree, relayout } from './mutate.mjs';
import { Random } from './random.mjs';
import { schemas } from './schemas.mjs';
import { shrink } from './shrink.mjs';

const [count = 3000, seed = 1] = process.argv.slice(2, 4).map(Number);
const only = process.argv[4];
const batchSize = 100;
const failuresShown = 40;

const failures = new Map();
const counts = { documents: 0, executed: 0, withData: 0, withErrors: 0, invalid: 0, unparsable: 0 };

function makeCase(generator, random) {
  const made = generator.make();
  const kind = random.next();
  const query = kind < 0.5 ? made.query : kind < 0.82 ? mutateTree(random, made.query) : made.query;
  const laidOut = random.chance(0.5) || kind >= 0.82 ? relayout(random, query) : query;
  const execution = { hash: random.chance(0.85), mixed: random.chance(0.5), seed: 1 + random.below(1000) };
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
  return compareCase(checkCase(schema, request), actual, request);
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
    const asked = await askAhead('/check', { schema: sdl, cases });
    const expected = cases.map((each) => checkCase(schema, each));
    const actual = await asked.answer;
    for (let i = 0; i < cases.length; i++) {
      tally(expected[i]);
      const found = compareCase(expected[i], actual[i], cases[i]);
      if (found) await report(name, sdl, schema, cases[i], found);
    }
  }
}

console.log(`seed ${seed}, ${count} documents over ${schemas.length} schemas`);
for (const [number, { name, sdl }] of schemas.entries()) {
  if (!only || only === name) await compareDocuments(name, sdl, number);
}
console.log(Object.entries(counts).map(([name, n]) => `${name} ${n}`).join(', '));
for (const { times, name, query, variables, operationName, hash, mixed, seed: rootSeed, what, expected, actual } of [...failures.values()].filter((f) => f.name)) {
  console.log(`\n${what} differs (${times} times), schema ${name}:\n${query}`);
  console.log(`  ${JSON.stringify({ variables, operationName, hash, mixed, seed: rootSeed })}`);
  console.log(`  expected ${expected}\n  actual   ${actual}`);
}
const total = [...failures.values()].reduce((sum, f) => sum + f.times, 0);
console.log(total === 0 ? 'no differences' : `${total} differences of ${failures.size} kinds`);
process.exitCode = total === 0 ? 0 : 1;
