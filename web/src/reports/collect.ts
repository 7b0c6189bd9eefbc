import type { CollectingFragment, Right, Role } from '../api/generated';
import { gives, rightsOf, type Path } from '../rights/roles';

interface Place {
  id: string;
  ancestors: readonly { id: string }[];
}

interface Collecting {
  /** The viewer's rights at the reporting unit. */
  rights: readonly Right[];
  grants: readonly { role: Role; unit: { id: string } }[];
  collector: Place | null | undefined;
  /** Focal agencies of the unit and of those above it. */
  agencies: readonly CollectingFragment[];
}

const pathOf = (place: Place): Path => [...place.ancestors.map((above) => above.id), place.id];

/** Whether the viewer may receive, return and reopen the reports of a unit, regardless of the signer. */
export function mayCollect({ rights, grants, collector, agencies }: Collecting): boolean {
  if (rights.includes('ACCEPT')) return true;
  // Supervisors at the collector itself also count.
  if (collector && grants.some((grant) => rightsOf[grant.role].includes('ACCEPT') && pathOf(collector).includes(grant.unit.id)))
    return true;
  return agencies.some(
    ({ agency, powers }) =>
      powers.includes('COLLECT_REPORTS') &&
      grants.some((grant) => grant.role === 'SUPERVISOR' && gives({ role: 'VIEWER', unit: grant.unit }, 'READ', pathOf(agency))),
  );
}
