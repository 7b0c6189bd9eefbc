import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { UnitsBelowDocument, type InspectionsHereQuery } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount, formatRate } from '../i18n/format';
import { Status } from '../targets/TargetList';
import { aimWords } from '../targets/targets';
import { Changing } from '../ui/Figure';
import { Section } from '../ui/Section';
import { Empty, Failed, Loading } from '../ui/States';
import { atUnit, targetAddress } from '../view/view';
import { countedOn, coverageOf, isTooWide, notInspected, type CoverageRow } from './coverage';

type Here = NonNullable<InspectionsHereQuery['unit']>;

interface CoverageProps {
  unit: Here;
  year: number;
  /** Who was inspected is for whoever may read it; the numbers are for all. */
  mayRead: boolean;
  aside: ComponentChildren;
}

/** Units that were inspected, by class, against the number that a plan names; each unit counts once a year. */
export function Coverage({ unit, year, mayRead, aside }: CoverageProps) {
  const { view } = usePage();
  const rows = coverageOf(unit);
  const title = t('inspection.coverage');
  return (
    <Section title={title} class="coverage" aside={aside}>
      {rows.length === 0 ? (
        <Empty text={t('inspection.nobody')} />
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label={t('state.table', { title })}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('target.class')}</th>
                <th scope="col">{t('inspection.inspected')}</th>
                <th scope="col">{t('inspection.rate')}</th>
                <th scope="col">{t('inspection.quota')}</th>
                <th scope="col">{t('target.status')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ kind, rate, quota }) => (
                <tr key={kind} data-kind={kind}>
                  <th scope="row">{t(`kind.${kind}`)}</th>
                  <td>
                    <Changing value={rate.numerator}>
                      {formatCount(rate.numerator)}/{formatCount(rate.denominator)}
                    </Changing>
                  </td>
                  <td>{formatRate(rate.percent)}</td>
                  <td>
                    {quota?.value.target ? (
                      <a href={targetAddress(view, quota.id, year)}>{aimWords(quota.value.target, 'SYSTEM')}</a>
                    ) : (
                      <span class="quiet">{t('inspection.noQuota')}</span>
                    )}
                  </td>
                  <td>{quota?.value.target && <Status status={quota.value.status} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.some((row) => row.rate.numerator < row.rate.denominator) &&
        (isTooWide(unit.kind) ? (
          <p class="quiet">{t('inspection.tooWide')}</p>
        ) : view.scope.tree === 'RESTATED' ? (
          <p class="quiet">{t('inspection.restated')}</p>
        ) : mayRead ? (
          rows
            .filter((row) => row.rate.numerator < row.rate.denominator)
            .map((row) => <NotInspected key={row.kind} unit={unit} year={year} row={row} />)
        ) : (
          <p class="quiet">{t('inspection.notShown')}</p>
        ))}
    </Section>
  );
}

interface NotInspectedProps {
  unit: Here;
  year: number;
  row: CoverageRow;
}

/** The units of a class that were not inspected, read when they are asked for. */
function NotInspected({ unit, year, row }: NotInspectedProps) {
  const [isOpen, setOpen] = useState(false);
  const count = row.rate.denominator - row.rate.numerator;
  return (
    <details class="not-inspected" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('inspection.notInspected', { kind: t(`kind.${row.kind}`), count: formatCount(count) })}</summary>
      {isOpen && <Missing unit={unit} year={year} kind={row.kind} />}
    </details>
  );
}

function Missing({ unit, year, kind }: { unit: Here; year: number; kind: CoverageRow['kind'] }) {
  const { view } = usePage();
  const below = useResource(UnitsBelowDocument, { unit: unit.id, on: countedOn(year, view.scope.asOf) });
  if (!below.data) return below.error ? <Failed error={below.error} retry={below.refresh} /> : <Loading rows={2} />;
  const missing = notInspected(below.data.unit, kind, new Set(unit.inspections.map((one) => one.unit.id)));
  return (
    <ul>
      {missing.map((one) => (
        <li key={one.id}>
          <a href={atUnit(view, one.id)}>{one.name}</a>
        </li>
      ))}
    </ul>
  );
}
