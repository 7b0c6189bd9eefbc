import { options } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Reads to complete before printing. */
const before = new Set<() => Promise<void>>();

/** Prints the page once everything to print is loaded. */
export async function printPage(): Promise<void> {
  await Promise.all([...before].map((read) => read()));
  // Loaded data is painted with the next frame.
  for (let i = 0; i < 2; i++) await new Promise((next) => requestAnimationFrame(next));
  print();
}

/** Whether the page is being printed, so that lists paint all rows. read: what to load first, if there is time. */
export function usePrinting(read: () => Promise<void>): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => atOnce(() => setPrinting(true));
    const end = () => setPrinting(false);
    before.add(read);
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      before.delete(read);
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, [read]);
  return isPrinting;
}

/** The browser prints the page as it is at the end of the event, so nothing may be deferred. */
function atOnce(change: () => void): void {
  const usual = options.debounceRendering;
  options.debounceRendering = (paint) => paint();
  change();
  options.debounceRendering = usual;
}
