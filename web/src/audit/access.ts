import type { ReformArea, Right, Role } from '../api/generated';
import { gives, type Path } from '../rights/roles';

interface Viewer {
  person?: { id: string } | null;
  /** At the unit, for whichever areas. */
  rights: readonly Right[];
  grants: readonly { role: Role; reformAreas?: readonly ReformArea[] | null; unit: { id: string } }[];
}

/** Whether the record of the unit at the end of a path is the viewer's to read, or what is missing; the record is of all areas at once. */
export function accessTo({ person, rights, grants }: Viewer, path: Path): 'open' | 'needRight' | 'needAllAreas' {
  if (!rights.includes('AUDIT')) return 'needRight';
  // Without persons there are no grants: the rights are the whole answer.
  return !person || grants.some((grant) => !grant.reformAreas && gives(grant, 'AUDIT', path)) ? 'open' : 'needAllAreas';
}
