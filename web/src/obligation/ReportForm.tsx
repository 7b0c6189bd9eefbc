import { perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { readDay, today } from '../i18n/days';
import { formatDay, formatMoneyShort, formatPercent, readMoney, readPercent, writePercent } from '../i18n/format';
import { useDraft } from '../ui/useDraft';
import { reportDraft, spaced } from '../mywork/ReportRow';
import { DraftNotice } from './DraftNotice';
import { Field } from './Field';
import { Send } from './Send';
import { useFields } from './useFields';

export function ReportForm({ row }: { row: ShownRow }) {
  const key = reportDraft(row.id);
  const draft = useDraft(key, { percent: writePercent(row.percent), note: '', spent: '', on: formatDay(today()) }, row.version);
  const { percent, note, spent, on } = draft.texts;
  const { sending, busy, edit, bind } = useFields('report', row.id, draft.texts, draft.set);
  const send = async (event: Event) => {
    event.preventDefault();
    const given = readPercent(percent);
    const day = readDay(on);
    if (given === undefined || !day) return;
    // The server determines the effect of a report about an earlier day.
    const isToday = day === today();
    await perform(
      'report',
      row.id,
      {
        percent: given,
        note: note.trim() || null,
        spent: readMoney(spent) ?? null,
        on: isToday ? null : day,
        expectedVersion: draft.version,
      },
      {
        hoped: isToday
          ? { percent: given, status: given === 0 && row.status === 'NOT_STARTED' ? 'NOT_STARTED' : 'IN_PROGRESS' }
          : undefined,
        drafts: [key],
      },
    );
  };
  const spending = readMoney(spent);
  return (
    <form class="action" onSubmit={(event) => void send(event)} aria-label={t('report.title')}>
      <h3>{t('report.title')}</h3>
      <div class="grid">
        <Field
          label={t('report.percent')}
          hint={t('report.percentHint')}
          check={(text) => (readPercent(text) === undefined ? t('report.percentUnread') : undefined)}
          input={{ type: 'text', inputMode: 'decimal', maxLength: 6, name: 'percent' }}
          {...bind('percent')}
        />
        <Field
          label={t('report.spent')}
          hint={spending === undefined ? undefined : `= ${formatMoneyShort(spending)}`}
          check={(text) => (text.trim() !== '' && readMoney(text) === undefined ? t('report.spentUnread') : undefined)}
          input={{ type: 'text', inputMode: 'numeric', maxLength: 24, name: 'spent' }}
          {...bind('spent')}
          onInput={(text) => edit('spent')(spaced(text))}
        />
        <Field
          label={t('report.on')}
          fault={readDay(on) ? undefined : t('trigger.needDay')}
          hint={t('report.onHint')}
          input={{ type: 'day', name: 'on' }}
          {...bind('on')}
        />
      </div>
      <Field label={t('report.note')} rows={2} input={{ maxLength: 4000 }} {...bind('note')} />
      <DraftNotice draft={draft} old={t('draft.old', { now: formatPercent(row.percent) })} version={row.version} busy={busy} />
      <Send {...sending} text={t('report.send')} class="primary" fields={['percent', 'spent', 'on', 'note']} />
    </form>
  );
}
