import { useMemo } from 'preact/hooks';
import { shown } from '../api/changes';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { today } from '../i18n/days';
import { formatCount } from '../i18n/format';
import { OwedTargets } from '../targets/OwedTargets';
import { Section } from '../ui/Section';
import { Empty, Unanswered } from '../ui/States';
import { addressOf, listAddress, workShows, type WorkShow } from '../view/view';
import { AcceptList } from './AcceptList';
import { shows } from './marks';
import { monthOf, ReportGrid } from './ReportGrid';
import { useOwed, useToAccept } from './useWork';

/** The start page of people who work at a unit: what to report, and what waits for their acceptance. */
export function MyWork() {
  const { view } = usePage();
  const show = view.work ?? 'open';
  const owed = useOwed(view);
  const toAccept = useToAccept(view);
  const list = owed.data?.unit?.obligations;
  const now = today();
  // Obligations submitted or cancelled since the list was read are no longer open.
  const open = useMemo(() => list?.nodes, [list]);
  const rows = open
    ?.map((row) => ({ ...row, ...shown(row) }))
    .filter((row) => row.status === 'NOT_STARTED' || row.status === 'IN_PROGRESS');
  const accepting = toAccept.data?.obligations;
  const mine = accepting?.nodes.filter((row) => row.actions.includes('accept') && shown(row).status === 'SUBMITTED');
  const counts = (name: WorkShow): number | undefined =>
    name === 'accept' ? mine?.length : rows?.filter((row) => shows[name](row, now)).length;
  const shownRows = show === 'accept' ? undefined : rows?.filter((row) => shows[show](row, now));
  return (
    <>
      {show !== 'accept' && <OwedTargets year={view.scope.year ?? Number(now.slice(0, 4))} />}
      <Section title={show === 'accept' ? t('work.accept') : t('grid.title', { month: monthOf(now) })} class="my-work">
        <nav aria-label={t('work.which')}>
          <ul class="tiles shows">
            {workShows.map((name) => (
              <li key={name} class={(name === 'late' || name === 'back') && counts(name) ? 'overdue' : undefined}>
                <a href={addressOf({ ...view, work: name, open: undefined })} aria-current={name === show ? 'page' : undefined}>
                  <strong data-count={counts(name)}>{counts(name) === undefined ? '…' : formatCount(counts(name)!)}</strong>
                  <span>{t(`work.${name}`)}</span>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {show === 'accept' ? (
          !mine ? (
            <Unanswered of={toAccept} rows={8} />
          ) : (
            <>
              {mine.length === 0 && <Empty text={t('work.noneToAccept')} />}
              <AcceptList unit={view.unit} rows={mine} />
              {accepting!.totalCount > mine.length && (
                <p class="quiet">
                  <a href={listAddress({ ...view, scope: { ...view.scope, kind: 'ALL', whose: 'ALL' } }, { name: 'submitted' })}>
                    {t('work.others', { count: formatCount(accepting!.totalCount - mine.length) })}
                  </a>
                </p>
              )}
            </>
          )
        ) : !shownRows ? (
          <Unanswered of={owed} rows={10} />
        ) : (
          <>
            {list!.totalCount > list!.nodes.length && (
              <p class="note">{t('work.tooMany', { shown: formatCount(list!.nodes.length), count: formatCount(list!.totalCount) })}</p>
            )}
            {shownRows.length === 0 && <Empty text={t(rows!.length === 0 ? 'work.noneOwed' : 'work.none')} />}
            <ReportGrid key={show} unit={view.unit} rows={shownRows} />
          </>
        )}
      </Section>
    </>
  );
}
