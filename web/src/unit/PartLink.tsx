import { usePage } from '../app/context';
import { atUnit } from '../view/view';

interface PartLinkProps {
  part: { key: string; label: string };
  /** As useEnds tells them. */
  ends: ReadonlyMap<string, string>;
}

/** A unit below by its name, which leads to it. */
export function PartLink({ part, ends }: PartLinkProps) {
  const { view } = usePage();
  return (
    <a href={atUnit(view, part.key)}>
      {part.label}
      {ends.get(part.key)}
    </a>
  );
}
