import type { ReformArea, UnitKind } from '../api/generated';
import { isPast } from '../i18n/days';
import { isListName, type ListName, type ListView, type Scope } from './lists';

/** The filters of the record. */
export interface AuditView {
  /** Id of a person: only this person's changes. */
  actor?: string;
  from?: string;
  to?: string;
  /** The cursor at the end of the previous page. */
  after?: string;
}

/** The selection on the page of a target. */
export interface TargetView {
  /** Only one class of units; absent: all. */
  unitKind?: UnitKind;
  /** Key of a period; absent: the year itself. */
  period?: string;
}

/** Filters of a unit's own work. */
export const workShows = ['open', 'late', 'soon', 'back', 'unreported', 'accept'] as const;

export type WorkShow = (typeof workShows)[number];

export const pages = [
  'overview',
  'work',
  'obligations',
  'plans',
  'reports',
  'targets',
  'inspections',
  'history',
  'reorganisations',
  'people',
  'audit',
] as const;

/** Drafts have no tab of their own: they are reached from the plans. */
const parsed = [...pages, 'drafts'] as const;

export type Page = (typeof parsed)[number];

/** Everything in an address: whoever opens it sees the same. */
export interface View {
  unit: string;
  page: Page;
  scope: Scope;
  list: ListView;
  audit: AuditView;
  /** Only on the page of a target. */
  target?: TargetView;
  /** The filter of the unit's own work; absent: all open work. */
  work?: WorkShow;
  /** The measure by which units below are sorted, with a leading minus for descending; absent: default. */
  sort?: string;
  /** The regime of the calendar; absent: the nearest one. */
  regime?: string;
  /** The revision of a report; absent: the current one. */
  revision?: number;
  /** The selected item on a page of several: a plan, a draft, a report's period, an indicator, a reorganisation. */
  planShown?: string;
  /** The day of the plan's text; absent: the newest. */
  planAt?: string;
  /** The obligation opened above the page. */
  open?: string;
}

const kinds = ['TASK', 'REPORT', 'PLAN', 'FINDING', 'ALL'] as const;
export const scopes = ['IMPOSED', 'OWN', 'ALL'] as const;
export const orders = ['DUE_ASC', 'DUE_DESC', 'PERCENT_ASC', 'PERCENT_DESC', 'UPDATED_DESC'] as const;
export const statuses = ['WAITING', 'NOT_STARTED', 'IN_PROGRESS', 'SUBMITTED', 'DONE', 'CANCELLED'] as const;
export const unitKinds = [
  'MINISTRY',
  'PROVINCE',
  'DEPARTMENT',
  'DISTRICT',
  'OFFICE',
  'COMMUNE',
  'BODY',
  'GOVERNMENT',
  'CENTRAL_AGENCY',
] as const;
export const reformAreas = [
  'INSTITUTIONS',
  'PROCEDURES',
  'APPARATUS',
  'CIVIL_SERVICE',
  'PUBLIC_FINANCE',
  'MODERNISATION',
  'STEERING',
  'OTHER',
] as const;

export const defaultList: ListView = { name: 'all', own: false, order: 'DUE_ASC' };

/** Parses an address; null if it is not one of the page's. Invalid parts are dropped. */
export function parseView(path: string, search: string): View | null {
  const parts = path.split('/').filter(Boolean).map(decode);
  const query = new URLSearchParams(search);
  if (parts[0] !== 'units' || !parts[1] || parts.length > 4) return null;
  const page = oneOf(parsed, parts[2] ?? 'overview');
  if (!page) return null;
  if (parts[3] && !isOfSeveral(page)) return null;
  const list = query.get('list');
  const scope: Scope = {
    year: yearOf(query.get('year')),
    plan: query.get('plan') ?? undefined,
    kind: oneOf(kinds, query.get('kind')) ?? 'TASK',
    whose: oneOf(scopes, query.get('scope')) ?? 'IMPOSED',
    // The day applies to figures and tree; on is an alias.
    asOf: dayOf(query.get('asOf')) ?? dayOf(query.get('on')),
    tree: query.get('tree') === 'restated' ? 'RESTATED' : undefined,
  };
  return {
    unit: parts[1],
    page,
    // Work has to be done today, whatever it is and whoever imposed it.
    scope: page === 'work' ? { ...scope, kind: 'TASK', whose: 'IMPOSED', asOf: undefined, tree: undefined } : scope,
    work: oneOf(workShows, query.get('show')),
    sort: query.get('sort') ?? undefined,
    list: {
      name: list !== null && isListName(list) ? list : defaultList.name,
      area: oneOf(reformAreas, query.get('area')),
      own: query.get('own') === '1',
      status: oneOf(statuses, query.get('status')),
      unitKind: oneOf(unitKinds, query.get('unitKind')),
      text: query.get('text') ?? undefined,
      task: query.get('task') ?? undefined,
      period: query.get('period') ?? undefined,
      order: oneOf(orders, query.get('order')) ?? defaultList.order,
    },
    audit: {
      actor: query.get('actor') ?? undefined,
      from: dayOf(query.get('from')),
      to: dayOf(query.get('to')),
      after: query.get('after') ?? undefined,
    },
    regime: query.get('regime') ?? undefined,
    revision: page === 'reports' && parts[3] ? countOf(query.get('revision')) : undefined,
    target:
      page === 'targets' ? { unitKind: oneOf(unitKinds, query.get('unitKind')), period: query.get('period') ?? undefined } : undefined,
    planShown: parts[3],
    planAt: parts[3] ? dayOf(query.get('at')) : undefined,
    open: query.get('open') ?? undefined,
  };
}

/** The address of a view: canonical, without default values. */
export function addressOf(view: View): string {
  const query = new URLSearchParams();
  const { scope, list } = view;
  set(query, 'year', scope.year);
  set(query, 'plan', scope.plan);
  if (view.page === 'work') {
    set(query, 'show', view.work === 'open' ? undefined : view.work);
  } else {
    set(query, 'kind', scope.kind === 'TASK' ? undefined : scope.kind);
    set(query, 'scope', scope.whose === 'IMPOSED' ? undefined : scope.whose);
    set(query, 'asOf', scope.asOf);
    set(query, 'tree', scope.tree?.toLowerCase());
  }
  if (view.page === 'obligations') {
    set(query, 'list', list.name === defaultList.name ? undefined : list.name);
    set(query, 'area', list.area);
    set(query, 'own', list.own ? '1' : undefined);
    set(query, 'status', list.status);
    set(query, 'unitKind', list.unitKind);
    set(query, 'text', list.text);
    set(query, 'task', list.task);
    set(query, 'period', list.period);
    set(query, 'order', list.order === defaultList.order ? undefined : list.order);
  }
  if (view.page === 'overview') set(query, 'sort', view.sort);
  if (view.page === 'audit') {
    for (const [name, value] of Object.entries(view.audit)) set(query, name, value);
  }
  if (view.page === 'reports') {
    set(query, 'regime', view.regime);
    if (view.planShown) set(query, 'revision', view.revision);
  }
  if (view.page === 'plans' && view.planShown) set(query, 'at', view.planAt);
  if (view.page === 'targets' && view.planShown) {
    for (const name of ['unitKind', 'period'] as const) set(query, name, view.target?.[name]);
  }
  set(query, 'open', view.open);
  const parts = ['units', view.unit, ...(view.page === 'overview' ? [] : [view.page])];
  if (isOfSeveral(view.page) && view.planShown) parts.push(view.planShown);
  const search = query.toString();
  return '/' + parts.map(encodeURIComponent).join('/') + (search && `?${search}`);
}

/** Pages with one selected item of several. */
const isOfSeveral = (page: Page): boolean => ['plans', 'drafts', 'reports', 'targets', 'reorganisations'].includes(page);

/** Pages that every unit has: navigating between units keeps them. */
const kept: readonly Page[] = ['work', 'reports', 'targets', 'inspections', 'history', 'reorganisations', 'people', 'audit'];

/** Another unit with the same scope. The page itself drops a plan that does not concern it. */
export const atUnit = (view: View, unit: string): string =>
  addressOf({
    ...view,
    unit,
    page: kept.includes(view.page) ? view.page : 'overview',
    list: defaultList,
    audit: { ...view.audit, after: undefined },
    planShown: undefined,
    revision: undefined,
    open: undefined,
  });

/** A unit's report for a period. */
export const reportAddress = (view: View, unit: string, period: string, revision?: number): string =>
  addressOf({ ...view, unit, page: 'reports', planShown: period, revision, open: undefined });

/** An indicator at a unit in a year. */
export const targetAddress = (view: View, indicator: string, year: number, unit = view.unit, target: TargetView = {}): string =>
  addressOf({ ...view, unit, page: 'targets', scope: { ...view.scope, year }, planShown: indicator, target, open: undefined });

/** The list behind a figure. */
export const listAddress = (view: View, list: Partial<ListView> & { name: ListName }, unit = view.unit): string =>
  addressOf({ ...view, unit, page: 'obligations', list: { ...defaultList, ...list }, planShown: undefined, open: undefined });

/** The unit's record with other filters; it starts with the newest entries. */
export const auditAddress = (view: View, changed: Partial<AuditView>): string =>
  addressOf({ ...view, audit: { ...view.audit, after: undefined, ...changed }, open: undefined });

/** The filtered record as a file, with all pages. */
export function auditFile({ unit, audit }: View, format: 'csv' | 'jsonl'): string {
  const query = new URLSearchParams({ under: unit });
  for (const name of ['actor', 'from', 'to'] as const) set(query, name, audit[name]);
  return `/audit.${format}?${query}`;
}

/** Whether a slice of a breakdown belongs to no child. */
export const isUnassigned = (key: string): boolean => key.endsWith('~unassigned');

/** The day of the shown tree; undefined: today. Restated figures use today's map. */
export const treeDay = (scope: Scope): string | undefined => (scope.tree === undefined && isPast(scope.asOf) ? scope.asOf : undefined);

/** The filter of the API's roll-ups for a scope. */
export const progressFilter = (scope: Scope, reformArea?: ReformArea) => ({
  year: scope.year,
  plan: scope.plan,
  reformArea,
  kind: scope.kind === 'ALL' ? null : scope.kind,
  scope: scope.whose,
});

function set(query: URLSearchParams, name: string, value: string | number | undefined): void {
  if (value !== undefined && value !== '') query.set(name, String(value));
}

function oneOf<T extends string>(values: readonly T[], value: string | null): T | undefined {
  return values.find((one) => one === value);
}

function yearOf(value: string | null): number | undefined {
  return value !== null && /^\d{4}$/.test(value) ? Number(value) : undefined;
}

function countOf(value: string | null): number | undefined {
  return value !== null && /^[1-9]\d{0,3}$/.test(value) ? Number(value) : undefined;
}

export function dayOf(value: string | null): string | undefined {
  if (value === null || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) ? value : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
