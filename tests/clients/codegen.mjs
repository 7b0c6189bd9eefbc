// Types are generated from the introspection of a running endpoint, agree with its contract, and compile.
//   node codegen.mjs ADDRESS FOLDER    FOLDER is empty and somebody else's to remove
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { address, servedSchema } from './common.mjs';

const folder = process.argv[3];
const here = import.meta.dirname;

const told = lexicographicSortSchema(await servedSchema());
const contract = lexicographicSortSchema(buildSchema(readFileSync(join(here, '../../api/schema.graphql'), 'utf8')));
assert.equal(printSchema(told), printSchema(contract));

const types = join(folder, 'types.ts');
const operations = join(folder, 'operations.ts');
const config = { strictScalars: true, scalars: { Date: 'string', DateTime: 'string', Money: 'number', Long: 'number' } };
await generate({
  silent: true,
  schema: address,
  documents: join(here, 'operations.graphql'),
  generates: {
    [types]: { plugins: ['typescript'], config },
    [operations]: { plugins: ['typescript-operations'], config },
  },
});
writeFileSync(join(folder, 'use.ts'), `
import type { ReportMutationVariables, WalkQuery, WatchSubscription } from './operations';
import type { Obligation } from './types';

export const document = (of: Obligation): string | undefined => of.document?.number;

export const total = (answer: WalkQuery): number | undefined => answer.unit?.progress.total;
export const rate = (answer: WalkQuery): number | null | undefined => answer.unit?.progress.completionRate;
export const watched = (event: WatchSubscription): string => event.progressChanged.id;
export const report: ReportMutationVariables = { requestId: '1', obligation: 'a~b', percent: 12.5 };
// @ts-expect-error what an operation does not select has no type
export const code = (answer: WalkQuery): unknown => answer.unit?.code;
// @ts-expect-error a required variable may not be left out
export const wrong: ReportMutationVariables = { requestId: '1' };
`);
writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
  compilerOptions: { strict: true, noEmit: true, target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler', types: [] },
  files: ['types.ts', 'operations.ts', 'use.ts'],
}));
execFileSync(process.execPath, [join(here, 'node_modules/typescript/bin/tsc'), '--project', folder], { stdio: ['ignore', 'inherit', 'inherit'] });
const lines = [types, operations].map((file) => readFileSync(file, 'utf8').split('\n').length);
console.log(`the schema of ${address} is the contract; ${lines.join(' + ')} lines of types compile`);
