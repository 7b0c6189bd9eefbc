import { useMemo } from 'preact/hooks';
import { MoreLinesDocument, PlanPageDocument, type PlanPageQuery } from '../api/generated';
import { ask } from '../api/http';
import { allSlices } from '../api/pages';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount, formatDay, formatMoneyShort } from '../i18n/format';
import { AnnexLinks } from './AnnexLinks';
import { Figure } from '../ui/Figure';
import { Section } from '../ui/Section';
import { Empty, Failed, Loading } from '../ui/States';
import { StatusBar } from '../ui/StatusBar';
import { useChanges } from '../unit/useUnit';
import { addressOf, atUnit, listAddress, type View } from '../view/view';

type Plan = NonNullable<PlanPageQuery['plan']>;
type Lines = NonNullable<PlanPageQuery['unit']>['lines'];

/** One plan: what it rests on, what it wants, and how each of its lines stands at the unit. */
export function PlanPage({ id }: { id: string }) {
  const { view } = usePage();
  const asked = { unit: view.unit, filter: { plan: id, kind: null }, asOf: view.scope.asOf };
  const page = useResource(PlanPageDocument, { id, ...asked }, undefined, async (data, signal) => {
    if (!data.unit) return data;
    const next = async (after: string) => (await ask(MoreLinesDocument, { ...asked, after }, signal)).unit?.lines;
    return { ...data, unit: { ...data.unit, lines: await allSlices(data.unit.lines, next) } };
  });
  useChanges(page.refresh);
  const { data } = page;
  if (!data)
    return page.error ? (
      <Section title={t('plans.title')}>
        <Failed error={page.error} retry={page.refresh} />
      </Section>
    ) : (
      <Section title={t('plans.title')}>
        <Loading rows={12} />
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
  return <Shown plan={data.plan} lines={data.unit?.lines ?? []} view={view} />;
}

function Shown({ plan, lines, view }: { plan: Plan; lines: Lines; view: View }) {
  const progress = useMemo(() => new Map(lines.map((line) => [line.key, line.progress])), [lines]);
  return (
    <div class="plan">
      <Section title={plan.title} class="about" aside={<a href={addressOf({ ...view, planShown: undefined })}>{t('plans.back')}</a>}>
        <p>
          <a href={atUnit(view, plan.owner.id)}>{plan.owner.name}</a>
          {[
            plan.number && t('plans.number', { number: plan.number }),
            plan.adoptedOn && t('plans.adopted', { day: formatDay(plan.adoptedOn) }),
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
        {view.scope.plan !== plan.id && (
          <p class="buttons">
            <a
              class="button"
              href={addressOf({ ...view, page: 'overview', planShown: undefined, scope: { ...view.scope, plan: plan.id } })}
            >
              {t('plans.use')}
            </a>
          </p>
        )}
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
      </Section>
      <Objectives plan={plan} />
      <TaskLines plan={plan} progress={progress} view={view} />
      <Duties plan={plan} progress={progress} view={view} />
    </div>
  );
}

function Objectives({ plan }: { plan: Plan }) {
  return (
    <Section title={t('plans.objectives')} class="objectives">
      {plan.objectives.length === 0 ? (
        <Empty text={t('plans.noObjectives')} />
      ) : (
        <ul lang="vi">
          {plan.objectives.map((objective) => (
            <li key={objective.id}>
              {objective.target !== null && objective.target !== undefined && (
                <strong>
                  {t(`comparison.${objective.comparison ?? 'EQUAL'}`, { value: formatCount(objective.target) })}
                  {objective.unitOfMeasure === '%' ? '%' : ` ${objective.unitOfMeasure ?? ''}`}
                </strong>
              )}
              <span>
                {objective.text}
                {objective.scope && <small> · {objective.scope}</small>}
                {objective.due && <small> · {formatDay(objective.due)}</small>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** What a line brings forth, where its title does not say the same already. */
const productsOf = ({ title, products }: Plan['tasks'][number]): string =>
  products.filter((product) => bare(product) !== bare(title)).join('; ');

const bare = (text: string): string =>
  text
    .trim()
    .replace(/[.;]+$/, '')
    .toLowerCase();

type Progress = Map<string, Lines[number]['progress']>;

function TaskLines({ plan, progress, view }: { plan: Plan; progress: Progress; view: View }) {
  return (
    <Section title={t('plans.lines')} class="lines">
      <div class="scroll" tabIndex={0} role="region" aria-label={t('state.table', { title: t('plans.lines') })}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('plans.code')}</th>
              <th scope="col">{t('plans.line')}</th>
              <th scope="col">{t('plans.leads')}</th>
              <th scope="col">{t('plans.schedule')}</th>
              <th scope="col" class="number">
                {t('plans.money')}
              </th>
              <th scope="col">{t('plans.result')}</th>
            </tr>
          </thead>
          {plan.areas.map((area) => (
            <tbody key={area.id}>
              <tr class="group">
                <th colSpan={4} scope="colgroup" lang="vi">
                  {area.name}
                </th>
                <td class="number">{area.budget.planned !== 0 && formatMoneyShort(area.budget.planned)}</td>
                <td>{t(`areaShort.${area.reform}`)}</td>
              </tr>
              {plan.tasks
                .filter((task) => task.area.id === area.id)
                .map((task) => (
                  <tr key={task.id}>
                    <td>{task.code}</td>
                    <th scope="row" lang="vi">
                      {task.title}
                      {productsOf(task) && <small>{productsOf(task)}</small>}
                    </th>
                    <td lang="vi">{task.leads.map((lead) => lead.label).join(', ')}</td>
                    <td lang="vi">
                      {task.schedule.text}
                      {task.schedule.due && <small>{formatDay(task.schedule.due)}</small>}
                    </td>
                    <td class="number">{task.budget.planned !== 0 && formatMoneyShort(task.budget.planned)}</td>
                    <Result id={task.id} title={task.title} plan={plan} progress={progress} view={view} kind="TASK" />
                  </tr>
                ))}
            </tbody>
          ))}
        </table>
      </div>
    </Section>
  );
}

function Duties({ plan, progress, view }: { plan: Plan; progress: Progress; view: View }) {
  return (
    <Section title={t('plans.duties')} class="lines">
      {plan.duties.length === 0 ? (
        <Empty text={t('plans.noDuties')} />
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label={t('state.table', { title: t('plans.duties') })}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('filter.kind')}</th>
                <th scope="col">{t('plans.line')}</th>
                <th scope="col">{t('plans.leads')}</th>
                <th scope="col">{t('plans.schedule')}</th>
                <th scope="col">{t('plans.result')}</th>
              </tr>
            </thead>
            <tbody>
              {plan.duties.map((duty) => (
                <tr key={duty.id}>
                  <td>{t(`obligationKind.${duty.kind}`)}</td>
                  <th scope="row" lang="vi">
                    {duty.title}
                    {duty.source && <small>{duty.source}</small>}
                  </th>
                  <td lang="vi">{duty.leads.map((lead) => lead.label).join(', ')}</td>
                  <td lang="vi">{duty.schedule.text}</td>
                  <Result id={duty.id} title={duty.title} plan={plan} progress={progress} view={view} kind={duty.kind} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

function Result({
  id,
  title,
  plan,
  progress,
  view,
  kind,
}: {
  id: string;
  title: string;
  plan: Plan;
  progress: Progress;
  view: View;
  kind: View['scope']['kind'];
}) {
  const mine = progress.get(id);
  if (!mine || mine.total === 0) return <td class="quiet">–</td>;
  const inPlan = { ...view, scope: { ...view.scope, plan: plan.id, kind } };
  return (
    <td class="result">
      <Figure
        value={mine.total}
        text={`${formatCount(mine.done)}/${formatCount(mine.total - mine.cancelled)}`}
        label={`${title}, ${t('plans.result')}`}
        href={listAddress(inPlan, { name: 'all', task: id })}
      />
      <StatusBar parts={mine} thin />
    </td>
  );
}
