import type { ReadonlySignal } from '@preact/signals';

/** Calls back at each change of any of the sources, until the returned function is called. */
export function onChange(sources: readonly ReadonlySignal<unknown>[], act: () => void): () => void {
  let first = true;
  const stops = sources.map((source) =>
    source.subscribe(() => {
      if (!first) act();
    }),
  );
  first = false;
  return () => stops.forEach((stop) => stop());
}
