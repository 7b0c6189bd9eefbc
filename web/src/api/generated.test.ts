// @vitest-environment node
import { generate } from '@graphql-codegen/cli';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import config from '../../codegen';

it('the generated types are those of the contract and of the questions as they are now: npm run types', async () => {
  const [file] = (await generate({ ...config, silent: true }, false)) as { filename: string; content: string }[];
  expect(readFileSync(file!.filename, 'utf8')).toBe(file!.content);
}, 60_000);
