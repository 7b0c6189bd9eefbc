import { perform } from '../api/commands';
import { EarlierReportDocument, PeriodReportDocument, ReportPlaceDocument, type ReportTextFragment } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { isPast, today } from '../i18n/days';
import { formatCount, formatDay } from '../i18n/format';
import { Send } from '../obligation/Send';
import { Section } from '../ui/Section';
import { Failed, Loading } from '../ui/States';
import { addressOf, atUnit, reportAddress } from '../view/view';
import { Acting } from './Acting';
import { Below } from './Below';
import { partsOfKey, stateOf } from './cells';
import { mayCollect } from './collect';
import { Editor } from './Editor';
import { Figures } from './Figures';
import { Files } from './Files';
import { Narrative } from './Narrative';
import type { May, RegimeOfPage, UnitOfPage } from './place';
import { Revisions } from './Revisions';
import { Signature } from './Signature';
import { useReportChanges } from './useReports';

/** Minimum interval between reads, since each read of a draft counts its figures again. */
const everyMs = 3_000;

const nothingAllowed: May = { write: false, sign: false, collect: false };

/** A unit's report for a period: content, sources and actions. */
export function ReportPage({ period }: { period: string }) {
  const { view } = usePage();
  const parts = partsOfKey(period);
  const place = useResource(
    ReportPlaceDocument,
    parts && { unit: view.unit, period, regime: parts.regime, year: parts.year, yearBefore: parts.year - 1 },
  );
  const present = useResource(PeriodReportDocument, parts && { unit: view.unit, period }, everyMs);
  useReportChanges(view.unit, present.refresh);
  const now = present.data?.reportOf;
  const earlierId = now && view.revision !== undefined ? now.revisions.find((one) => one.revision === view.revision)?.id : undefined;
  const isEarlier = earlierId !== undefined && earlierId !== now?.id;
  const earlier = useResource(EarlierReportDocument, isEarlier ? { id: earlierId } : null);
  const back = (
    <a href={addressOf({ ...view, planShown: undefined, revision: undefined, regime: parts?.regime ?? view.regime })}>
      {t('reports.back')}
    </a>
  );
  const { unit, regime, viewer } = place.data ?? {};
  const here = regime?.periods.find((one) => one.key === period);
  if (!parts || (place.data && !here))
    return (
      <Section title={t('reports.title')} aside={back}>
        <p>{t('reports.gone')}</p>
      </Section>
    );
  const error = place.error ?? present.error ?? earlier.error;
  if (!unit || !regime || !viewer || !here || !present.data || (isEarlier && !earlier.data))
    return (
      <Section title={t('reports.title')} aside={back}>
        {error ? <Failed error={error} retry={() => [place, present, earlier].forEach((one) => one.refresh())} /> : <Loading rows={12} />}
      </Section>
    );
  const isOfToday = !isPast(view.scope.asOf);
  const may: May = isOfToday
    ? {
        write: here.rights.includes('REPORT'),
        sign: here.rights.includes('SUBMIT'),
        collect: mayCollect({
          rights: here.rights,
          grants: viewer.grants,
          collector: regime.collector,
          agencies: [...unit.focalAgencies, ...unit.ancestors.flatMap((above) => above.focalAgencies)],
        }),
      }
    : nothingAllowed;
  const again = () => {
    present.refresh();
    place.refresh();
  };
  const report = isEarlier ? earlier.data?.report : now;
  return (
    <div class="report">
      <Section title={t('reportPage.title', { period: report?.period.label ?? here.label })} class="about" aside={back}>
        <About regime={regime} period={here} unit={unit} report={report} />
        {report && isEarlier && (
          <p class="note past" role="status">
            {t('reportPage.earlier', { number: report.revision })}{' '}
            <a href={reportAddress(view, view.unit, period)}>{t('reportPage.toPresent')}</a>
          </p>
        )}
        {report?.stale && (
          <p class="note stale" role="status">
            {t('reportPage.stale')}
          </p>
        )}
        {!isOfToday && <p class="note past">{t('past.noCommands', { day: formatDay(view.scope.asOf) })}</p>}
        {!report && isOfToday && <Open unit={unit} period={period} may={may} onDone={again} />}
        {report && <Files report={report} />}
      </Section>
      {report &&
        ((report.status === 'DRAFT' || report.status === 'RETURNED') && may.write && !isEarlier ? (
          <Editor key={report.id} report={report} regime={regime} onDone={again} />
        ) : (
          <>
            <Figures report={report} regime={regime} />
            <Narrative report={report} />
          </>
        ))}
      {report?.signature && <Signature signature={report.signature} />}
      {report && <Below report={report} period={period} />}
      {report && !isEarlier && isOfToday && <Acting report={report} may={may} unit={unit} viewer={viewer.person?.id} onDone={again} />}
      {report && <Revisions report={report} period={period} all={now?.revisions ?? []} />}
    </div>
  );
}

interface AboutProps {
  regime: RegimeOfPage;
  period: RegimeOfPage['periods'][number];
  unit: UnitOfPage;
  report: ReportTextFragment | null | undefined;
}

/** The report's period, state, and the obligations that it covers. */
function About({ regime, period, unit, report }: AboutProps) {
  const { view } = usePage();
  const owed = report?.obligations ?? unit.obligations.nodes.map((one) => ({ ...one, period }));
  const paper = report?.period ?? period;
  return (
    <>
      <p>
        {report ? (
          <span class={`badge ${report.status}`} role="status">
            {t(`reportStatus.${report.status}`)}
          </span>
        ) : (
          <span role="status">{t('reportPage.notOpened')}</span>
        )}
        {report?.note && report.status === 'RETURNED' && <> {t('reportPage.returned', { note: report.note })}</>}
        {report?.note && report.status === 'DRAFT' && <> {t('reportPage.reopened', { note: report.note })}</>}
        {report?.note && report.status === 'RECEIVED' && <> {t('reportPage.note', { note: report.note })}</>}
      </p>
      <dl class="facts">
        <div>
          <dt>{t('reports.unit')}</dt>
          <dd>{unit.name}</dd>
        </div>
        <div>
          <dt>{t('reports.regime')}</dt>
          <dd lang="vi">
            {regime.title} (<a href={atUnit(view, regime.owner.id)}>{regime.owner.name}</a>)
          </dd>
        </div>
        <div>
          <dt>{t('reportPage.period')}</dt>
          <dd lang="vi">{t('reportPage.days', { label: paper.label, from: formatDay(paper.from), to: formatDay(paper.to) })}</dd>
        </div>
        {owed.length > 0 && (
          <div>
            <dt>{t('reportPage.serves')}</dt>
            <dd>
              <ul>
                {owed.map((one) => {
                  const state = stateOf(one, view.scope.asOf ?? today());
                  return (
                    <li key={one.id}>
                      <span lang="vi">{one.period?.label}</span>: {t('reports.due', { day: formatDay(one.due) })} ·{' '}
                      <strong class={`cell ${state}`}>{t(`reportState.${state}`)}</strong>
                      {one.completedOn && ` · ${t('reports.sentOn', { day: formatDay(one.completedOn) })}`}
                    </li>
                  );
                })}
              </ul>
            </dd>
          </div>
        )}
        {report && (
          <div>
            <dt>{t('reportPage.revision')}</dt>
            <dd>{formatCount(report.revision)}</dd>
          </div>
        )}
      </dl>
    </>
  );
}

function Open({ unit, period, may, onDone }: { unit: UnitOfPage; period: string; may: May; onDone: () => void }) {
  const about = `${unit.id} ${period}`;
  if (!may.write) return <p class="quiet">{t('reportPage.mayNotOpen', { unit: unit.name })}</p>;
  const open = async () => {
    if ((await perform('openReport', about, { unit: unit.id, period })).is === 'done') onDone();
  };
  return <Send action="openReport" about={about} text={t('reportPage.open')} class="primary" onClick={() => void open()} />;
}
