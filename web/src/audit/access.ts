import type { ReformArea, Right, Role } from '../api/generated';
import { gives, type Path } from '../rights/roles';

interface Viewer {
  person?: { id: string } | null;
  /** At the unit, for whichever areas. */
  rights: readonly Right[];
  grants: readonly { role: Role; reformAreas?: readonly ReformArea[] | null; unit: { id: string } }[];
}

/** Whether the viewer has a right of all areas at once at the end of a path, as the record and amendments need, or what is missing. */
export function accessTo({ person, rights, grants }: Viewer, path: Path, right: Right = 'AUDIT'): 'open' | 'needRight' | 'needAllAreas' {
  if (!rights.includes(right)) return 'needRight';
  // Without persons there are no grants: the rights are the whole answer.
  return !person || grants.some((grant) => !grant.reformAreas && gives(grant, right, path)) ? 'open' : 'needAllAreas';
}
