import type { RowFragment } from '../api/generated';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { daysBetween, today } from '../i18n/days';
import { formatCount, formatDay } from '../i18n/format';

/** The due day, with the remaining time if relevant. */
export function DueText({ row }: { row: Pick<RowFragment, 'due' | 'timeliness' | 'completedOn'> }) {
  const { view } = usePage();
  if (!row.due) return <span class="quiet">{t('list.noDue')}</span>;
  const days = daysBetween(view.scope.asOf ?? today(), row.due);
  const distance =
    row.timeliness === 'OVERDUE'
      ? t('due.late', { days: formatCount(-days) })
      : row.timeliness !== 'WITHIN_TERM'
        ? null
        : days < 0
          ? t('due.inTime')
          : days === 0
            ? t('due.todayDue')
            : t('due.left', { days: formatCount(days) });
  return (
    <span class={row.timeliness === 'OVERDUE' ? 'overdue' : undefined}>
      {formatDay(row.due)}
      {distance && ` (${distance})`}
    </span>
  );
}
