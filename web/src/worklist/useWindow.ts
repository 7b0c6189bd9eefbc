import { observeWindowOffset, observeWindowRect, Virtualizer, windowScroll, type VirtualItem } from '@tanstack/virtual-core';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';

/** Rows painted beyond the visible ones, on either side. */
const overscan = 12;

/** The rows of a long table to paint while scrolling; all when printing. */
export function useWindow(count: number, rowHeight: number, isPrinting: boolean) {
  const [, repaint] = useReducer((n: number) => n + 1, 0);
  const body = useRef<HTMLTableSectionElement>(null);
  const made = useRef<Virtualizer<Window, HTMLTableRowElement> | null>(null);
  const options = {
    count,
    overscan,
    getScrollElement: () => window,
    estimateSize: () => rowHeight,
    scrollToFn: windowScroll,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollMargin: body.current ? body.current.getBoundingClientRect().top + scrollY : 0,
    onChange: () => repaint(undefined),
  };
  made.current ??= new Virtualizer<Window, HTMLTableRowElement>(options);
  const virtual = made.current;
  virtual.setOptions(options);
  useEffect(() => virtual._didMount(), []);
  useLayoutEffect(() => virtual._willUpdate());
  if (isPrinting) return { body, items: Array.from({ length: count }, (_, index) => ({ index })), before: 0, after: 0, measure: () => {} };
  const items: VirtualItem[] = virtual.getVirtualItems();
  const margin = options.scrollMargin;
  const before = items[0] ? items[0].start - margin : 0;
  const after = items.length > 0 ? virtual.getTotalSize() - (items[items.length - 1]!.end - margin) : 0;
  return { body, items, before, after, measure: virtual.measureElement };
}
