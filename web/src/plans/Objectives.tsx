import { TargetsOfPlanDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { today } from '../i18n/days';
import { formatDay, formatNumber } from '../i18n/format';
import { TargetRow } from '../targets/TargetList';
import { askedOf, withNow } from '../targets/targets';
import { useTargetChanges } from '../targets/useTargets';
import { YearChoice } from '../targets/YearChoice';
import { List } from '../ui/List';
import { Section } from '../ui/Section';
import type { Plan } from './plan';

type Objective = Plan['objectives'][number];

/** The objectives of the plan, with figures at the unit for measured ones. */
export function Objectives({ plan, objectives }: { plan: Plan; objectives: readonly Objective[] }) {
  const { view } = usePage();
  const day = view.scope.asOf ?? today();
  const year = Math.min(plan.endYear, Math.max(plan.startYear, view.scope.year ?? Number(day.slice(0, 4))));
  const asked = askedOf(view.unit, year, view.scope);
  const measured = useResource(TargetsOfPlanDocument, { ...asked, plan: plan.id });
  useTargetChanges(asked, (changed) =>
    measured.replace((data) => {
      if (!data.plan) return data;
      const now = (one: (typeof data.plan.objectives)[number]) =>
        one.indicator ? { ...one, indicator: changed.reduce((list, next) => withNow(list, next), [one.indicator])[0]! } : one;
      return { plan: { ...data.plan, objectives: data.plan.objectives.map(now) } };
    }),
  );
  const indicators = new Map(measured.data?.plan?.objectives.map((one) => [one.id, one.indicator]));
  const years = Array.from({ length: plan.endYear - plan.startYear + 1 }, (_, i) => plan.startYear + i);
  return (
    <Section
      title={t('plans.objectives')}
      class="objectives"
      aside={objectives.length > 0 && years.length > 1 && <YearChoice year={year} years={years} />}
    >
      <List class="target-list" none={t('plans.noObjectives')}>
        {objectives.map((objective) => {
          const indicator = indicators.get(objective.id);
          return indicator ? (
            <TargetRow key={objective.id} indicator={indicator} year={year} plan={plan} text={objective.text}>
              <About objective={objective} />
            </TargetRow>
          ) : (
            <li key={objective.id} class="target">
              <div class="what" lang="vi">
                <p>{objective.text}</p>
                <About objective={objective} />
              </div>
              <div class="result">{objective.target != null && <strong>{aimOf(objective)}</strong>}</div>
            </li>
          );
        })}
      </List>
    </Section>
  );
}

const aimOf = ({ comparison, target, unitOfMeasure }: Objective): string =>
  t(`comparison.${comparison ?? 'EQUAL'}`, { value: formatNumber(target!) }) + (unitOfMeasure === '%' ? '%' : ` ${unitOfMeasure ?? ''}`);

function About({ objective }: { objective: Objective }) {
  const words = [objective.scope, objective.due && formatDay(objective.due)].filter(Boolean).join(' · ');
  return words ? <small lang="vi">{words}</small> : null;
}
