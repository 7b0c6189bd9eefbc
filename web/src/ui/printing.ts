import { options } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** What has to be read before the page can be printed whole. */
const before = new Set<() => Promise<void>>();

/** Prints the page once everything that belongs on paper is there. */
export async function printPage(): Promise<void> {
  await Promise.all([...before].map((read) => read()));
  // What was read is painted with the next frame.
  for (let i = 0; i < 2; i++) await new Promise((next) => requestAnimationFrame(next));
  print();
}

/** Whether the page is being printed now: then a list paints all of its rows. read: what is to be read first, where there is time. */
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

/** The browser takes the page as it is when the event is over: nothing may wait for the next moment. */
function atOnce(change: () => void): void {
  const usual = options.debounceRendering;
  options.debounceRendering = (paint) => paint();
  change();
  options.debounceRendering = usual;
}
