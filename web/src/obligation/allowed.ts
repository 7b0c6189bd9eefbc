import type { ObligationStatus, Right, Role } from '../api/generated';
import { gives, rightsOf } from '../rights/roles';

/** The actions possible in each state, with the right that each needs. */
const awaited = {
  WAITING: ['trigger', 'cancel'],
  NOT_STARTED: ['reportProgress', 'submit', 'changeDue', 'cancel'],
  IN_PROGRESS: ['reportProgress', 'submit', 'changeDue', 'cancel'],
  SUBMITTED: ['accept', 'sendBack', 'withdraw', 'cancel'],
  DONE: ['reopen'],
  CANCELLED: ['restore'],
} as const satisfies Record<ObligationStatus, readonly string[]>;

export type MainAction = (typeof awaited)[ObligationStatus][number];

const needs: Record<MainAction, Right> = {
  reportProgress: 'REPORT',
  submit: 'SUBMIT',
  withdraw: 'SUBMIT',
  accept: 'ACCEPT',
  sendBack: 'ACCEPT',
  reopen: 'ACCEPT',
  trigger: 'CHANGE_DUE',
  changeDue: 'CHANGE_DUE',
  cancel: 'CHANGE_DUE',
  restore: 'CHANGE_DUE',
};

export interface Standing {
  status: ObligationStatus;
  /** The allowed actions, as listed by the API. */
  actions: readonly string[];
  /** The viewer's rights at the unit that owes it, for any areas. */
  rights: readonly Right[];
  grants: readonly { role: Role; unit: { id: string } }[];
  /** Ids from the root down to the unit that owes it. */
  path: readonly string[];
  viewer?: string;
  handedInBy?: string;
}

export interface Reason {
  action: MainAction;
  why: 'samePerson' | 'right' | 'above' | 'area' | 'other';
  right: Right;
}

/** Why main actions possible in this state are not offered. */
export function reasonsOf(standing: Standing): Reason[] {
  return awaited[standing.status]
    .filter((action) => !standing.actions.includes(action))
    .map((action) => ({ action, why: whyNot(action, standing), right: needs[action] }));
}

function whyNot(action: MainAction, { rights, grants, path, viewer, handedInBy }: Standing): Reason['why'] {
  const right = needs[action];
  if (!rights.includes(right)) {
    const owner = path.at(-1);
    return grants.some((grant) => grant.unit.id === owner && rightsOf[grant.role].includes(right) && !gives(grant, right, path))
      ? 'above'
      : 'right';
  }
  if ((action === 'accept' || action === 'sendBack') && viewer !== undefined && viewer === handedInBy) return 'samePerson';
  // Rights at the unit are those for any area, so if persons sign in, this obligation's area is missing.
  return viewer !== undefined ? 'area' : 'other';
}
