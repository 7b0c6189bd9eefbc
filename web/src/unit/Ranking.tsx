import { useMemo, useState } from 'preact/hooks';
import type { FiguresFragment } from '../api/generated';
import { usePage } from '../app/context';
import { language, t, type TextKey } from '../i18n';
import { formatCount, formatMoneyShort, formatRate, formatTime } from '../i18n/format';
import { Figure } from '../ui/Figure';
import { Icon } from '../ui/Icon';
import { Section } from '../ui/Section';
import { Empty } from '../ui/States';
import { Scroll } from '../ui/Table';
import { StatusBar } from '../ui/StatusBar';
import type { ListName } from '../view/lists';
import { isUnassigned, listAddress } from '../view/view';
import { readSort, sortParts, writeSort, type SortBy } from './sort';
import { PartLink } from './PartLink';
import { useEnds } from './useEnds';
import { baselineOf, type UnitNumbers } from './useUnit';

export interface Column {
  name: SortBy;
  text: TextKey;
  value: (progress: FiguresFragment) => number | null;
  format: (value: number | null) => string;
  list: ListName;
  digits?: number;
  class?: string;
}

const count = (value: number | null): string => formatCount(value ?? 0);

export const columns: Column[] = [
  { name: 'rate', text: 'ranking.rate', value: (p) => p.completionRate, format: formatRate, list: 'due', digits: 1 },
  { name: 'percent', text: 'ranking.percent', value: (p) => p.percent, format: formatRate, list: 'counted', digits: 1 },
  { name: 'total', text: 'ranking.total', value: (p) => p.total, format: count, list: 'all' },
  { name: 'onTime', text: 'ranking.onTime', value: (p) => p.doneOnTime, format: count, list: 'onTime' },
  { name: 'late', text: 'ranking.late', value: (p) => p.doneLate, format: count, list: 'late' },
  { name: 'within', text: 'ranking.within', value: (p) => p.withinTerm, format: count, list: 'within' },
  { name: 'overdue', text: 'ranking.overdue', value: (p) => p.overdue, format: count, list: 'overdue', class: 'overdue' },
  { name: 'silent', text: 'ranking.silent', value: (p) => p.unitsSilent, format: count, list: 'silent' },
  { name: 'planned', text: 'ranking.planned', value: (p) => p.budget.planned, format: formatMoneyShort, list: 'all' },
];

/** The units below, in the order of any measure. */
export function Ranking({ unit }: { unit: UnitNumbers }) {
  const { view, go } = usePage();
  const sort = readSort(view.sort);
  const [withIdle, setWithIdle] = useState(false);
  const baseline = baselineOf(view.unit, view.scope, unit);
  const sorted = useMemo(() => sortParts(unit.parts, sort.by, sort.down, language.value), [unit.parts, sort.by, sort.down, language.value]);
  const owing = sorted.filter((part) => part.progress.total > 0);
  const idle = sorted.filter((part) => part.progress.total === 0);
  const choose = (by: SortBy) => go({ ...view, sort: writeSort({ by, down: sort.by === by ? !sort.down : by !== 'name' }) }, true);
  const ends = useEnds(unit);
  const kinds = useMemo(() => new Map(unit.children.map((child) => [child.id, child.kind])), [unit.children]);
  return (
    <Section
      title={t('ranking.title')}
      class="ranking"
      aside={<p class="quiet">{t('ranking.changeNote', { time: formatTime(baseline.at) })}</p>}
    >
      <Scroll title={t('ranking.title')}>
        <table>
          <thead>
            <tr>
              <SortHead text={t('ranking.unit')} active={sort.by === 'name'} down={sort.down} onSort={() => choose('name')} />
              {columns.map((column) => (
                <SortHead
                  key={column.name}
                  text={t(column.text)}
                  active={sort.by === column.name}
                  down={sort.down}
                  onSort={() => choose(column.name)}
                  number
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {owing.map((part) => (
              <tr key={part.key}>
                <th scope="row">
                  {isUnassigned(part.key) ? (
                    <span>{t('tree.unassigned')}</span>
                  ) : part.key === unit.id ? (
                    <span>{part.label}</span>
                  ) : (
                    <PartLink part={part} ends={ends} />
                  )}
                  <StatusBar parts={part.progress} thin />
                </th>
                {columns.map((column) => {
                  const value = column.value(part.progress);
                  const before = baseline.parts.get(part.key);
                  if (isUnassigned(part.key)) return <td key={column.name}>{column.format(value)}</td>;
                  return (
                    <td key={column.name} class={column.class && value ? column.class : undefined}>
                      <Figure
                        value={value}
                        text={column.format(value)}
                        label={`${part.label}, ${t(column.text)}`}
                        digits={column.digits}
                        href={listAddress(view, { name: column.list, own: part.key === unit.id }, part.key)}
                        change={value === null || !before || column.name === 'planned' ? undefined : value - (column.value(before) ?? 0)}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {owing.length === 0 && <Empty text={t('ranking.empty')} />}
      {idle.length > 0 && (
        <div class="idle">
          <p class="quiet">
            {t('ranking.idle', { count: formatCount(idle.length) })}{' '}
            <button type="button" class="plain link" aria-expanded={withIdle} onClick={() => setWithIdle(!withIdle)}>
              {t(withIdle ? 'ranking.hideIdle' : 'ranking.showIdle')}
            </button>
          </p>
          {withIdle && (
            <ul>
              {idle.map((part) => (
                <li key={part.key}>
                  <PartLink part={part} ends={ends} /> <small>{t(`kind.${kinds.get(part.key) ?? unit.kind}`)}</small>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Section>
  );
}

function SortHead({
  text,
  active,
  down,
  number,
  onSort,
}: {
  text: string;
  active: boolean;
  down: boolean;
  number?: boolean;
  onSort: () => void;
}) {
  return (
    <th scope="col" class={number ? 'number' : undefined} aria-sort={active ? (down ? 'descending' : 'ascending') : undefined}>
      <button type="button" class="plain" onClick={onSort} aria-label={t('ranking.sort', { column: text })}>
        {text}
        {active && <Icon name={down ? 'down' : 'up'} />}
      </button>
    </th>
  );
}
