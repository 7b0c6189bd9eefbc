import type { InspectionsHereQuery, UnitKind } from '../api/generated';

type Unit = NonNullable<InspectionsHereQuery['unit']>;
type Rate = Unit['COMMUNE'];
type Quota = Unit['indicators'][number];

/** Classes whose units are inspected, the highest first. */
export const inspectedKinds = ['PROVINCE', 'DEPARTMENT', 'CENTRAL_AGENCY', 'DISTRICT', 'OFFICE', 'COMMUNE', 'BODY'] as const;

export type InspectedKind = (typeof inspectedKinds)[number];

export interface CoverageRow {
  /** Several if a quota covers them together. */
  kinds: readonly InspectedKind[];
  rate: Rate;
  /** The indicator whose target is the quota; null if no plan has one. */
  quota: Quota | null;
  /** Whether the quota also counts other classes, so that this one's figure needs another query. */
  isOfSeveral: boolean;
}

const classesOf = (quota: Quota): InspectedKind[] =>
  inspectedKinds.filter((kind) => quota.reporters.some((reporter) => reporter.unitClass === kind));

const aimsAt = (quota: Quota, kind: UnitKind, year: number): boolean =>
  quota.targets.some((target) => target.unitKind === kind && (target.year == null || target.year === year));

/** Inspected units and quota by class, followed by classes that a quota combines. */
export function coverageOf(unit: Unit, year: number): CoverageRow[] {
  const quotas = unit.indicators.filter((one) => one.system === 'UNITS_INSPECTED');
  const rows = inspectedKinds
    .map((kind): CoverageRow => {
      const own = quotas.find((one) => classesOf(one).length === 1 && classesOf(one)[0] === kind);
      const shared = quotas.find((one) => classesOf(one).length > 1 && classesOf(one).includes(kind) && aimsAt(one, kind, year));
      return { kinds: [kind], rate: unit[kind], quota: own ?? shared ?? null, isOfSeveral: !own && !!shared };
    })
    .filter((row) => row.rate.denominator > 0);
  // The unit itself belongs to its class, and is shown beside units below only if it was inspected.
  const below = rows.filter((row) => row.kinds[0] !== unit.kind || row.rate.denominator > 1 || row.rate.numerator > 0);
  const together = quotas
    .filter((one) => classesOf(one).length > 1 && one.value.target)
    .map((one): CoverageRow => ({ kinds: classesOf(one), rate: one.value.rate, quota: one, isOfSeveral: false }));
  return [...(below.length > 0 ? below : rows), ...together];
}
