import type { PlanPageQuery, PlanTextFragment } from '../api/generated';

export type Plan = NonNullable<PlanPageQuery['plan']>;

/** A line of it that units carry out. */
export type Line = PlanTextFragment['tasks'][number];
