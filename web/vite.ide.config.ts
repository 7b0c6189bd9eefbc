import { defineConfig } from 'vite';
import { compress } from './compress.ts';

// GraphiQL has its own build after the dashboard's, so that the dashboard shares no file with it and does not grow.
export default defineConfig({
  plugins: [compress()],
  build: {
    rollupOptions: { input: 'ide.html' },
    emptyOutDir: false,
    target: 'es2022',
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Monaco comes as one piece.
    chunkSizeWarningLimit: 5_000,
  },
  worker: { format: 'es' },
});
