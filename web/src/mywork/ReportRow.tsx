import { useId } from 'preact/hooks';
import { shown } from '../api/changes';
import { forget } from '../api/commands';
import type { OutcomeFragment, OwedFragment } from '../api/generated';
import { openAddress, usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount, formatDay, formatPercent, readMoney, readPercent, writePercent } from '../i18n/format';
import { Changing } from '../ui/Figure';
import { Icon } from '../ui/Icon';
import { useDraft } from '../ui/useDraft';
import { DueText } from '../worklist/DueText';
import { isBack, reportedThisMonth } from './marks';
import { refusalWords } from './words';

/** Shared with the obligation's own form: input started in one appears in the other. */
export const reportDraft = (obligation: string): string => `report ${obligation}`;

interface RowProps {
  row: OwedFragment;
  busy: boolean;
  outcome: OutcomeFragment | undefined;
  /** Its input was invalid when sending. */
  isFaulty: boolean;
}

/** One obligation with its state, and the fields to report. */
export function ReportRow({ row, busy, outcome, isFaulty }: RowProps) {
  const { view } = usePage();
  const now = shown(row);
  const draft = useDraft(reportDraft(row.id), { percent: writePercent(now.percent), spent: '', note: '' }, now.version);
  const id = useId();
  const reported = reportedThisMonth(row);
  const may = row.actions.includes('reportProgress');
  const unread =
    readPercent(draft.texts.percent) === undefined
      ? t('report.percentUnread')
      : draft.texts.spent.trim() !== '' && readMoney(draft.texts.spent) === undefined
        ? t('report.spentUnread')
        : undefined;
  const words = outcome?.refusal ? refusalWords(outcome) : isFaulty || (draft.isTyped && unread) ? unread : undefined;
  const field = (column: 'percent' | 'spent' | 'note', label: string, maxLength: number) => (
    <input
      type="text"
      autocomplete="off"
      data-column={column}
      aria-label={label}
      placeholder={t(`grid.${column}`)}
      aria-describedby={words ? `${id}-words` : undefined}
      aria-invalid={(column === 'percent' && readPercent(draft.texts.percent) === undefined) || (column !== 'note' && isFaulty)}
      inputMode={column === 'percent' ? 'decimal' : column === 'spent' ? 'numeric' : undefined}
      maxLength={maxLength}
      readOnly={busy}
      value={draft.texts[column]}
      onInput={(event) => {
        forget('reportMany', view.unit);
        draft.set(column, column === 'spent' ? spaced(event.currentTarget.value) : event.currentTarget.value);
      }}
    />
  );
  return (
    <tr data-obligation={row.id} class={words ? 'refused' : draft.isTyped ? 'typed' : undefined}>
      <th scope="row">
        <a href={openAddress(view, row.id)} lang="vi">
          {now.title}
        </a>
        <small>
          {[t(`obligationKind.${row.kind}`), now.task?.code, now.plan?.number ?? now.plan?.title].filter(Boolean).join(' · ')}
          {' · '}
          {reported ? (
            <span class="reported">
              <Icon name="check" /> {t('grid.reported', { day: formatDay(reported) })}
            </span>
          ) : (
            t('grid.notYet')
          )}
        </small>
        {isBack(row) && <small class="late">{t('grid.back', { note: now.note ?? '' })}</small>}
        {draft.isTyped && draft.isOld && !outcome?.refusal && (
          <small class="late" role="status">
            {t('draft.old', { now: formatPercent(now.percent) })}{' '}
            <button type="button" class="link" onClick={() => draft.see(now.version)}>
              {t('draft.see')}
            </button>
          </small>
        )}
        {words && (
          <small id={`${id}-words`} class="fault" role="alert">
            {words}
          </small>
        )}
      </th>
      <td>
        <DueText row={now} />
      </td>
      <td class="number">
        <Changing value={now.percent}>{formatPercent(now.percent)}</Changing>
      </td>
      {may ? (
        <>
          <td class="cell percent">{field('percent', t('grid.percentOf', { title: now.title }), 6)}</td>
          <td class="cell spent">{field('spent', t('grid.spentOf', { title: now.title }), 24)}</td>
          <td class="cell note">
            <span>
              {field('note', t('grid.noteOf', { title: now.title }), 4000)}
              {draft.isTyped && !busy && (
                <button type="button" class="plain" onClick={draft.clear} aria-label={t('grid.drop')} title={t('grid.drop')}>
                  <Icon name="close" />
                </button>
              )}
            </span>
          </td>
        </>
      ) : (
        <td colSpan={3} class="quiet">
          {t('grid.readOnly')}
        </td>
      )}
    </tr>
  );
}

/** Adds the page language's thousands separators to a valid number. */
export function spaced(text: string): string {
  const value = readMoney(text);
  return value === undefined ? text : formatCount(value);
}
