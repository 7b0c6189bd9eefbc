import { usePage } from '../app/context';
import { atUnit } from '../view/view';

interface PartLinkProps {
  part: { key: string; label: string };
  /** From useEnds. */
  ends: ReadonlyMap<string, string>;
}

/** A link to a unit below. */
export function PartLink({ part, ends }: PartLinkProps) {
  const { view } = usePage();
  return (
    <a href={atUnit(view, part.key)}>
      {part.label}
      {ends.get(part.key)}
    </a>
  );
}
