import { TargetsHereDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { isPast } from '../i18n/days';
import { List } from '../ui/List';
import { Section } from '../ui/Section';
import { Unanswered } from '../ui/States';
import { addressOf } from '../view/view';
import { OfYear } from './OfYear';
import { OwedTargets } from './OwedTargets';
import { TargetPage } from './TargetPage';
import { TargetRow } from './TargetList';
import { askedOf, withNow } from './targets';
import { useTargetChanges } from './useTargets';
import { YearChoice } from './YearChoice';

/** The targets for a unit and everything below it, or one of them. */
export function TargetsPage() {
  const { view } = usePage();
  return (
    <OfYear title={t('target.title')}>
      {(years) =>
        view.planShown ? (
          <TargetPage key={view.planShown} id={view.planShown} {...years} />
        ) : (
          <>
            {!isPast(view.scope.asOf) && <OwedTargets year={years.year} />}
            <Targets {...years} />
          </>
        )
      }
    </OfYear>
  );
}

function Targets({ year, years }: { year: number; years: readonly number[] }) {
  const { view } = usePage();
  const asked = askedOf(view.unit, year, view.scope);
  const here = useResource(TargetsHereDocument, asked);
  useTargetChanges(asked, (changed) =>
    here.replace((data) => {
      if (!data.unit) return data;
      return { unit: { ...data.unit, indicators: changed.reduce((list, now) => withNow(list, now), data.unit.indicators) } };
    }),
  );
  const shown = here.data?.unit?.indicators.filter((one) => !view.scope.plan || one.plan?.id === view.scope.plan);
  return (
    <Section title={t('target.title')} class="targets" aside={<YearChoice year={year} years={years} />}>
      {!shown ? (
        <Unanswered of={here} rows={8} />
      ) : (
        <List class="target-list" none={t('target.none', { year })}>
          {shown.map((one) => (
            <TargetRow key={one.id} indicator={one} year={year} plan={one.plan}>
              <small>
                {one.plan ? (
                  <a href={addressOf({ ...view, page: 'plans', planShown: one.plan.id })} lang="vi">
                    {one.plan.number ?? one.plan.title}
                  </a>
                ) : (
                  t('target.noPlan')
                )}
                {one.owner.id !== view.unit && ` · ${one.owner.name}`}
              </small>
            </TargetRow>
          ))}
        </List>
      )}
    </Section>
  );
}
