import { perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { readDay } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { useDraft } from '../ui/useDraft';
import { Field } from './Field';
import { Outcome } from './Outcome';
import { SendButton } from './SendButton';
import { useFields } from './useFields';

/** What the unit above does with a result. Never shown before it is so: whether the caller may is the server's to say. */
export function ReviewForm({ row }: { row: ShownRow }) {
  const key = `review ${row.id}`;
  const draft = useDraft(key, { reason: '', completedOn: row.completedOn ? formatDay(row.completedOn) : '' });
  const { reason, completedOn } = draft.texts;
  const accepting = useFields('accept', row.id, draft.texts, draft.set);
  const returning = useFields('sendBack', row.id, draft.texts, draft.set);
  const busy = accepting.busy || returning.busy;
  // Of the two only one may be under way.
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
      <p class="buttons">
        <SendButton text={t('review.accept')} busy={busy} class="primary" onClick={() => void accept()} />
      </p>
      <Outcome action="accept" obligation={row.id} fields={['completedOn']} />
      <Field
        label={t('review.reason')}
        fault={returning.missing ? t('review.needReason') : undefined}
        rows={2}
        input={{ maxLength: 4000 }}
        {...returning.bind('reason', 'note')}
        busy={busy}
      />
      <p class="buttons">
        <SendButton text={t('review.sendBack')} busy={busy} />
      </p>
      <Outcome action="sendBack" obligation={row.id} fields={['note']} />
    </form>
  );
}
