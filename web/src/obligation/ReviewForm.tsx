import { useState } from 'preact/hooks';
import { forget, perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { readDay } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { useDraft } from '../ui/useDraft';
import { Field } from './Field';
import { Outcome, useSending } from './Outcome';
import { SendButton } from './SendButton';

/** What the unit above does with a result. Never shown before it is so: whether the caller may is the server's to say. */
export function ReviewForm({ row }: { row: ShownRow }) {
  const key = `review ${row.id}`;
  const draft = useDraft(key, { reason: '', completedOn: row.completedOn ? formatDay(row.completedOn) : '' });
  const { reason, completedOn } = draft.texts;
  const [fault, setFault] = useState(false);
  const accepting = useSending('accept', row.id);
  const returning = useSending('sendBack', row.id);
  const busy = accepting.busy || returning.busy;
  // Of the two only one may be under way.
  const accept = async () => {
    if (!busy) await perform('accept', row.id, { completedOn: readDay(completedOn) ?? null }, { drafts: [key] });
  };
  const sendBack = (event: Event) => {
    event.preventDefault();
    if (reason.trim() === '') setFault(true);
    else if (!busy) void perform('sendBack', row.id, { note: reason }, { drafts: [key] });
  };
  return (
    <form class="action" onSubmit={sendBack} aria-label={t('review.title')}>
      <h3>{t('review.title')}</h3>
      <p class="quiet">{t('review.hint')}</p>
      <Field
        label={t('review.completedOn')}
        path="completedOn"
        error={accepting.error}
        value={completedOn}
        busy={busy}
        input={{ type: 'day', name: 'completedOn' }}
        onInput={(value) => {
          forget('accept', row.id);
          draft.set('completedOn', value);
        }}
      />
      <p class="buttons">
        <SendButton text={t('review.accept')} busy={busy} class="primary" onClick={() => void accept()} />
      </p>
      <Outcome action="accept" obligation={row.id} fields={['completedOn']} />
      <Field
        label={t('review.reason')}
        path="note"
        error={returning.error}
        fault={fault ? t('review.needReason') : undefined}
        rows={2}
        value={reason}
        busy={busy}
        input={{ maxLength: 4000 }}
        onInput={(value) => {
          forget('sendBack', row.id);
          setFault(false);
          draft.set('reason', value);
        }}
      />
      <p class="buttons">
        <SendButton text={t('review.sendBack')} busy={busy} />
      </p>
      <Outcome action="sendBack" obligation={row.id} fields={['note']} />
    </form>
  );
}
