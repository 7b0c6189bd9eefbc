import { defineConfig } from 'vitest/config';

// A browser, a server and a database share the machine with whatever else it does: waits are long, and nothing is timed.
const patienceMs = 120_000;

export default defineConfig({
  test: {
    // Pictures and measurements are made when they are asked for: npm run screens, npm run storm.
    include: [process.env['E2E'] ?? 'e2e/*.e2e.ts'],
    globalSetup: 'e2e/setup.ts',
    fileParallelism: false,
    testTimeout: process.env['E2E'] ? 10 * patienceMs : patienceMs,
    hookTimeout: patienceMs,
  },
});
