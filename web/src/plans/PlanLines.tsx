import { Fragment } from 'preact';
import type { PlanPageQuery } from '../api/generated';
import { t } from '../i18n';
import { formatCount, formatDay, formatMoney, formatMoneyShort } from '../i18n/format';
import { Figure } from '../ui/Figure';
import { Section } from '../ui/Section';
import { Empty } from '../ui/States';
import { StatusBar } from '../ui/StatusBar';
import { numbers, Table } from '../ui/Table';
import { listAddress, type View } from '../view/view';
import type { Line, Plan } from './plan';

export type Progress = Map<string, NonNullable<PlanPageQuery['unit']>['lines'][number]['progress']>;

/** The products of a line, unless its title already names them. */
const productsOf = ({ title, products }: Line): string => products.filter((product) => bare(product) !== bare(title)).join('; ');

const bare = (text: string): string =>
  text
    .trim()
    .replace(/[.;]+$/, '')
    .toLowerCase();

interface LinesProps {
  plan: Plan;
  progress: Progress;
  view: View;
}

/** The plan's annex as in its document, with the result beside each line. */
export function TaskLines({ plan, tasks, progress, view }: LinesProps & { tasks: readonly Line[] }) {
  return (
    <Section title={t('plans.lines')} class="lines annex">
      <Table
        title={t('plans.lines')}
        heads={[
          t('plans.code'),
          t('plans.line'),
          t('plans.products'),
          t('plans.leads'),
          t('plans.coordinators'),
          t('plans.schedule'),
          numbers(t('plans.money')),
          t('plans.result'),
        ]}
      >
        {plan.areas.map((area) => {
          const inArea = tasks.filter((task) => task.area.id === area.id);
          return (
            <tbody key={area.id}>
              <tr class="group">
                <th colSpan={6} scope="colgroup" lang="vi">
                  {area.name}
                </th>
                <td class="number">{area.budget.planned !== 0 && formatMoneyShort(area.budget.planned)}</td>
                <td>{t(`areaShort.${area.reform}`)}</td>
              </tr>
              {inArea.map((task, i) => (
                <Fragment key={task.id}>
                  {task.group && task.group !== inArea[i - 1]?.group && (
                    <tr class="subgroup">
                      <th colSpan={8} scope="colgroup" lang="vi">
                        {task.group}
                      </th>
                    </tr>
                  )}
                  <TaskLine task={task} plan={plan} progress={progress} view={view} />
                </Fragment>
              ))}
            </tbody>
          );
        })}
      </Table>
    </Section>
  );
}

function TaskLine({ task, ...rest }: LinesProps & { task: Line }) {
  const names = (assignees: Line['leads']) => assignees.map((one) => one.label).join(', ');
  return (
    <tr class={task.withdrawn ? 'withdrawn' : undefined}>
      <td>{task.code}</td>
      <th scope="row" lang="vi">
        {task.withdrawn ? (
          <>
            <del>{task.title}</del> <span class="badge">{t('plans.withdrawn')}</span>
          </>
        ) : (
          task.title
        )}
        {task.approver && <small>{t('plans.approver', { name: task.approver })}</small>}
      </th>
      <td lang="vi">{productsOf(task)}</td>
      <td lang="vi">{names(task.leads)}</td>
      <td lang="vi">{names(task.coordinators)}</td>
      <td lang="vi">
        {task.schedule.text}
        {task.schedule.due && <small>{formatDay(task.schedule.due)}</small>}
      </td>
      <td class="number" title={task.budget.planned ? formatMoney(task.budget.planned) : undefined}>
        {task.budget.planned !== 0 && formatMoneyShort(task.budget.planned)}
      </td>
      <Result id={task.id} title={task.title} kind="TASK" {...rest} />
    </tr>
  );
}

export function Duties({ plan, progress, view }: LinesProps) {
  return (
    <Section title={t('plans.duties')} class="lines">
      {plan.duties.length === 0 ? (
        <Empty text={t('plans.noDuties')} />
      ) : (
        <Table
          title={t('plans.duties')}
          heads={[t('filter.kind'), t('plans.line'), t('plans.leads'), t('plans.schedule'), t('plans.result')]}
        >
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
        </Table>
      )}
    </Section>
  );
}

function Result({ id, title, plan, progress, view, kind }: LinesProps & { id: string; title: string; kind: View['scope']['kind'] }) {
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
