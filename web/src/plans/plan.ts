import type { PlanPageQuery, PlanTextFragment } from '../api/generated';

export type Plan = NonNullable<PlanPageQuery['plan']>;

/** A line of the plan. */
export type Line = PlanTextFragment['tasks'][number];
