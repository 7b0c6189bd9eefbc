import { useState } from 'preact/hooks';
import { PlansHereDocument } from '../api/generated';
import { ask } from '../api/http';
import { allSlices } from '../api/pages';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { Drafts } from '../drafts/DraftsPage';
import { t } from '../i18n';
import { formatCount, formatMoneyShort, formatRate } from '../i18n/format';
import { Changing } from '../ui/Figure';
import { More } from '../ui/More';
import { List } from '../ui/List';
import { Section } from '../ui/Section';
import { Unanswered } from '../ui/States';
import { StatusBar } from '../ui/StatusBar';
import { useChanges } from '../unit/useUnit';
import { addressOf, progressFilter } from '../view/view';
import { PlanPage } from './PlanPage';

/** The plans that concern a unit: its own and those of units above and below. */
export function PlansPage() {
  const { view } = usePage();
  return view.planShown ? (
    <PlanPage id={view.planShown} />
  ) : (
    <>
      <AllPlans />
      <Drafts />
    </>
  );
}

/** Number of plans on a page. */
const pageSize = 60;

function AllPlans() {
  const { view } = usePage();
  const [shown, setShown] = useState(pageSize);
  const asked = { id: view.unit, filter: progressFilter(view.scope), asOf: view.scope.asOf };
  const here = useResource(PlansHereDocument, asked, undefined, async (data, signal) => {
    if (!data.unit) return data;
    const next = async (after: string) => (await ask(PlansHereDocument, { ...asked, after }, signal)).unit?.breakdown;
    return { ...data, unit: { ...data.unit, breakdown: await allSlices(data.unit.breakdown, next) } };
  });
  useChanges(here.refresh);
  const plans = here.data?.unit?.breakdown;
  return (
    <Section title={t('plans.title')} class="plans">
      {!plans ? (
        <Unanswered of={here} rows={5} />
      ) : (
        <List class="cards" none={t('plans.none')}>
          {plans.slice(0, shown).map(({ key, label, progress }) => (
            <li key={key}>
              <h3>
                <a href={addressOf({ ...view, page: 'plans', planShown: key })} lang="vi">
                  {label}
                </a>
              </h3>
              <StatusBar parts={progress} />
              <p class="quiet">
                <Changing value={`${progress.total} ${progress.completionRate} ${progress.overdue}`}>
                  {[
                    t('headline.total', { total: formatCount(progress.total) }),
                    `${t('ranking.rate')} ${formatRate(progress.completionRate)}`,
                    `${t('headline.overdue')} ${formatCount(progress.overdue)}`,
                    `${t('measure.planned')} ${formatMoneyShort(progress.budget.planned)}`,
                  ].join(' · ')}
                </Changing>
              </p>
            </li>
          ))}
        </List>
      )}
      {plans && plans.length > shown && (
        <More
          text={t('plans.more', { count: formatCount(Math.min(pageSize, plans.length - shown)) })}
          onClick={() => setShown(shown + pageSize)}
        />
      )}
    </Section>
  );
}
