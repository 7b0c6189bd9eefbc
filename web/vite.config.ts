import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { compress } from './compress.ts';

// The server for development: ./run in another terminal.
const server = process.env['HIERARCHY_ADDRESS'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [compress()],
  resolve: { alias: [{ find: /^fflate$/, replacement: fileURLToPath(new URL('src/worklist/zip.ts', import.meta.url)) }] },
  build: {
    target: 'es2022',
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { host: '127.0.0.1', proxy: { '/graphql': { target: server, ws: true } } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    // Otherwise the alias above would not apply inside it.
    server: { deps: { inline: ['write-excel-file'] } },
  },
});
