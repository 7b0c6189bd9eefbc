// GraphQL Inspector: the schema that the endpoint tells of itself has no change against the contract, and the documents of clients are valid in it.
//   node inspector.mjs ADDRESS
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diff, validate } from '@graphql-inspector/core';
import { buildSchema, Source } from 'graphql';
import { servedSchema } from './common.mjs';

const here = import.meta.dirname;
const served = await servedSchema();
const text = readFileSync(join(here, '../../api/schema.graphql'), 'utf8');
const changes = await diff(buildSchema(text), served);
assert.deepEqual(changes.map(({ message }) => message), []);
// It would have found one.
assert.deepEqual((await diff(buildSchema(text.replace('code: String\n', 'code: String!\n')), served)).length > 0, true);

const documents = readFileSync(join(here, 'operations.graphql'), 'utf8');
assert.deepEqual(validate(served, [new Source(documents, 'operations.graphql')]), []);
assert.equal(validate(served, [new Source('{ unit(id: "x") { nothing } }')]).length, 1);
console.log('GraphQL Inspector: no change against the contract, and every document of operations.graphql is valid');
