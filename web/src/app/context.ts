import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { addressOf, type View } from '../view/view';

export interface Page {
  view: View;
  /** Shows another view; replaces the address if going back to this one would make no sense. */
  go: (view: View, replace?: boolean) => void;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('There is no page around this.');
  return page;
}

/** The address of the same view with an obligation open above it. */
export const openAddress = (view: View, obligation: string): string => addressOf({ ...view, open: obligation });
