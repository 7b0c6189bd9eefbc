// @vitest-environment node
import { generate } from '@graphql-codegen/cli';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import config from '../../codegen';

/** Paths in codegen.ts are relative to this folder, wherever the test is started. */
const web = resolve(import.meta.dirname, '../..');

it('the generated types are those of the contract and of the questions as they are now: npm run types', async () => {
  const [file] = (await generate({ ...config, cwd: web, silent: true }, false)) as { filename: string; content: string }[];
  expect(readFileSync(resolve(web, file!.filename), 'utf8')).toBe(file!.content);
}, 60_000);
