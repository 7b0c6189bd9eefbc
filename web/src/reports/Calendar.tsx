import { useCallback, useMemo, useState } from 'preact/hooks';
import { RegimesHereDocument, type OwedReportFragment, type PeriodsQuery, type RegimesHereQuery } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { today } from '../i18n/days';
import { formatCount, formatDay, formatRate, nothing } from '../i18n/format';
import { EvidenceText } from '../obligation/Evidence';
import { Choice, Select } from '../ui/Choice';
import { Changing } from '../ui/Figure';
import { Icon } from '../ui/Icon';
import { usePrinting } from '../ui/printing';
import { Section } from '../ui/Section';
import { Empty, Unanswered } from '../ui/States';
import { Scroll } from '../ui/Table';
import { UnitPath } from '../unit/UnitPath';
import { atUnit, listAddress, reportAddress } from '../view/view';
import { dueDays, rowsOf, stateOf, yearIn, type CellState, type Row } from './cells';
import { walk } from './keys';
import { reportsMax, useCalendar, type Column } from './useReports';

/** Number of units on a page. */
const pageSize = 50;

type Regime = RegimesHereQuery['regimes'][number];
type Period = NonNullable<PeriodsQuery['regime']>['periods'][number];

const icons = { inTime: 'check', late: 'late', missing: 'overdue', notDue: 'within', cancelled: 'close' } as const satisfies Record<
  CellState,
  string
>;

/** The state of reports of one regime in one year: units as rows, periods as columns. */
export function Calendar() {
  const { view, go } = usePage();
  const here = useResource(RegimesHereDocument, { unit: view.unit, tree: view.scope.tree });
  const regimes = here.data?.regimes;
  const regime = regimes?.find((one) => one.id === view.regime) ?? regimes?.at(-1);
  if (!regimes)
    return (
      <Section title={t('reports.title')} class="calendar">
        <Unanswered of={here} rows={10} />
      </Section>
    );
  if (!regime)
    return (
      <Section title={t('reports.title')} class="calendar">
        <Empty text={t('reports.noRegime')} />
      </Section>
    );
  const year = yearIn(regime, view.scope.year ?? Number((view.scope.asOf ?? today()).slice(0, 4)));
  const years = Array.from({ length: regime.endYear - regime.startYear + 1 }, (_, i) => regime.startYear + i);
  return (
    <Section title={t('reports.titleOf', { year })} class="calendar">
      <form class="filters" aria-label={t('reports.which')} onSubmit={(event) => event.preventDefault()}>
        <Select
          label={t('reports.regime')}
          value={regime.id}
          onChange={(id) => go({ ...view, regime: id, scope: { ...view.scope, year: undefined } })}
        >
          {regimes.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </Select>
        <Choice
          label={t('filter.year')}
          value={year}
          options={years}
          onChange={(chosen) => go({ ...view, regime: regime.id, scope: { ...view.scope, year: chosen } })}
        />
      </form>
      <About regime={regime} />
      <Periods key={`${regime.id} ${year}`} regime={regime} year={year} />
    </Section>
  );
}

function About({ regime }: { regime: Regime }) {
  const { view } = usePage();
  return (
    <p class="quiet" lang="vi">
      <span class="paper">{regime.title} · </span>
      {t('reports.demandedBy')} <a href={atUnit(view, regime.owner.id)}>{regime.owner.name}</a>
      {regime.collector && (
        <>
          {' · '}
          {t('reports.collector')} <a href={atUnit(view, regime.collector.id)}>{regime.collector.name}</a>
        </>
      )}
      {regime.act && (
        <>
          {' · '}
          <EvidenceText document={regime.act} />
        </>
      )}
    </p>
  );
}

function Periods({ regime, year }: { regime: Regime; year: number }) {
  const { view } = usePage();
  const calendar = useCalendar(view.unit, regime.id, year, view.scope);
  const [from, setFrom] = useState(0);
  const isPrinting = usePrinting(useCallback(async () => {}, []));
  const { columns, isHidden } = calendar.data ?? {};
  const rows = useMemo(
    () => (columns ? rowsOf(new Map([...columns].map(([key, column]) => [key, column.reports])), view.unit) : []),
    [columns, view.unit],
  );
  const periods = calendar.data?.regime?.periods;
  if (!periods || !columns) return <Unanswered of={calendar} rows={12} />;
  const isOwner = regime.owner.id === view.unit;
  if (rows.length === 0 && !isOwner && !isHidden) return <Empty text={t('reports.none')} />;
  const first = Math.min(from, Math.max(0, Math.floor((rows.length - 1) / pageSize)) * pageSize);
  const shown = isPrinting ? rows : rows.slice(first, first + pageSize);
  const isCut = [...columns.values()].some((column) => column.total > column.reports.length);
  return (
    <>
      {isCut && <p class="note">{t('reports.tooMany', { count: formatCount(reportsMax) })}</p>}
      {rows.length > pageSize && <Pager from={first} count={rows.length} go={setFrom} />}
      {/* It scrolls, so the keyboard must reach it. */}
      <Scroll title={t('reports.titleOf', { year })} role="group">
        <table onKeyDown={walk}>
          <thead>
            <tr>
              <th scope="col">{t('reports.unit')}</th>
              {periods.map((period) => (
                <Head key={period.key} period={period} column={columns.get(period.key)!} all={periods} />
              ))}
            </tr>
          </thead>
          <tbody>
            {isOwner && <OwnersRow regime={regime} periods={periods} />}
            {shown.map((row) => (
              <UnitRow key={row.unit.id} row={row} periods={periods} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {rows.length === 0 && <Empty text={t(isHidden ? 'reports.hidden' : 'reports.none')} />}
      <details class="keys">
        <summary>{t('draftGrid.help')}</summary>
        <p class="quiet">{t('reports.keys')}</p>
      </details>
    </>
  );
}

function Pager({ from, count, go }: { from: number; count: number; go: (from: number) => void }) {
  return (
    <nav class="buttons pager" aria-label={t('reports.pages')}>
      <button type="button" disabled={from === 0} onClick={() => go(from - pageSize)}>
        {t('reports.before')}
      </button>
      <span role="status">
        {t('reports.shown', { from: formatCount(from + 1), to: formatCount(Math.min(count, from + pageSize)), count: formatCount(count) })}
      </span>
      <button type="button" disabled={from + pageSize >= count} onClick={() => go(from + pageSize)}>
        {t('reports.after')}
      </button>
    </nav>
  );
}

/** The period's days, and the state of its reports. */
function Head({ period, column, all }: { period: Period; column: Column; all: readonly Period[] }) {
  const { view } = usePage();
  const due = dueDays(column.reports);
  const list = listAddress({ ...view, scope: { ...view.scope, year: undefined, kind: 'REPORT' } }, { name: 'all', period: period.key });
  const served = all.filter((one) => period.serves.includes(one.key)).map((one) => labelOf(one.label));
  return (
    <th scope="col" data-period={period.key}>
      <strong lang="vi">{labelOf(period.label)}</strong>
      <small>
        {formatDay(period.from)} – {formatDay(period.to)}
      </small>
      {due && (
        <small>
          {due[0] === due[1]
            ? t('reports.due', { day: formatDay(due[0]) })
            : t('reports.dueFrom', { from: formatDay(due[0]), to: formatDay(due[1]) })}
        </small>
      )}
      {served.length > 0 && <small>{t('reports.serves', { periods: served.join(', ') })}</small>}
      {(['completeness', 'timeliness'] as const).map((name) => {
        const { numerator, denominator, percent } = period[name];
        return (
          <small key={name} class={name} data-rate={`${numerator}/${denominator}`}>
            {t(`reports.${name}`)}{' '}
            {denominator === 0 ? (
              nothing
            ) : (
              <a href={list}>
                <span class="sr">{t('reports.ofPeriod', { period: period.label })} </span>
                <Changing value={numerator}>
                  {formatCount(numerator)}/{formatCount(denominator)}
                </Changing>{' '}
                ({formatRate(percent)})
              </a>
            )}
          </small>
        );
      })}
    </th>
  );
}

/** The year is shown above the table. */
const labelOf = (label: string): string => label.replace(/, \d{4}$/, '');

/** The regime's owner adds the reports up in its own one, which it does not owe under this regime. */
function OwnersRow({ regime, periods }: { regime: Regime; periods: readonly Period[] }) {
  const { view } = usePage();
  return (
    <tr class="owner">
      <th scope="row">{t('reports.consolidated', { unit: regime.owner.name })}</th>
      {periods.map((period) => (
        <td key={period.key}>
          <a href={reportAddress(view, regime.owner.id, period.key)} data-column={period.key}>
            {t('reports.open')}
            <span class="sr"> {t('reports.consolidatedOf', { period: period.label })}</span>
          </a>
        </td>
      ))}
    </tr>
  );
}

function UnitRow({ row, periods }: { row: Row; periods: readonly Period[] }) {
  const { view } = usePage();
  return (
    <tr data-unit={row.unit.id}>
      <th scope="row">
        <a href={atUnit({ ...view, page: 'reports' }, row.unit.id)}>
          <UnitPath unit={row.unit} />
        </a>
      </th>
      {periods.map((period) => {
        const report = row.cells.get(period.key);
        return report ? (
          <Cell key={period.key} report={report} period={period} />
        ) : (
          <td key={period.key} class="quiet">
            <span aria-hidden="true">{nothing}</span>
            <span class="sr">{t('reports.notOwed')}</span>
          </td>
        );
      })}
    </tr>
  );
}

function Cell({ report, period }: { report: OwedReportFragment; period: Period }) {
  const { view } = usePage();
  const state = stateOf(report, view.scope.asOf ?? today());
  const isHandedIn = state === 'inTime' || state === 'late';
  const detail = isHandedIn
    ? report.completedOn && t('reports.sentOn', { day: formatDay(report.completedOn) })
    : state !== 'cancelled' && report.due && t('reports.due', { day: formatDay(report.due) });
  const waits = report.status === 'SUBMITTED' ? t('reports.waits') : report.status === 'IN_PROGRESS' ? t('reports.begun') : undefined;
  return (
    <td class={`cell ${state}`} data-state={state} data-status={report.status}>
      <a href={reportAddress(view, report.unit.id, period.key)} data-column={period.key}>
        <span class="sr">
          {report.unit.name}, {period.label}:{' '}
        </span>
        <Changing value={`${state}${report.status}`}>
          <span class="sign">
            <Icon name={icons[state]} /> {t(`reportState.${state}`)}
          </span>
        </Changing>
        {detail && <small> {detail}</small>}
        {waits && <small> {waits}</small>}
      </a>
    </td>
  );
}
