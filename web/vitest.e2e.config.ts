import { defineConfig } from 'vitest/config';

// Browser, server and database share the machine with other work: waits are long, and nothing is timed.
const patienceMs = 120_000;

export default defineConfig({
  test: {
    // Screenshots and measurements only on demand: npm run screens, npm run storm.
    include: [process.env['E2E'] ?? 'e2e/*.e2e.ts'],
    globalSetup: 'e2e/setup.ts',
    fileParallelism: false,
    testTimeout: process.env['E2E'] ? 10 * patienceMs : patienceMs,
    hookTimeout: patienceMs,
  },
});
