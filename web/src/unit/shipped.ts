import type { PlanNameFragment } from '../api/generated';

/** The plans that come with the system, as data/plans holds them; a test compares. */
export const shippedPlans = ['binh-dinh-2011-2015', 'hung-yen-2016-2020', 'son-tay-2016-2020', 'tay-ninh-2013', 'tien-giang-2018'];

/** The years of what ships, where nothing else is there yet; undefined as soon as anybody has a plan of his own. */
export function yearsOfShipped(plans: readonly Pick<PlanNameFragment, 'id' | 'startYear' | 'endYear'>[]): [number, number] | undefined {
  if (plans.length === 0 || plans.some((plan) => !shippedPlans.includes(plan.id))) return undefined;
  return [Math.min(...plans.map((plan) => plan.startYear)), Math.max(...plans.map((plan) => plan.endYear))];
}
