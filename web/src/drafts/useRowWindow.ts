import type { RefObject } from 'preact';
import { useEffect, useReducer } from 'preact/hooks';

/** Rows painted beyond the visible ones, on either side. */
const overscan = 8;

const rem = (): number => parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

/** The rows to paint of a scrolling box; all have the same height, in rem. */
export function useRowWindow(box: RefObject<HTMLDivElement | null>, count: number, rowHeight: number, headHeight: number) {
  const [, repaint] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const element = box.current!;
    const follow = () => repaint(undefined);
    const sized = new ResizeObserver(follow);
    sized.observe(element);
    element.addEventListener('scroll', follow, { passive: true });
    follow();
    return () => {
      sized.disconnect();
      element.removeEventListener('scroll', follow);
    };
  }, []);
  const height = rowHeight * rem();
  const head = headHeight * rem();
  const { scrollTop = 0, clientHeight = 600 } = box.current ?? {};
  const first = Math.floor(scrollTop / height);
  const page = Math.max(1, Math.floor((clientHeight - head) / height));
  return {
    from: Math.max(0, Math.min(first, count - page) - overscan),
    to: Math.min(count, first + page + overscan),
    page,
    /** Scrolls as little as needed to show a cell whole. */
    show: (row: number, left: number, width: number, before: number) => {
      const element = box.current!;
      const top = row * height;
      const below = top + height + head - element.clientHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (below > element.scrollTop) element.scrollTop = below;
      const start = (left - before) * rem();
      const end = (left + width) * rem() - element.clientWidth;
      if (start < element.scrollLeft) element.scrollLeft = start;
      else if (end > element.scrollLeft) element.scrollLeft = Math.min(start, end);
    },
  };
}
