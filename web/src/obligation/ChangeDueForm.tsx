import { useState } from 'preact/hooks';
import { forget, perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { readDay } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { Field } from './Field';
import { Outcome, useSending } from './Outcome';
import { SendButton } from './SendButton';

/** Sets the due day, or moves it, with the reason and the document that says so. */
export function ChangeDueForm({ row }: { row: ShownRow }) {
  const [due, setDue] = useState(row.due ? formatDay(row.due) : '');
  const [reason, setReason] = useState('');
  const [number, setNumber] = useState('');
  const [issuedOn, setIssuedOn] = useState('');
  const [missing, setMissing] = useState(false);
  const { busy, error } = useSending('changeDue', row.id);
  const edit = (set: (value: string) => void) => (value: string) => {
    forget('changeDue', row.id);
    setMissing(false);
    set(value);
  };
  const halfDocument = (number.trim() === '') !== (issuedOn.trim() === '');
  const send = async (event: Event) => {
    event.preventDefault();
    const day = readDay(due);
    if (!day || reason.trim() === '' || halfDocument) {
      setMissing(true);
      return;
    }
    const document = number.trim() ? { number, issuedOn: readDay(issuedOn) } : null;
    const ended = await perform('changeDue', row.id, { due: day, reason, document });
    if (ended.is === 'done') [setReason, setNumber, setIssuedOn].forEach((clear) => clear(''));
  };
  return (
    <details class="action apart">
      <summary>{t('changeDue.title')}</summary>
      <p class="quiet">{t('changeDue.hint')}</p>
      <form onSubmit={(event) => void send(event)} aria-label={t('changeDue.title')}>
        <div class="grid">
          <Field
            label={t('changeDue.due')}
            path="due"
            error={error}
            fault={missing && !readDay(due) ? t('trigger.needDay') : undefined}
            value={due}
            busy={busy}
            onInput={edit(setDue)}
            input={{ type: 'day', name: 'due' }}
          />
          <Field
            label={t('changeDue.number')}
            path="document.number"
            error={error}
            fault={missing && halfDocument ? t('submit.needBoth') : undefined}
            value={number}
            busy={busy}
            onInput={edit(setNumber)}
            input={{ type: 'text', maxLength: 500 }}
          />
          <Field
            label={t('changeDue.issuedOn')}
            path="document.issuedOn"
            error={error}
            value={issuedOn}
            busy={busy}
            onInput={edit(setIssuedOn)}
            input={{ type: 'day', name: 'issuedOn' }}
          />
        </div>
        <Field
          label={t('changeDue.reason')}
          path="reason"
          error={error}
          fault={missing && reason.trim() === '' ? t('changeDue.needReason') : undefined}
          rows={2}
          value={reason}
          busy={busy}
          onInput={edit(setReason)}
          input={{ maxLength: 4000 }}
        />
        <p class="buttons">
          <SendButton text={t('changeDue.send')} busy={busy} />
        </p>
        <Outcome action="changeDue" obligation={row.id} fields={['due', 'document.number', 'document.issuedOn', 'reason']} />
      </form>
    </details>
  );
}
