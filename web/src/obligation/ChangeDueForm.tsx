import { useState } from 'preact/hooks';
import { perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { readDay } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { ApartForm } from '../ui/Apart';
import { useDraft } from '../ui/useDraft';
import { Attachments, filesIn } from './Attachments';
import { Field } from './Field';
import { Send } from './Send';
import { useFields } from './useFields';

/** Sets or moves the due day, with a reason and a document. */
export function ChangeDueForm({ row }: { row: ShownRow }) {
  const key = `changeDue ${row.id}`;
  const draft = useDraft(key, { due: row.due ? formatDay(row.due) : '', reason: '', number: '', issuedOn: '', files: '' });
  const { due, reason, number, issuedOn, files } = draft.texts;
  const { sending, missing, setMissing, bind } = useFields('changeDue', row.id, draft.texts, draft.set);
  const [bringing, setBringing] = useState(false);
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
    <ApartForm title={t('changeDue.title')} hint={t('changeDue.hint')} onSubmit={send}>
      <div class="grid">
        <Field
          label={t('changeDue.due')}
          fault={missing && !readDay(due) ? t('trigger.needDay') : undefined}
          input={{ type: 'day', name: 'due' }}
          {...bind('due')}
        />
        <Field
          label={t('changeDue.number')}
          fault={missing && halfDocument ? t('submit.needBoth') : undefined}
          input={{ type: 'text', maxLength: 500 }}
          {...bind('number', 'document.number')}
        />
        <Field label={t('changeDue.issuedOn')} input={{ type: 'day', name: 'issuedOn' }} {...bind('issuedOn', 'document.issuedOn')} />
      </div>
      <Field
        label={t('changeDue.reason')}
        fault={missing && reason.trim() === '' ? t('changeDue.needReason') : undefined}
        rows={2}
        input={{ maxLength: 4000 }}
        {...bind('reason')}
      />
      <Attachments {...bind('files', 'document.files')} onSending={setBringing} />
      {bringing && <p class="quiet">{t('files.wait')}</p>}
      <Send
        {...sending}
        text={t('changeDue.send')}
        held={bringing}
        fields={['due', 'document.number', 'document.issuedOn', 'document.files', 'reason']}
      />
    </ApartForm>
  );
}
