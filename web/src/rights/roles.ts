import type { Right, Role } from '../api/generated';

/** The rights of each role; a test compares them with docs/RIGHTS.md. */
export const rightsOf: Record<Role, readonly Right[]> = {
  VIEWER: ['READ'],
  CLERK: ['READ', 'REPORT'],
  HEAD: ['READ', 'REPORT', 'SUBMIT'],
  SUPERVISOR: ['READ', 'ACCEPT', 'CHANGE_DUE'],
  PLANNER: ['READ', 'PLAN'],
  REGISTRAR: ['READ', 'REGISTER_UNITS'],
  AUDITOR: ['READ', 'AUDIT'],
  ADMINISTRATOR: ['READ', 'REPORT', 'SUBMIT', 'ACCEPT', 'CHANGE_DUE', 'PLAN', 'REGISTER_UNITS', 'GRANT', 'AUDIT'],
};

export const roles = Object.keys(rightsOf) as Role[];

interface Held {
  role: Role;
  unit: { id: string };
}

/** Ids from the root down to the unit itself. */
export type Path = readonly string[];

/** Whether a grant gives a right at the unit at the end of a path. ACCEPT and CHANGE_DUE apply only below the grant's unit. */
export function gives(grant: Held, right: Right, path: Path): boolean {
  if (!rightsOf[grant.role].includes(right) || !path.includes(grant.unit.id)) return false;
  const isOverOthers = right === 'ACCEPT' || right === 'CHANGE_DUE';
  return !isOverOthers || grant.unit.id !== path.at(-1) || path.length === 1;
}

/** The grants behind each right; none if it comes from the appointment of a focal agency. */
export function originsOf<G extends Held>(rights: readonly Right[], grants: readonly G[], path: Path): { right: Right; from: G[] }[] {
  return rights.map((right) => ({ right, from: grants.filter((grant) => gives(grant, right, path)) }));
}
