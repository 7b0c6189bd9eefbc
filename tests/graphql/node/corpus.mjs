// The corpora's documents, executed: each as constants and as hashes, with and without asynchronous fields. Argument: the folder that holds them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareCase } from './compare.mjs';
import { askAhead } from './host.mjs';
import { buildSchema, checkCase, checkSchema } from './reference.mjs';

const folder = process.argv[2];
const batchSize = 200;
const lines = (file) => readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

if (!existsSync(join(folder, 'graphql-js-validation.jsonl'))) throw new Error(`There are no corpora in ${folder}.`);

// The texts of the parser's corpus belong to no schema; one that knows their most frequent names executes some of them.
const anySchema = 'type Query { field: String, id: ID, a: String, b: Query, user(id: ID): Query, name: String, hero: Query, dog: Query }';
const documents = new Map([[anySchema, new Set(lines('graphql-js-parse.jsonl').map(({ text }) => text))]]);
for (const { kind, sdl, query } of lines('graphql-js-validation.jsonl')) {
  if (kind !== 'query') continue;
  if (!documents.has(sdl)) documents.set(sdl, new Set());
  documents.get(sdl).add(query);
}

const modes = [{}, { mixed: true }, { hash: true, seed: 3 }, { hash: true, seed: 4, mixed: true }];
const counts = { documents: 0, executed: 0, schemas: 0, schemasLeftOut: 0 };
let differences = 0;
for (const [sdl, texts] of documents) {
  // A schema that is none by the rules of types cannot be executed; its documents are compared by rule elsewhere.
  if (checkSchema(sdl).printed === undefined) {
    counts.schemasLeftOut++;
    continue;
  }
  counts.schemas++;
  const schema = buildSchema(sdl);
  const cases = [...texts].flatMap((query) => modes.map((mode) => ({ query, ...mode })));
  for (let at = 0; at < cases.length; at += batchSize) {
    const batch = cases.slice(at, at + batchSize);
    const asked = await askAhead('/check', { schema: sdl, cases: batch });
    const expected = batch.map((each) => checkCase(schema, each));
    let actual;
    try {
      actual = await asked.answer;
    } catch (error) {
      // The library builds no schema in which an interface stands for itself in a narrower type.
      if (!/implement interface|possible type|is invalid/.test(error.message)) throw error;
      counts.schemasLeftOut++;
      break;
    }
    batch.forEach((each, i) => {
      counts.documents++;
      counts.executed += expected[i].result ? 1 : 0;
      const found = compareCase(expected[i], actual[i], each);
      if (found && differences++ < 12) console.log(`\n${found.what} differs:\n${each.query}\n  expected ${found.expected}\n  actual   ${found.actual}`);
    });
  }
}
console.log(`${Object.entries(counts).map(([name, n]) => `${name} ${n}`).join(', ')}; ${differences} differences`);
process.exitCode = differences === 0 && counts.executed > 0 ? 0 : 1;
