import { useState } from 'preact/hooks';
import { perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { readDay, today } from '../i18n/days';
import { formatDay, formatPercent } from '../i18n/format';
import { useDraft } from '../ui/useDraft';
import { Attachments, filesIn } from './Attachments';
import { DraftNotice } from './DraftNotice';
import { Field } from './Field';
import { Send } from './Send';
import { useFields } from './useFields';

export function SubmitForm({ row }: { row: ShownRow }) {
  const key = `submit ${row.id}`;
  const draft = useDraft(key, { number: '', issuedOn: '', title: '', uri: '', completedOn: formatDay(today()), files: '' }, row.version);
  const { number, issuedOn, title, uri, completedOn, files } = draft.texts;
  const { sending, missing, setMissing, busy, bind } = useFields('submit', row.id, draft.texts, draft.set);
  const [bringing, setBringing] = useState(false);
  const send = (event: Event) => {
    event.preventDefault();
    const brought = filesIn(files).map((file) => file.id);
    const has = [title, uri].some((text) => text.trim()) || brought.length > 0;
    if (bringing) return;
    if ((number.trim() === '') !== (issuedOn.trim() === '') || (number.trim() === '' && has)) {
      setMissing(true);
      return;
    }
    const document = number.trim()
      ? { number, issuedOn: readDay(issuedOn), title: title.trim() || null, uri: uri.trim() || null, files: brought }
      : null;
    const input = { document, completedOn: readDay(completedOn) ?? null, expectedVersion: draft.version };
    void perform('submit', row.id, input, { drafts: [key] });
  };
  return (
    <form class="action" onSubmit={send} aria-label={t('submit.title')}>
      <h3>{t('submit.title')}</h3>
      <p class="quiet">{t('submit.hint')}</p>
      <div class="grid">
        <Field
          label={t('submit.number')}
          fault={missing ? t('submit.needBoth') : undefined}
          input={{ type: 'text', maxLength: 500, name: 'number' }}
          {...bind('number', 'document.number')}
        />
        <Field label={t('submit.issuedOn')} input={{ type: 'day', name: 'issuedOn' }} {...bind('issuedOn', 'document.issuedOn')} />
        <Field label={t('submit.documentTitle')} input={{ type: 'text', maxLength: 4000 }} {...bind('title', 'document.title')} />
        <Field label={t('submit.uri')} input={{ type: 'url', maxLength: 4000 }} {...bind('uri', 'document.uri')} />
        <Field label={t('submit.completedOn')} input={{ type: 'day', name: 'completedOn' }} {...bind('completedOn')} />
      </div>
      <Attachments {...bind('files', 'document.files')} onSending={setBringing} />
      <DraftNotice draft={draft} old={t('draft.old', { now: formatPercent(row.percent) })} version={row.version} busy={busy} />
      {bringing && <p class="quiet">{t('files.wait')}</p>}
      <Send
        {...sending}
        text={t('submit.send')}
        class="primary"
        held={bringing}
        fields={['document.number', 'document.issuedOn', 'document.title', 'document.uri', 'document.files', 'completedOn']}
      />
    </form>
  );
}
