import { zipSync, type AsyncZippable, type AsyncZipOptions, type FlateCallback } from 'fflate/browser';

export * from 'fflate/browser';

/**
 * Replaces fflate for write-excel-file (vite.config.ts): fflate's own zip starts workers, which the content security policy refuses, and a
 * list is packed quickly without them.
 */
export function zip(files: AsyncZippable, options: AsyncZipOptions | FlateCallback, done?: FlateCallback): void {
  const answer = typeof options === 'function' ? options : done!;
  try {
    answer(null, zipSync(files as Parameters<typeof zipSync>[0]));
  } catch (fault) {
    answer(fault as Parameters<FlateCallback>[0], new Uint8Array());
  }
}
