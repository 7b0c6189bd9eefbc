import { defineConfig } from 'vitest/config';

// A browser, a server and a database share the machine with whatever else it does: waits are long, and nothing is timed.
const patienceMs = 120_000;

export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    globalSetup: 'e2e/setup.ts',
    fileParallelism: false,
    testTimeout: patienceMs,
    hookTimeout: patienceMs,
  },
});
