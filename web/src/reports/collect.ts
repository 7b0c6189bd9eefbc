import type { CollectingFragment, Right, Role } from '../api/generated';
import { gives, rightsOf, type Path } from '../rights/roles';

interface Place {
  id: string;
  ancestors: readonly { id: string }[];
}

interface Collecting {
  /** What the viewer may do at the unit that reports. */
  rights: readonly Right[];
  grants: readonly { role: Role; unit: { id: string } }[];
  collector: Place | null | undefined;
  /** Focal agencies of the unit and of those above it. */
  agencies: readonly CollectingFragment[];
}

const pathOf = (place: Place): Path => [...place.ancestors.map((above) => above.id), place.id];

/** Whether somebody receives, returns and reopens the reports of a unit, whoever has signed them. */
export function mayCollect({ rights, grants, collector, agencies }: Collecting): boolean {
  if (rights.includes('ACCEPT')) return true;
  // At the collector its own supervisors count.
  if (collector && grants.some((grant) => rightsOf[grant.role].includes('ACCEPT') && pathOf(collector).includes(grant.unit.id)))
    return true;
  return agencies.some(
    ({ agency, powers }) =>
      powers.includes('COLLECT_REPORTS') &&
      grants.some((grant) => grant.role === 'SUPERVISOR' && gives({ role: 'VIEWER', unit: grant.unit }, 'READ', pathOf(agency))),
  );
}
