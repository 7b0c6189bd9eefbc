import { useState } from 'preact/hooks';
import { InspectionsHereDocument, type InspectionsHereQuery } from '../api/generated';
import { useResource } from '../api/resource';
import { openAddress, usePage } from '../app/context';
import { t } from '../i18n';
import { isPast } from '../i18n/days';
import { formatCount, formatDay } from '../i18n/format';
import { EvidenceText } from '../obligation/Evidence';
import { OfYear } from '../targets/OfYear';
import { askedOf } from '../targets/targets';
import { useTargetChanges } from '../targets/useTargets';
import { YearChoice } from '../targets/YearChoice';
import { More } from '../ui/More';
import { Section } from '../ui/Section';
import { Empty, Unanswered } from '../ui/States';
import { Table } from '../ui/Table';
import { UnitPath } from '../unit/UnitPath';
import { useChanges } from '../unit/useUnit';
import { mayInspect } from './access';
import { Coverage } from './Coverage';
import { RecordForm } from './RecordForm';

type Here = NonNullable<InspectionsHereQuery['unit']>;
export type Inspection = Here['inspections'][number];

/** Inspected and uninspected units of a year, findings, and the form for another inspection. */
export const InspectionsPage = () => <OfYear title={t('inspection.coverage')}>{(years) => <Shown key={years.year} {...years} />}</OfYear>;

function Shown({ year, years }: { year: number; years: readonly number[] }) {
  const { view } = usePage();
  const { asOf, tree } = view.scope;
  const here = useResource(InspectionsHereDocument, { unit: view.unit, year, asOf, tree });
  useChanges(here.refresh);
  useTargetChanges(askedOf(view.unit, year, view.scope), here.refresh);
  const { viewer, unit } = here.data ?? {};
  const aside = <YearChoice year={year} years={years} />;
  if (!viewer || !unit)
    return (
      <Section title={t('inspection.coverage')} aside={aside}>
        <Unanswered of={here} rows={8} />
      </Section>
    );
  const mayRead = viewer.rights.includes('READ');
  const path = [...unit.ancestors.map((above) => above.id), unit.id];
  const mayRecord = mayInspect(viewer, path);
  // A past day shows inspections up to that day.
  const inspections = unit.inspections.filter((one) => !isPast(asOf) || one.on <= asOf!);
  return (
    <>
      <Coverage unit={{ ...unit, inspections }} year={year} mayRead={mayRead} aside={aside} />
      <Inspections all={inspections} year={year} />
      {!isPast(asOf) && mayRecord && (
        <Section title={t('inspection.record')} class="record">
          <RecordForm inspector={unit} under={unit.ancestors.at(-1)?.id ?? unit.id} onDone={here.refresh} />
        </Section>
      )}
    </>
  );
}

const pageSize = 100;

/** The inspections, newest first, with the state of their findings. */
function Inspections({ all, year }: { all: readonly Inspection[]; year: number }) {
  const [shown, setShown] = useState(pageSize);
  const newest = [...all].sort((a, b) => b.on.localeCompare(a.on));
  const title = t('inspection.title', { year, count: formatCount(all.length) });
  return (
    <Section title={title} class="inspections">
      {all.length === 0 ? (
        <Empty text={t('inspection.none')} />
      ) : (
        <>
          <Table
            title={title}
            heads={[t('inspection.on'), t('inspection.unit'), t('inspection.inspector'), t('inspection.act'), t('inspection.findings')]}
          >
            <tbody>
              {newest.slice(0, shown).map((one) => (
                <tr key={one.id} data-inspection={one.id}>
                  <td class="day-cell">{formatDay(one.on)}</td>
                  <th scope="row">
                    <UnitPath unit={one.unit} />
                  </th>
                  <td>{one.inspector.name}</td>
                  <td lang="vi">{one.act && <EvidenceText document={one.act} />}</td>
                  <td>
                    <Findings all={one.findings} />
                  </td>
                </tr>
              ))}
            </tbody>
          </Table>
          {shown < newest.length && (
            <More
              text={t('target.more', { shown: formatCount(shown), all: formatCount(newest.length) })}
              onClick={() => setShown(shown + pageSize)}
            />
          )}
        </>
      )}
    </Section>
  );
}

function Findings({ all }: { all: Inspection['findings'] }) {
  const { view } = usePage();
  if (all.length === 0) return <span class="quiet">{t('inspection.noFindings')}</span>;
  const settled = all.filter((one) => one.status === 'DONE').length;
  const late = all.filter((one) => one.timeliness === 'OVERDUE').length;
  return (
    <>
      <p class="quiet">
        {t('inspection.settled', { settled: formatCount(settled), count: formatCount(all.length) })}
        {late > 0 && <span class="overdue"> · {t('inspection.late', { count: formatCount(late) })}</span>}
      </p>
      <ul class="findings">
        {all.map((one) => (
          <li key={one.id}>
            <a href={openAddress(view, one.id)} lang="vi">
              {one.title}
            </a>{' '}
            <span class={`badge ${one.timeliness}`}>{t(`status.${one.status}`)}</span>{' '}
            <small class={one.timeliness === 'OVERDUE' ? 'overdue' : undefined}>{t('inspection.due', { day: formatDay(one.due) })}</small>
          </li>
        ))}
      </ul>
    </>
  );
}
