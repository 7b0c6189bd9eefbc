import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { start, stop, type Server } from './server';

declare module 'vitest' {
  interface ProvidedContext {
    stateFile: string;
  }
}

/** One server for all files; a test that kills it records its replacement. */
export default async function setup(project: TestProject) {
  const stateFile = join(tmpdir(), `hierarchy-e2e-${process.pid}.json`);
  writeFileSync(stateFile, JSON.stringify(await start()));
  project.provide('stateFile', stateFile);
  return async () => {
    await stop(JSON.parse(readFileSync(stateFile, 'utf8')) as Server);
    rmSync(stateFile);
  };
}
