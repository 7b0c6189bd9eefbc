import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount, formatMoneyShort, formatRate } from '../i18n/format';
import { Changing } from '../ui/Figure';
import { Section } from '../ui/Section';
import { Empty, Failed, Loading } from '../ui/States';
import type { UnitNumbers } from '../unit/useUnit';
import { defaultList } from '../view/view';
import { FileButtons } from './FileButtons';
import { ObligationTable } from './ObligationTable';
import { useList } from './useList';
import { WorkFilters } from './WorkFilters';

/** The obligations behind a figure, or any others: a list with filters. */
export function WorkPage({ unit }: { unit: UnitNumbers | null | undefined }) {
  const { view, go } = usePage();
  const list = useList(view);
  const { area, status, text, unitKind, task, period, own, name } = view.list;
  const isNarrowed = status !== undefined || text !== undefined || unitKind !== undefined;
  // Unallocated money of plans belongs to no obligation: the difference is shown.
  const inAll = unit && (area ? unit.areas.find((one) => one.key === area)?.progress : unit.progress)?.budget.planned;
  const inList = list.totals?.budget.planned;
  const isWhole = !isNarrowed && !own && !task && !period && name === 'all';
  const unsplit = isWhole && typeof inAll === 'number' && typeof inList === 'number' ? inAll - inList : 0;
  const isTooLarge = inList === null || list.totals?.budget.spent === null;
  return (
    <Section title={`${t(`lists.${name}`)}${area ? ` · ${t(`area.${area}`)}` : ''}`} class="work" aside={<FileButtons />}>
      <p class="explain" role="status">
        {list.totalCount !== undefined && (
          <Changing value={list.totalCount}>
            <strong data-count={list.totalCount}>{t('list.count', { count: formatCount(list.totalCount) })}</strong>
          </Changing>
        )}
        {list.totals && list.totalCount !== 0 && (
          <span class="quiet">
            {' · '}
            {[
              t('list.units', { count: formatCount(list.totals.units) }),
              t('list.percentOf', { percent: formatRate(list.totals.percent) }),
              t('list.money', { planned: formatMoneyShort(list.totals.budget.planned), spent: formatMoneyShort(list.totals.budget.spent) }),
            ].join(' · ')}
          </span>
        )}
        {isTooLarge && <span class="quiet"> {t('money.tooLarge')}</span>}
        {unsplit > 0 && <span class="quiet"> {t('list.unsplit', { money: formatMoneyShort(unsplit) })}</span>}
      </p>
      {period && (
        <p class="note">
          {t('list.ofPeriod', { period: period.slice(period.lastIndexOf('~') + 1) })}{' '}
          <button type="button" class="link" onClick={() => go({ ...view, list: { ...view.list, period: undefined } })}>
            {t('list.everyPeriod')}
          </button>
        </p>
      )}
      <WorkFilters />
      {list.loading ? (
        <Loading rows={10} />
      ) : list.error && list.rows.length === 0 ? (
        <Failed error={list.error} retry={list.refresh} />
      ) : list.rows.length === 0 ? (
        <div class="empty">
          <Empty text={t('list.none')} />
          <button type="button" onClick={() => go({ ...view, list: defaultList })}>
            {t('list.clear')}
          </button>
        </div>
      ) : (
        <ObligationTable list={list} />
      )}
    </Section>
  );
}
