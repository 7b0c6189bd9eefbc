import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { endOf } from '../app/which';

/** The path of the unit that the page is about. */
export const ShownPath = createContext('');

/** Names from below the shown unit down to this one; the unit's own name where it stands elsewhere, or is the shown one. */
export function pathBelow(unit: { name: string; path: string }, shown: string): string {
  if (shown === '') return unit.path || unit.name;
  return unit.path.startsWith(`${shown} › `) ? unit.path.slice(shown.length + 3) : unit.name;
}

/** Which of several units of one name it is. */
export const UnitPath = ({ unit }: { unit: { name: string; path: string; validTo?: string | null } }) => (
  <>
    {pathBelow(unit, useContext(ShownPath))}
    {endOf(unit)}
  </>
);
