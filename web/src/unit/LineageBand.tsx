import { LineageDocument, type UnitPageQuery } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { endOf } from '../app/which';
import { t } from '../i18n';
import { formatDay } from '../i18n/format';
import { addressOf, atUnit } from '../view/view';

type Unit = NonNullable<UnitPageQuery['unit']>;

export type Lineage = Pick<Unit, 'validFrom' | 'validTo' | 'names' | 'predecessors' | 'successors'>;

/** The former names, predecessors and successors of a unit, with days and reorganisations; nothing if none are recorded. */
export function LineageBand({ id, unit }: { id: string; unit: Lineage }) {
  const days = [...new Set(unit.predecessors.map((kin) => kin.on))];
  const founded = unit.validFrom && !days.includes(unit.validFrom);
  const before = formerNames(unit.names);
  if (!founded && days.length === 0 && !unit.validTo && before.length === 0) return null;
  return (
    <ul class="lineage" aria-label={t('lineage.label')}>
      {before.map((name) => (
        <li key={`${name.name} ${name.to}`}>{t('lineage.called', { name: name.name, days: daysOfName(name) })}</li>
      ))}
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
      {(unit.predecessors.length > 0 || unit.successors.length > 0) && <Reorganisations id={id} />}
    </ul>
  );
}

type Name = Unit['names'][number];

/** Former names, each with its whole range of days: a move or a new code keeps the name. */
export function formerNames(names: readonly Name[]): Name[] {
  const each: Name[] = [];
  for (const name of names) {
    const before = each.at(-1);
    if (before?.name === name.name) each[each.length - 1] = { ...before, to: name.to };
    else each.push(name);
  }
  return each.slice(0, -1);
}

const daysOfName = ({ from, to }: Name): string =>
  from ? t('lineage.existed', { from: formatDay(from), to: formatDay(to) }) : t('lineage.until', { to: formatDay(to) });

/** Units as links; ended ones are marked, since another unit may have the same name. */
function Kin({ of }: { of: Unit['predecessors'] }) {
  const { view } = usePage();
  return (
    <>
      {of.map(({ unit, extent }, i) => (
        <span key={unit.id}>
          {i > 0 && ', '}
          <a href={atUnit(view, unit.id)}>{unit.name}</a>
          {` ${t(extent === 'PARTIAL' ? 'lineage.part' : 'lineage.whole')}`}
          {endOf(unit)}
        </span>
      ))}
    </>
  );
}

/** The documents of these reorganisations. */
function Reorganisations({ id }: { id: string }) {
  const { view } = usePage();
  const { unit } = useResource(LineageDocument, { id }).data ?? {};
  const all = [...(unit?.predecessors ?? []), ...(unit?.successors ?? [])].flatMap((kin) => kin.reorganisation ?? []);
  const each = [...new Map(all.map((one) => [one.id, one])).values()];
  return (
    <>
      {each.map((one) => (
        <li key={one.id}>
          {t('lineage.by')}{' '}
          <a href={addressOf({ ...view, unit: one.carrier.id, page: 'reorganisations', planShown: one.id, open: undefined })}>
            {t('reorganisations.act', { number: one.act.number, day: formatDay(one.act.issuedOn) })}
          </a>
        </li>
      ))}
    </>
  );
}
