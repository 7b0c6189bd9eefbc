import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { NotInspectedDocument, QuotaOfClassDocument, type InspectionsHereQuery } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { isPast } from '../i18n/days';
import { formatCount, formatRate } from '../i18n/format';
import { Status } from '../targets/TargetList';
import { aimWords } from '../targets/targets';
import { Changing } from '../ui/Figure';
import { Section } from '../ui/Section';
import { Empty, Unanswered } from '../ui/States';
import { Table } from '../ui/Table';
import { UnitLinks, unitsAtFirst } from '../unit/UnitLinks';
import { atUnit, targetAddress } from '../view/view';
import { coverageOf, type CoverageRow, type InspectedKind } from './coverage';

type Here = NonNullable<InspectionsHereQuery['unit']>;

interface CoverageProps {
  unit: Here;
  year: number;
  /** Whether the viewer may see which units were inspected; the numbers are visible to all. */
  mayRead: boolean;
  aside: ComponentChildren;
}

/** Inspected units by class, compared with the plan's quota; each unit counts once a year. */
export function Coverage({ unit, year, mayRead, aside }: CoverageProps) {
  const { view } = usePage();
  const rows = coverageOf(unit, year);
  const lacking = rows.filter((row) => row.kinds.length === 1 && row.rate.numerator < row.rate.denominator);
  const title = t('inspection.coverage');
  return (
    <Section title={title} class="coverage" aside={aside}>
      {rows.length === 0 ? (
        <Empty text={t('inspection.nobody')} />
      ) : (
        <Table
          title={title}
          heads={[t('target.class'), t('inspection.inspected'), t('inspection.rate'), t('inspection.quota'), t('target.status')]}
        >
          <tbody>
            {rows.map((row) => (
              <tr key={row.kinds.join()} data-kind={row.kinds.join()}>
                <th scope="row">{row.kinds.map((kind) => t(`kind.${kind}`)).join(' + ')}</th>
                <td>
                  <Changing value={row.rate.numerator}>
                    {formatCount(row.rate.numerator)}/{formatCount(row.rate.denominator)}
                  </Changing>
                </td>
                <td>{formatRate(row.rate.percent)}</td>
                {row.isOfSeveral ? <QuotaOfClass unit={unit} year={year} row={row} /> : <Quota year={year} quota={row.quota} />}
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {lacking.length > 0 &&
        !isPast(view.scope.asOf) &&
        (view.scope.tree === 'RESTATED' ? (
          <p class="quiet">{t('inspection.restated')}</p>
        ) : mayRead ? (
          lacking.map((row) => <NotInspected key={row.kinds[0]} unit={unit} year={year} row={row} />)
        ) : (
          <p class="quiet">{t('inspection.notShown')}</p>
        ))}
    </Section>
  );
}

type Aimed = Pick<Here['indicators'][number], 'id'> & { value: Pick<Here['indicators'][number]['value'], 'target' | 'status'> };

/** The quota, and whether it is reached. */
function Quota({ year, quota }: { year: number; quota: Aimed | null }) {
  const { view } = usePage();
  const target = quota?.value.target;
  return (
    <>
      <td>
        {quota && target ? (
          <a href={targetAddress(view, quota.id, year)}>{aimWords(target, 'SYSTEM')}</a>
        ) : (
          <span class="quiet">{t('inspection.noQuota')}</span>
        )}
      </td>
      <td>{quota && target && <Status status={quota.value.status} />}</td>
    </>
  );
}

/** The same for one class of a quota with separate targets. */
function QuotaOfClass({ unit, year, row }: NotInspectedProps) {
  const asked = useResource(QuotaOfClassDocument, { indicator: row.quota!.id, unit: unit.id, year, kind: row.kinds[0]! });
  const value = asked.data?.indicator?.value;
  return value ? (
    <Quota year={year} quota={{ id: row.quota!.id, value }} />
  ) : (
    <td colSpan={2}>
      <Unanswered of={asked} rows={1} />
    </td>
  );
}

interface NotInspectedProps {
  unit: Here;
  year: number;
  row: CoverageRow;
}

/** The units of a class that were not inspected, read on demand. */
function NotInspected({ unit, year, row }: NotInspectedProps) {
  const [isOpen, setOpen] = useState(false);
  const count = row.rate.denominator - row.rate.numerator;
  return (
    <details class="not-inspected" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('inspection.notInspected', { kind: t(`kind.${row.kinds[0]!}`), count: formatCount(count) })}</summary>
      {isOpen && <Missing unit={unit} year={year} kind={row.kinds[0]!} count={count} />}
    </details>
  );
}

function Missing({ unit, year, kind, count }: { unit: Here; year: number; kind: InspectedKind; count: number }) {
  const { view } = usePage();
  const [first, setFirst] = useState(unitsAtFirst);
  const list = useResource(NotInspectedDocument, { unit: unit.id, year, kind, first });
  // The list follows the figure.
  useEffect(() => list.refresh(), [count]);
  const missing = list.data?.unit?.notInspected;
  if (!missing) return <Unanswered of={list} rows={2} />;
  return <UnitLinks found={missing} href={(id) => atUnit(view, id)} first={first} onFirst={setFirst} />;
}
