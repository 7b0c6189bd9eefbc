import { perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { readDay } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { useDraft } from '../ui/useDraft';
import { Field } from './Field';
import { Send } from './Send';
import { useFields } from './useFields';

/** Accepts or sends back a result. Shown only when the server allows it. */
export function ReviewForm({ row }: { row: ShownRow }) {
  const key = `review ${row.id}`;
  const draft = useDraft(key, { reason: '', completedOn: row.completedOn ? formatDay(row.completedOn) : '' });
  const { reason, completedOn } = draft.texts;
  const accepting = useFields('accept', row.id, draft.texts, draft.set);
  const returning = useFields('sendBack', row.id, draft.texts, draft.set);
  const busy = accepting.busy || returning.busy;
  // Only one of the two may be under way.
  const accept = async () => {
    if (!busy) await perform('accept', row.id, { completedOn: readDay(completedOn) ?? null }, { drafts: [key] });
  };
  const sendBack = (event: Event) => {
    event.preventDefault();
    if (reason.trim() === '') returning.setMissing(true);
    else if (!busy) void perform('sendBack', row.id, { note: reason }, { drafts: [key] });
  };
  return (
    <form class="action" onSubmit={sendBack} aria-label={t('review.title')}>
      <h3>{t('review.title')}</h3>
      <p class="quiet">{t('review.hint')}</p>
      <Field label={t('review.completedOn')} input={{ type: 'day', name: 'completedOn' }} {...accepting.bind('completedOn')} busy={busy} />
      <Send
        {...accepting.sending}
        text={t('review.accept')}
        class="primary"
        held={busy}
        onClick={() => void accept()}
        fields={['completedOn']}
      />
      <Field
        label={t('review.reason')}
        fault={returning.missing ? t('review.needReason') : undefined}
        rows={2}
        input={{ maxLength: 4000 }}
        {...returning.bind('reason', 'note')}
        busy={busy}
      />
      <Send {...returning.sending} text={t('review.sendBack')} held={busy} fields={['note']} />
    </form>
  );
}
