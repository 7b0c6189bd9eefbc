import { useState } from 'preact/hooks';
import { forget, perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { readDay } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { Apart } from '../ui/Apart';
import { useDraft } from '../ui/useDraft';
import { Attachments, fileFault, filesIn } from './Attachments';
import { Field } from './Field';
import { Outcome, useSending } from './Outcome';
import { SendButton } from './SendButton';

/** Sets the due day, or moves it, with the reason and the document that says so. */
export function ChangeDueForm({ row }: { row: ShownRow }) {
  const key = `changeDue ${row.id}`;
  const draft = useDraft(key, { due: row.due ? formatDay(row.due) : '', reason: '', number: '', issuedOn: '', files: '' });
  const { due, reason, number, issuedOn, files } = draft.texts;
  const [missing, setMissing] = useState(false);
  const [bringing, setBringing] = useState(false);
  const { busy, error } = useSending('changeDue', row.id);
  const edit = (name: keyof typeof draft.texts) => (value: string) => {
    forget('changeDue', row.id);
    setMissing(false);
    draft.set(name, value);
  };
  const brought = filesIn(files).map((file) => file.id);
  const halfDocument = (number.trim() === '') !== (issuedOn.trim() === '') || (number.trim() === '' && brought.length > 0);
  const send = async (event: Event) => {
    event.preventDefault();
    const day = readDay(due);
    if (bringing) return;
    if (!day || reason.trim() === '' || halfDocument) {
      setMissing(true);
      return;
    }
    const document = number.trim() ? { number, issuedOn: readDay(issuedOn), files: brought } : null;
    await perform('changeDue', row.id, { due: day, reason, document }, { drafts: [key] });
  };
  return (
    <Apart title={t('changeDue.title')} hint={t('changeDue.hint')}>
      <form onSubmit={(event) => void send(event)} aria-label={t('changeDue.title')}>
        <div class="grid">
          <Field
            label={t('changeDue.due')}
            path="due"
            error={error}
            fault={missing && !readDay(due) ? t('trigger.needDay') : undefined}
            value={due}
            busy={busy}
            onInput={edit('due')}
            input={{ type: 'day', name: 'due' }}
          />
          <Field
            label={t('changeDue.number')}
            path="document.number"
            error={error}
            fault={missing && halfDocument ? t('submit.needBoth') : undefined}
            value={number}
            busy={busy}
            onInput={edit('number')}
            input={{ type: 'text', maxLength: 500 }}
          />
          <Field
            label={t('changeDue.issuedOn')}
            path="document.issuedOn"
            error={error}
            value={issuedOn}
            busy={busy}
            onInput={edit('issuedOn')}
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
          onInput={edit('reason')}
          input={{ maxLength: 4000 }}
        />
        <Attachments text={files} onText={edit('files')} busy={busy} fault={fileFault(error, 'document.files')} onSending={setBringing} />
        {bringing && <p class="quiet">{t('files.wait')}</p>}
        <p class="buttons">
          <SendButton text={t('changeDue.send')} busy={busy || bringing} />
        </p>
        <Outcome
          action="changeDue"
          obligation={row.id}
          fields={['due', 'document.number', 'document.issuedOn', 'document.files', 'reason']}
        />
      </form>
    </Apart>
  );
}
