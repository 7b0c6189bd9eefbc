import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
export const program = process.env.HIERARCHY_PROGRAM ?? join(root, 'silo/bin/Release/net10.0/Hierarchy.Silo.dll');

/** A command other than serve, such as `demo`, which first simulates a year. */
const command = process.env['E2E_COMMAND'];

const patienceMs = command ? 900_000 : 120_000;

/** The real process with the five plans, on its own data folder and port. */
export interface Server {
  address: string;
  port: number;
  folder: string;
  processId: number;
}

/** Starts it, on the folder and port of a killed one if given. */
export async function start(before?: Server, environment: Record<string, string> = {}): Promise<Server> {
  const folder = before?.folder ?? mkdtempSync(join(tmpdir(), 'hierarchy-e2e-'));
  const filled = process.env.HIERARCHY_TEST_FILLED;
  if (!before && filled) execFileSync('cp', ['-a', filled, join(folder, 'data')]);
  const log = join(folder, 'server.log');
  const output = openSync(log, 'w');
  const child = spawn('dotnet', command ? [program, command] : [program], {
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      HIERARCHY_DATA: join(folder, 'data'),
      HIERARCHY_PORT: String(before?.port ?? 0),
      HIERARCHY_WEB: join(root, 'web/dist'),
      // A demonstration has no tokens and its own database.
      ...(command ? {} : { HIERARCHY_DB: '', HIERARCHY_TOKENS: '' }),
      ...environment,
    },
  });
  const until = Date.now() + patienceMs;
  for (;;) {
    const said = readFileSync(log, 'utf8');
    const ready = /^ready (http:\S+:(\d+))$/m.exec(said);
    if (ready) return { address: ready[1]!, port: Number(ready[2]), folder, processId: child.pid! };
    if (child.exitCode !== null || Date.now() > until) throw new Error(`The server does not start:\n${said}`);
    await sleep(100);
  }
}

/** Ends it like a power failure. */
export async function kill(server: Server): Promise<void> {
  process.kill(server.processId, 'SIGKILL');
  await ended(server.processId);
}

export async function stop(server: Server): Promise<void> {
  if (isAlive(server.processId)) process.kill(server.processId, 'SIGTERM');
  await ended(server.processId);
  rmSync(server.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
}

async function ended(processId: number): Promise<void> {
  while (isAlive(processId)) await sleep(20);
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    // A child that was not waited for is still listed as a zombie.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${processId}/status`, 'utf8'));
  } catch {
    return false;
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
