import type { UnitPageQuery } from '../api/generated';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatDay } from '../i18n/format';
import { atUnit } from '../view/view';

type Unit = NonNullable<UnitPageQuery['unit']>;

export type Lineage = Pick<Unit, 'validFrom' | 'validTo' | 'predecessors' | 'successors'>;

/** From which units this one has come about and in which it goes on, with the days; nothing where none is recorded. */
export function LineageBand({ unit }: { unit: Lineage }) {
  const days = [...new Set(unit.predecessors.map((kin) => kin.on))];
  const founded = unit.validFrom && !days.includes(unit.validFrom);
  if (!founded && days.length === 0 && !unit.validTo) return null;
  return (
    <ul class="lineage" aria-label={t('lineage.label')}>
      {founded && <li>{t('lineage.founded', { day: formatDay(unit.validFrom!) })}</li>}
      {days.map((day) => (
        <li key={day}>
          {t(day === unit.validFrom ? 'lineage.foundedFrom' : 'lineage.takenOver', { day: formatDay(day) })}{' '}
          <Kin of={unit.predecessors.filter((kin) => kin.on === day)} />
        </li>
      ))}
      {unit.validTo && (
        <li>
          {t(unit.successors.length > 0 ? 'lineage.endedInto' : 'lineage.ended', { day: formatDay(unit.validTo) })}{' '}
          <Kin of={unit.successors} />
        </li>
      )}
    </ul>
  );
}

function Kin({ of }: { of: Unit['predecessors'] }) {
  const { view } = usePage();
  return (
    <>
      {of.map(({ unit, extent }, i) => (
        <span key={unit.id}>
          {i > 0 && ', '}
          <a href={atUnit(view, unit.id)}>{unit.name}</a>
          {extent === 'PARTIAL' && ` ${t('lineage.part')}`}
        </span>
      ))}
    </>
  );
}
