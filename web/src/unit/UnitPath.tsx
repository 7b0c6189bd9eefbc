import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { endOf } from '../app/which';

/** The path of the page's unit. */
export const ShownPath = createContext('');

/** Names from below the shown unit down to this one; only its own name if it is elsewhere or the shown one. */
export function pathBelow(unit: { name: string; path: string }, shown: string): string {
  if (shown === '') return unit.path || unit.name;
  return unit.path.startsWith(`${shown} › `) ? unit.path.slice(shown.length + 3) : unit.name;
}

/** Distinguishes units of the same name. */
export const UnitPath = ({ unit }: { unit: { name: string; path: string; validTo?: string | null } }) => (
  <>
    {pathBelow(unit, useContext(ShownPath))}
    {endOf(unit)}
  </>
);
