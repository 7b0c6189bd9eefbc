import { useMemo } from 'preact/hooks';
import { MoreLinesDocument, PlanPageDocument, type PlanPageQuery } from '../api/generated';
import { ask } from '../api/http';
import { allSlices } from '../api/pages';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { isPast, today } from '../i18n/days';
import { formatCount, formatDay } from '../i18n/format';
import { Section } from '../ui/Section';
import { Unanswered } from '../ui/States';
import { useChanges } from '../unit/useUnit';
import { addressOf, atUnit, type View } from '../view/view';
import { Amend } from './AmendForm';
import { AnnexLinks } from './AnnexLinks';
import type { Plan } from './plan';
import { Objectives } from './Objectives';
import { Duties, TaskLines } from './PlanLines';
import { TextOfDay, Versions } from './Versions';

type Lines = NonNullable<PlanPageQuery['unit']>['lines'];

/** One plan: its basis, its objectives, and the state of each line at the unit. */
export function PlanPage({ id }: { id: string }) {
  const { view } = usePage();
  const asked = { unit: view.unit, filter: { plan: id, kind: null }, asOf: view.scope.asOf };
  const day = { on: view.planAt ?? today(), isOfDay: view.planAt !== undefined };
  const page = useResource(PlanPageDocument, { id, ...asked, ...day }, undefined, async (data, signal) => {
    if (!data.unit) return data;
    const next = async (after: string) => (await ask(MoreLinesDocument, { ...asked, after }, signal)).unit?.lines;
    return { ...data, unit: { ...data.unit, lines: await allSlices(data.unit.lines, next) } };
  });
  useChanges(page.refresh);
  const { data } = page;
  if (!data)
    return (
      <Section title={t('plans.title')}>
        <Unanswered of={page} rows={12} />
      </Section>
    );
  if (!data.plan)
    return (
      <Section title={t('plans.gone')}>
        <p>
          <a href={addressOf({ ...view, planShown: undefined })}>{t('plans.back')}</a>
        </p>
      </Section>
    );
  return <Shown plan={data.plan} lines={data.unit?.lines ?? []} view={view} onAmended={page.refresh} />;
}

function Shown({ plan, lines, view, onAmended }: { plan: Plan; lines: Lines; view: View; onAmended: () => void }) {
  const progress = useMemo(() => new Map(lines.map((line) => [line.key, line.progress])), [lines]);
  // Before its adoption there is no text of that day; the page then shows the one in force and says so.
  const text = plan.at ?? plan;
  return (
    <div class="plan">
      <Section title={text.title} class="about" aside={<a href={addressOf({ ...view, planShown: undefined })}>{t('plans.back')}</a>}>
        <p>
          <a href={atUnit(view, plan.owner.id)}>{plan.owner.name}</a>
          {[
            plan.number && t('plans.number', { number: plan.number }),
            plan.adoptedOn && t('plans.adopted', { day: formatDay(plan.adoptedOn) }),
            plan.effectiveOn && t('plans.effective', { day: formatDay(plan.effectiveOn) }),
            t('plans.years', { years: plan.startYear === plan.endYear ? plan.startYear : `${plan.startYear}–${plan.endYear}` }),
          ]
            .filter(Boolean)
            .map((text) => ` · ${text}`)}
        </p>
        {plan.parent && (
          <p>
            {t('plans.parent')}:{' '}
            <a href={addressOf({ ...view, unit: plan.parent.owner.id, planShown: plan.parent.id })}>{plan.parent.title}</a>
          </p>
        )}
        <AnnexLinks docx={plan.docx} xlsx={plan.xlsx} />
        <Links plan={plan} view={view} />
        {plan.basedOn.length > 0 && (
          <details>
            <summary>
              {t('plans.basedOn')} ({formatCount(plan.basedOn.length)})
            </summary>
            <ul lang="vi">
              {plan.basedOn.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </details>
        )}
        <TextOfDay plan={plan} />
      </Section>
      <Objectives plan={plan} objectives={text.objectives} />
      <TaskLines plan={plan} tasks={text.tasks} progress={progress} view={view} />
      <Duties plan={plan} progress={progress} view={view} />
      <Versions plan={plan} />
      {!view.planAt && !isPast(view.scope.asOf) && <Amend plan={plan} onDone={onAmended} />}
    </div>
  );
}

/** Links to the plan's figures and files. */
function Links({ plan, view }: { plan: Plan; view: View }) {
  if (view.scope.plan === plan.id) return null;
  return (
    <p class="buttons">
      <a class="button" href={addressOf({ ...view, page: 'overview', planShown: undefined, scope: { ...view.scope, plan: plan.id } })}>
        {t('plans.use')}
      </a>
    </p>
  );
}
