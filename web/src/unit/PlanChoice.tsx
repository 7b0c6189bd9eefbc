import { useId } from 'preact/hooks';
import { FindPlansDocument, type PlanNameFragment } from '../api/generated';
import { ask } from '../api/http';
import { t } from '../i18n';
import { Icon } from '../ui/Icon';
import { useCombobox } from '../ui/useCombobox';

/** Number of listed plans; one more is requested, to know whether there are more. */
const listed = 20;

interface PlanChoiceProps {
  unit: string;
  year: number | undefined;
  chosen: PlanNameFragment | undefined;
  onChoose: (plan: string | undefined) => void;
}

/** A choice among any number of plans that concern a unit, searched by names, owners and years. */
export function PlanChoice({ unit, year, chosen, onChoose }: PlanChoiceProps) {
  const id = useId();
  const box = useCombobox<PlanNameFragment | null>({
    opensEmpty: true,
    find: async (text, signal) => {
      const found = (await ask(FindPlansDocument, { unit, text, year, first: listed + 1 }, signal)).unit?.relatedPlans ?? [];
      // Without a search text, the first entry is "all plans".
      return text === '' ? [null, ...found] : found;
    },
    choose: (plan) => onChoose(plan?.id),
  });
  const plans = box.found?.filter((plan) => plan !== null) ?? [];
  const hasMore = plans.length > listed;
  const options = box.found?.slice(0, hasMore ? -1 : undefined);
  return (
    <div class="choose wide plan-choice">
      <label for={id}>{t('filter.plan')}</label>
      <span class="picker">
        <input
          {...box.input}
          id={id}
          value={box.open ? box.text : chosen ? nameOf(chosen) : t('filter.allPlans')}
          placeholder={box.open ? t('filter.findPlan') : undefined}
          title={chosen?.title}
        />
        <Icon name="down" />
      </span>
      <div class="found" hidden={!box.shown}>
        <ul {...box.list} aria-label={t('filter.plan')}>
          {options?.map((plan, i) => (
            <li key={plan?.id ?? ''} {...box.option(plan, i)}>
              {plan ? (
                <>
                  <strong>{nameOf(plan)}</strong>
                  <small lang="vi">{plan.title}</small>
                </>
              ) : (
                <strong>{t('filter.allPlans')}</strong>
              )}
            </li>
          ))}
        </ul>
        {box.failed ? (
          <p role="status">{t('search.failed')}</p>
        ) : plans.length === 0 ? (
          <p role="status">{t('filter.noPlan')}</p>
        ) : (
          hasMore && <p role="status">{t('filter.morePlans', { count: listed })}</p>
        )}
      </div>
    </div>
  );
}

const nameOf = ({ startYear, endYear, owner, number }: PlanNameFragment): string =>
  [startYear === endYear ? startYear : `${startYear}–${endYear}`, owner.name, number].filter(Boolean).join(' · ');
