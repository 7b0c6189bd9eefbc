import type { ReformArea, Right, Role } from '../api/generated';
import { gives, rightsOf, type Path } from '../rights/roles';

interface Viewer {
  person?: { id: string } | null;
  /** Rights at the unit, for any areas. */
  rights: readonly Right[];
  grants: readonly { role: Role; reformAreas?: readonly ReformArea[] | null; unit: { id: string } }[];
}

/** Whether the viewer may record inspections of the unit at the end of a path: with ACCEPT there or above it, for steering. */
export function mayInspect({ person, rights, grants }: Viewer, path: Path): boolean {
  // Without persons there are no grants, and the rights suffice.
  if (!person) return rights.includes('ACCEPT');
  const isSteering = (areas?: readonly ReformArea[] | null): boolean => !areas || areas.includes('STEERING');
  return (
    grants.some((grant) => rightsOf[grant.role].includes('ACCEPT') && path.includes(grant.unit.id) && isSteering(grant.reformAreas)) ||
    // The right comes from the appointment of a focal agency.
    (rights.includes('ACCEPT') && !grants.some((grant) => gives(grant, 'ACCEPT', path)))
  );
}
