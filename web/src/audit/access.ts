import type { ReformArea, Right, Role } from '../api/generated';
import { gives, type Path } from '../rights/roles';

interface Viewer {
  person?: { id: string } | null;
  /** Rights at the unit, for any areas. */
  rights: readonly Right[];
  grants: readonly { role: Role; reformAreas?: readonly ReformArea[] | null; unit: { id: string } }[];
}

/**
 * Whether the viewer has a right for all areas together at the end of a path, as needed for the record and amendments, or what is missing.
 */
export function accessTo({ person, rights, grants }: Viewer, path: Path, right: Right = 'AUDIT'): 'open' | 'needRight' | 'needAllAreas' {
  if (!rights.includes(right)) return 'needRight';
  // Without persons there are no grants, and the rights suffice.
  return !person || grants.some((grant) => !grant.reformAreas && gives(grant, right, path)) ? 'open' : 'needAllAreas';
}
