import { useCallback, useEffect } from 'preact/hooks';
import { shown } from '../api/changes';
import type { RowFragment } from '../api/generated';
import { openAddress, usePage } from '../app/context';
import { t } from '../i18n';
import { formatNumber, formatDay, formatMoneyShort, formatPercent } from '../i18n/format';
import { Changing } from '../ui/Figure';
import { usePrinting } from '../ui/printing';
import { Heads, numbers } from '../ui/Table';
import { UnitPath } from '../unit/UnitPath';
import { atUnit } from '../view/view';
import { DueText } from './DueText';
import type { List } from './useList';
import { useWindow } from './useWindow';

const rowHeight = 64;

/** Distance in rows from the end at which more are read. */
const ahead = 30;

/** A list of any length: only visible rows are painted. */
export function ObligationTable({ list }: { list: List }) {
  const readAll = useCallback(() => list.all(), []);
  const isPrinting = usePrinting(readAll);
  const { body, items, before, after, measure } = useWindow(list.rows.length, rowHeight, isPrinting);
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => {
    if (list.hasMore && last >= list.rows.length - ahead) list.more();
  }, [last, list.rows.length, list.hasMore]);
  return (
    <table class="obligations" aria-rowcount={(list.totalCount ?? list.rows.length) + 1} onKeyDown={walk}>
      <Heads of={[t('list.task'), t('list.unit'), t('list.status'), numbers(t('list.percent')), t('list.due'), t('list.document')]} />
      <tbody ref={body}>
        {before > 0 && (
          <tr aria-hidden="true" class="space">
            <td colSpan={6} style={{ height: `${before}px` }} />
          </tr>
        )}
        {items.map(({ index }) => (
          <Row key={list.rows[index]!.id} row={list.rows[index]!} index={index} measure={measure} />
        ))}
        {after > 0 && (
          <tr aria-hidden="true" class="space">
            <td colSpan={6} style={{ height: `${after}px` }} />
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** Arrow keys lead from row to row. */
function walk(event: KeyboardEvent) {
  const step = event.key === 'ArrowDown' ? 'nextElementSibling' : event.key === 'ArrowUp' ? 'previousElementSibling' : undefined;
  const next = step && (event.target as Element).closest('th')?.parentElement?.[step]?.querySelector<HTMLElement>('th a');
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function Row({ row, index, measure }: { row: RowFragment; index: number; measure: (row: HTMLTableRowElement | null) => void }) {
  const { view } = usePage();
  const now = shown(row);
  const { document } = now;
  return (
    <tr ref={measure} data-index={index} data-obligation={now.id} aria-rowindex={index + 2} class={now.expected ? 'expected' : undefined}>
      <th scope="row">
        <a href={openAddress(view, now.id)} lang="vi">
          {now.title}
        </a>
        <small>
          {[now.task?.code, now.plan?.number ?? now.plan?.title].filter(Boolean).join(' · ')}
          {now.weight !== 1 && ` · ${t('list.weight')} ${formatNumber(now.weight)}`}
          {now.budget.planned !== 0 && ` · ${formatMoneyShort(now.budget.planned)}`}
        </small>
        {now.difficulty && !now.difficulty.resolvedAt && (
          <small class="late">
            {t('lists.difficulty')}: {now.difficulty.text}
          </small>
        )}
      </th>
      <td>
        <a href={atUnit(view, now.unit.id)}>
          <UnitPath unit={now.unit} />
        </a>
      </td>
      <td>
        <Changing value={`${now.status}${now.timeliness}`}>
          <span class={`badge ${now.timeliness}`}>{t(`status.${now.status}`)}</span>
          {now.timeliness === 'DONE_LATE' && <small class="late">{t('headline.late')}</small>}
        </Changing>
      </td>
      <td class="number">
        <Changing value={now.percent}>{formatPercent(now.percent)}</Changing>
      </td>
      <td>
        <DueText row={now} />
        {now.completedOn && (
          <small>
            {t('obligation.completedOn')} {formatDay(now.completedOn)}
          </small>
        )}
      </td>
      <td class={document ? undefined : 'nothing'}>
        {document ? (
          <>
            {document.number}
            <small>{formatDay(document.issuedOn)}</small>
          </>
        ) : (
          <span class="quiet">–</span>
        )}
      </td>
    </tr>
  );
}
