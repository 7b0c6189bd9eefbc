import { useState } from 'preact/hooks';
import { forget, perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { readDay, today } from '../i18n/days';
import { formatDay, formatPercent } from '../i18n/format';
import { useDraft } from '../ui/useDraft';
import { Attachments, fileFault, filesIn } from './Attachments';
import { DraftNotice } from './DraftNotice';
import { Field } from './Field';
import { Outcome, useSending } from './Outcome';
import { SendButton } from './SendButton';

export function SubmitForm({ row }: { row: ShownRow }) {
  const key = `submit ${row.id}`;
  const draft = useDraft(key, { number: '', issuedOn: '', title: '', uri: '', completedOn: formatDay(today()), files: '' }, row.version);
  const { number, issuedOn, title, uri, completedOn, files } = draft.texts;
  const [fault, setFault] = useState(false);
  const [bringing, setBringing] = useState(false);
  const { busy, error } = useSending('submit', row.id);
  const edit = (name: keyof typeof draft.texts) => (value: string) => {
    forget('submit', row.id);
    setFault(false);
    draft.set(name, value);
  };
  const send = (event: Event) => {
    event.preventDefault();
    const brought = filesIn(files).map((file) => file.id);
    const has = [title, uri].some((text) => text.trim()) || brought.length > 0;
    if (bringing) return;
    if ((number.trim() === '') !== (issuedOn.trim() === '') || (number.trim() === '' && has)) {
      setFault(true);
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
          path="document.number"
          error={error}
          fault={fault ? t('submit.needBoth') : undefined}
          value={number}
          onInput={edit('number')}
          busy={busy}
          input={{ type: 'text', maxLength: 500, name: 'number' }}
        />
        <Field
          label={t('submit.issuedOn')}
          path="document.issuedOn"
          error={error}
          value={issuedOn}
          onInput={edit('issuedOn')}
          busy={busy}
          input={{ type: 'day', name: 'issuedOn' }}
        />
        <Field
          label={t('submit.documentTitle')}
          path="document.title"
          error={error}
          value={title}
          onInput={edit('title')}
          busy={busy}
          input={{ type: 'text', maxLength: 4000 }}
        />
        <Field
          label={t('submit.uri')}
          path="document.uri"
          error={error}
          value={uri}
          onInput={edit('uri')}
          busy={busy}
          input={{ type: 'url', maxLength: 4000 }}
        />
        <Field
          label={t('submit.completedOn')}
          path="completedOn"
          error={error}
          value={completedOn}
          onInput={edit('completedOn')}
          busy={busy}
          input={{ type: 'day', name: 'completedOn' }}
        />
      </div>
      <Attachments text={files} onText={edit('files')} busy={busy} fault={fileFault(error, 'document.files')} onSending={setBringing} />
      <DraftNotice draft={draft} now={formatPercent(row.percent)} version={row.version} busy={busy} />
      {bringing && <p class="quiet">{t('files.wait')}</p>}
      <p class="buttons">
        <SendButton text={t('submit.send')} busy={busy || bringing} class="primary" />
      </p>
      <Outcome
        action="submit"
        obligation={row.id}
        fields={['document.number', 'document.issuedOn', 'document.title', 'document.uri', 'document.files', 'completedOn']}
      />
    </form>
  );
}
