import { useEffect, useRef } from 'preact/hooks';
import { shown, type ShownRow } from '../api/changes';
import { ObligationPageDocument, type ObligationPageQuery } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { isPast } from '../i18n/days';
import { formatNumber, formatDay, formatInstant, formatMoney, formatPercent } from '../i18n/format';
import { Dialog } from '../ui/Dialog';
import { Changing } from '../ui/Figure';
import { Icon } from '../ui/Icon';
import { Unanswered } from '../ui/States';
import { atUnit, reportAddress } from '../view/view';
import { DueText } from '../worklist/DueText';
import { useChanges } from '../unit/useUnit';
import { ChangeDueForm } from './ChangeDueForm';
import { DifficultyForm } from './DifficultyForm';
import { EvidenceText, FileLinks } from './Evidence';
import { NotOffered } from './NotOffered';
import { ReasonForm } from './ReasonForm';
import { ReportForm } from './ReportForm';
import { ReviewForm } from './ReviewForm';
import { SubmitForm } from './SubmitForm';
import { TriggerForm } from './TriggerForm';

type Details = NonNullable<ObligationPageQuery['obligation']>;

/** An obligation with its actions, above the page from which it was opened. */
export function ObligationDialog({ id }: { id: string }) {
  const { view, go } = usePage();
  const page = useResource(ObligationPageDocument, { id, asOf: view.scope.asOf });
  useChanges(page.refresh);
  const row = page.data?.obligation;
  useEffect(
    () => () => {
      // Elements below an open dialog cannot take focus, so it is restored after the dialog is gone.
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) linkOf(id)?.focus();
      });
    },
    [],
  );
  return (
    <Dialog
      title={row?.title ?? t('obligation.title')}
      class="sheet"
      tools={<Neighbours id={id} />}
      onClose={() => go({ ...view, open: undefined })}
    >
      {row ? (
        <Shown row={shown(row) as ShownRow & Details} asked={row.version} />
      ) : page.data ? (
        <p>{t('obligation.gone')}</p>
      ) : (
        <Unanswered of={page} rows={8} />
      )}
    </Dialog>
  );
}

/** The link to an obligation on the page below. */
const linkOf = (id: string) => document.querySelector<HTMLElement>(`[data-obligation="${CSS.escape(id)}"] a`);

/** The previous and next obligations on the page below. */
function Neighbours({ id }: { id: string }) {
  const { view, go } = usePage();
  const step = (by: 1 | -1) => {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-obligation]')];
    const next = rows[rows.findIndex((row) => row.dataset['obligation'] === id) + by];
    if (!next || !linkOf(id)) return;
    next.scrollIntoView({ block: 'center' });
    go({ ...view, open: next.dataset['obligation'] }, true);
  };
  return (
    <span class="neighbours">
      <button type="button" class="plain" onClick={() => step(-1)} aria-label={t('obligation.before')} title={t('obligation.before')}>
        <Icon name="up" />
      </button>
      <button type="button" class="plain" onClick={() => step(1)} aria-label={t('obligation.after')} title={t('obligation.after')}>
        <Icon name="down" />
      </button>
    </span>
  );
}

/** asked: the version to which `actions` belongs. For a newer version received live, no reasons are shown until it is read. */
function Shown({ row, asked }: { row: ShownRow & Details; asked: number }) {
  const { view } = usePage();
  const isOpen = row.status === 'NOT_STARTED' || row.status === 'IN_PROGRESS';
  const isFinal = row.status === 'DONE' || row.status === 'CANCELLED';
  const may = (action: string) => row.actions.includes(action);
  const state = useRef<HTMLParagraphElement>(null);
  // A completed form disappears with the focus, which then moves to the new state.
  useEffect(() => {
    if (document.activeElement === document.body) state.current!.focus();
  }, [row.status, row.actions.join()]);
  return (
    <div class="obligation">
      <p class="state" role="status" ref={state} tabIndex={-1}>
        <Changing value={`${row.status}${row.timeliness}`}>
          <span class={`badge ${row.timeliness}`}>{t(`status.${row.status}`)}</span>
        </Changing>
        <Changing value={row.percent}>
          <strong>{formatPercent(row.percent)}</strong>
        </Changing>
        <DueText row={row} />
        {row.expected && <em>{t('send.optimistic')}</em>}
      </p>
      <Facts row={row} />
      {isPast(view.scope.asOf) ? (
        <p class="note past">{t('past.noCommands', { day: formatDay(view.scope.asOf) })}</p>
      ) : (
        <div class="actions">
          {row.status === 'DONE' && may('reopen') && <ReasonForm row={row} action="reopen" />}
          {row.status === 'CANCELLED' && may('restore') && <ReasonForm row={row} action="restore" />}
          {row.status === 'WAITING' && may('trigger') && (
            <TriggerForm row={row} event={row.task?.schedule.text ?? row.duty?.schedule.text} />
          )}
          {row.status === 'SUBMITTED' && (may('accept') || may('sendBack')) && <ReviewForm row={row} />}
          {row.status === 'SUBMITTED' && may('withdraw') && <ReasonForm row={row} action="withdraw" />}
          {isOpen && may('reportProgress') && <ReportForm row={row} />}
          {isOpen && may('submit') && <SubmitForm row={row} />}
          <DifficultyForm row={row} may={may} />
          {isOpen && may('changeDue') && <ChangeDueForm row={row} />}
          {!isFinal && may('cancel') && <ReasonForm row={row} action="cancel" />}
          {row.version === asked && !row.expected && (
            <NotOffered
              status={row.status}
              actions={row.actions}
              handedInBy={row.handedInBy?.id}
              unit={row.unit}
              path={[...row.unit.ancestors.map((above) => above.id), row.unit.id]}
            />
          )}
        </div>
      )}
    </div>
  );
}

function Facts({ row }: { row: ShownRow & Details }) {
  const { view } = usePage();
  const { task, duty, document, plan, period } = row;
  const facts: [string, preact.ComponentChildren][] = [
    [
      t('obligation.unit'),
      <a href={atUnit(view, row.unit.id)}>{[...row.unit.ancestors.slice(1), row.unit].map((unit) => unit.name).join(' › ')}</a>,
    ],
    [t('obligation.plan'), plan && <span lang="vi">{[plan.number, plan.title].filter(Boolean).join(' · ')}</span>],
    [t('obligation.regime'), period && <span lang="vi">{period.regime.title}</span>],
    [
      t('obligation.period'),
      period && (
        <a href={reportAddress(view, row.unit.id, period.key)} lang="vi">
          {`${period.label} (${formatDay(period.from)} – ${formatDay(period.to)})`}
        </a>
      ),
    ],
    [t('obligation.area'), task && <span lang="vi">{task.area.name}</span>],
    [t('obligation.group'), task?.group],
    [t('obligation.products'), task?.products.join('; ')],
    [t('obligation.leads'), task?.leads.map((lead) => lead.label).join(', ')],
    [t('obligation.coordinators'), task?.coordinators.map((one) => one.label).join(', ')],
    [t('obligation.approver'), task?.approver],
    [t('obligation.schedule'), task?.schedule.text ?? duty?.schedule.text],
    [t('obligation.source'), duty?.source],
    [t('obligation.dueChanges'), row.dueChanges.length > 0 && <DueChanges changes={row.dueChanges} />],
    [t('obligation.completedOn'), row.completedOn && formatDay(row.completedOn)],
    [t('obligation.claimedOn'), row.claimedOn && row.claimedOn !== row.completedOn && formatDay(row.claimedOn)],
    [t('obligation.handedInAt'), row.handedInAt && formatInstant(row.handedInAt)],
    [t('obligation.document'), document && <EvidenceText document={document} />],
    [t('obligation.note'), row.note],
    [t('obligation.budget'), row.budget.planned !== 0 && <Share planned={row.budget.planned} whole={task?.budget.planned ?? null} />],
    [t('obligation.spent'), row.budget.spent !== 0 && formatMoney(row.budget.spent)],
    [t('obligation.weight'), row.weight !== 1 && formatNumber(row.weight)],
    [t('obligation.updated'), formatInstant(row.updatedAt)],
  ];
  return (
    <dl class="facts">
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

const DueChanges = ({ changes }: { changes: Details['dueChanges'] }) => (
  <ul>
    {changes.map((change) => (
      <li key={change.at}>
        {change.from ? `${formatDay(change.from)} → ${formatDay(change.to)}` : formatDay(change.to)}: {change.reason}
        {change.document && ` (${change.document.number}, ${t('obligation.issued', { day: formatDay(change.document.issuedOn) })})`} ·{' '}
        {change.actor}
        {change.document && <FileLinks files={change.document.files} />}
      </li>
    ))}
  </ul>
);

/** The computed share of a joint line's money, not allocated yet. */
const Share = ({ planned, whole }: { planned: number | null; whole: number | null }) => (
  <>
    {formatMoney(planned)}
    {whole !== null && whole !== planned && <small> {t('obligation.share', { whole: formatMoney(whole) })}</small>}
  </>
);
