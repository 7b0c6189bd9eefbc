import { batch } from '@preact/signals';

/** A hidden page paints no frames; what changes meanwhile is applied this often. */
const hiddenMs = 250;

const waiting = new Map<unknown, () => void>();
let scheduled = false;

/**
 * Runs a change with the next frame, all that wait together: the page is painted at most once a frame, however much arrives.
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
