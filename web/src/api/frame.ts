import { batch } from '@preact/signals';

/** A hidden page paints no frames; changes are then applied at this interval. */
const hiddenMs = 250;

const waiting = new Map<unknown, () => void>();
let scheduled = false;

/**
 * Runs a change with the next frame, together with all others that wait: the page is painted at most once per frame, however much arrives.
 * Of several changes with one key only the last is run.
 */
export function onFrame(key: unknown, change: () => void): void {
  waiting.set(key, change);
  if (scheduled) return;
  scheduled = true;
  if (document.visibilityState === 'hidden') setTimeout(run, hiddenMs);
  else requestAnimationFrame(run);
}

function run(): void {
  scheduled = false;
  const changes = [...waiting.values()];
  waiting.clear();
  batch(() => changes.forEach((change) => change()));
}
