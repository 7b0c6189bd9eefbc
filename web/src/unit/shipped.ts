import type { PlanNameFragment } from '../api/generated';

/** The plans in data/plans that come with the system; a test compares them. */
export const shippedPlans = ['binh-dinh-2011-2015', 'hung-yen-2016-2020', 'son-tay-2016-2020', 'tay-ninh-2013', 'tien-giang-2018'];

/** The years of the initial plans; undefined as soon as there is any other plan. */
export function yearsOfShipped(plans: readonly Pick<PlanNameFragment, 'id' | 'startYear' | 'endYear'>[]): [number, number] | undefined {
  if (plans.length === 0 || plans.some((plan) => !shippedPlans.includes(plan.id))) return undefined;
  return [Math.min(...plans.map((plan) => plan.startYear)), Math.max(...plans.map((plan) => plan.endYear))];
}
