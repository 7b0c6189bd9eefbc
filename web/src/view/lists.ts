import type {
  ObligationFilter,
  ObligationKind,
  ObligationOrder,
  ObligationStatus,
  ReformArea,
  Scope as Whose,
  TreeView,
  UnitKind,
} from '../api/generated';
import { addDays, today } from '../i18n/days';

/** The filters of a whole page. */
export interface Scope {
  year?: number;
  plan?: string;
  kind: ObligationKind | 'ALL';
  /** The scope of obligations; a chosen plan counts entirely. */
  whose: Whose;
  /** Day by which lateness is judged; absent: today. */
  asOf?: string;
  /** RESTATED for figures of former units on today's map; absent: as is. */
  tree?: TreeView;
}

/** Each figure of a unit is the length of one of these lists, within the page's scope. */
export const listNames = [
  'all',
  'counted',
  'done',
  'onTime',
  'late',
  'within',
  'overdue',
  'due',
  'due7',
  'due30',
  'due90',
  'silent',
  'reporting',
  'waiting',
  'undated',
  'postponed',
  'cancelled',
  'submitted',
  'difficulty',
] as const;

export type ListName = (typeof listNames)[number];

export const isListName = (text: string): text is ListName => (listNames as readonly string[]).includes(text);

/** A shown list of obligations. */
export interface ListView {
  name: ListName;
  area?: ReformArea;
  /** Only the unit's own obligations, without those of units below. */
  own: boolean;
  status?: ObligationStatus;
  unitKind?: UnitKind;
  text?: string;
  task?: string;
  /** Key of the period of the reports. */
  period?: string;
  order: ObligationOrder;
}

const open = ['NOT_STARTED', 'IN_PROGRESS', 'SUBMITTED'] as const;

const within = (scope: Scope, days: number): ObligationFilter => {
  const from = scope.asOf ?? today();
  const to = addDays(from, days);
  // Obligations that would be overdue on the next day: those submitted in time are no longer due.
  return { status: [...open], dueFrom: from, dueTo: to, timeliness: ['OVERDUE'], asOf: addDays(to, 1) };
};

const named: Record<ListName, (scope: Scope) => ObligationFilter> = {
  all: () => ({}),
  counted: () => ({ timeliness: ['DONE_ON_TIME', 'DONE_LATE', 'WITHIN_TERM', 'OVERDUE'] }),
  done: () => ({ status: ['DONE'] }),
  onTime: () => ({ timeliness: ['DONE_ON_TIME'] }),
  late: () => ({ timeliness: ['DONE_LATE'] }),
  within: () => ({ timeliness: ['WITHIN_TERM'] }),
  overdue: () => ({ timeliness: ['OVERDUE'] }),
  due: () => ({ timeliness: ['DONE_ON_TIME', 'DONE_LATE', 'OVERDUE'] }),
  due7: (scope) => within(scope, 7),
  due30: (scope) => within(scope, 30),
  due90: (scope) => within(scope, 90),
  silent: () => ({ silent: true }),
  reporting: () => ({ silent: false }),
  waiting: () => ({ status: ['WAITING'] }),
  undated: () => ({ undated: true }),
  postponed: () => ({ postponed: true }),
  cancelled: () => ({ status: ['CANCELLED'] }),
  submitted: () => ({ status: ['SUBMITTED'] }),
  difficulty: () => ({ withDifficulty: true }),
};

/** The API's filter for a list; the person's filters narrow the named list. */
export function obligationFilter(scope: Scope, list: ListView): ObligationFilter {
  const base = named[list.name](scope);
  return {
    ...base,
    year: scope.year,
    plan: scope.plan,
    kind: scope.kind === 'ALL' ? undefined : scope.kind,
    scope: scope.whose,
    asOf: base.asOf ?? scope.asOf,
    tree: scope.tree,
    reformArea: list.area,
    task: list.task,
    period: list.period,
    unitKind: list.unitKind,
    text: list.text,
    ...narrowed(base.status, list.status),
  };
}

/** Combines two conditions on the status. */
function narrowed(base: ObligationFilter['status'], status: ListView['status']): ObligationFilter {
  if (!status) return { status: base };
  // An empty status list would not filter; DONE is never overdue, so this matches nothing.
  return base && !base.includes(status) ? { status: ['DONE'], overdue: true } : { status: [status] };
}
