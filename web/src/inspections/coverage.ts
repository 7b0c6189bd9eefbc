import type { InspectionsHereQuery, NamedFragment, UnitKind, UnitsBelowQuery } from '../api/generated';
import { isPast, today } from '../i18n/days';

type Unit = NonNullable<InspectionsHereQuery['unit']>;
type Rate = Unit['COMMUNE'];

/** Classes whose units are inspected, the highest first. */
export const inspectedKinds = ['PROVINCE', 'DEPARTMENT', 'CENTRAL_AGENCY', 'DISTRICT', 'OFFICE', 'COMMUNE', 'BODY'] as const;

export type InspectedKind = (typeof inspectedKinds)[number];

export interface CoverageRow {
  kind: InspectedKind;
  rate: Rate;
  /** The indicator whose target names how many are to be inspected; null where no plan does. */
  quota: Unit['indicators'][number] | null;
}

/** How many of each class there is were inspected, and how many are to be. */
export function coverageOf(unit: Unit): CoverageRow[] {
  const quotas = unit.indicators.filter((one) => one.system === 'UNITS_INSPECTED');
  const isOf = (kind: UnitKind) => (one: (typeof quotas)[number]) => one.reporters.length === 1 && one.reporters[0]!.unitClass === kind;
  const rows = inspectedKinds
    .map((kind) => ({ kind, rate: unit[kind], quota: quotas.find(isOf(kind)) ?? null }))
    .filter((row) => row.rate.denominator > 0);
  // The unit itself is one of its class: beside those below it says something only where it was inspected.
  const below = rows.filter((row) => row.kind !== unit.kind || row.rate.denominator > 1 || row.rate.numerator > 0);
  return below.length > 0 ? below : rows;
}

type Tree = NamedFragment & { children?: readonly Tree[] };

/** Units of a class at and below a unit that are not among those that were inspected, in the order of the tree. */
export function notInspected(top: UnitsBelowQuery['unit'], kind: UnitKind, inspected: ReadonlySet<string>): NamedFragment[] {
  const found: NamedFragment[] = [];
  const walk = (unit: Tree) => {
    if (unit.kind === kind && !inspected.has(unit.id)) found.push(unit);
    unit.children?.forEach(walk);
  };
  if (top) walk(top);
  return found;
}

/** The day whose units a share is of: the end of its year, or the day of the page in a year that goes on then; null for today. */
export function countedOn(year: number, asOf: string | undefined): string | null {
  const day = asOf !== undefined && isPast(asOf) ? asOf : today();
  const last = `${year}-12-31`;
  const counted = last < day ? last : day;
  return counted < today() ? counted : null;
}

/** A whole country has too many units to be listed: there each province lists its own. */
export const isTooWide = (kind: UnitKind): boolean => kind === 'MINISTRY' || kind === 'GOVERNMENT';
