import { useState } from 'preact/hooks';
import { forget, perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { readDay, today } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { Field } from './Field';
import { Outcome, useSending } from './Outcome';
import { SendButton } from './SendButton';

export function SubmitForm({ row }: { row: ShownRow }) {
  const [number, setNumber] = useState('');
  const [issuedOn, setIssuedOn] = useState('');
  const [title, setTitle] = useState('');
  const [uri, setUri] = useState('');
  const [completedOn, setCompletedOn] = useState(formatDay(today()));
  const [fault, setFault] = useState(false);
  const { busy, error } = useSending('submit', row.id);
  const edit = (set: (value: string) => void) => (value: string) => {
    forget('submit', row.id);
    setFault(false);
    set(value);
  };
  const send = (event: Event) => {
    event.preventDefault();
    if ((number.trim() === '') !== (issuedOn.trim() === '') || (number.trim() === '' && (title.trim() || uri.trim()))) {
      setFault(true);
      return;
    }
    const document = number.trim() ? { number, issuedOn: readDay(issuedOn), title: title.trim() || null, uri: uri.trim() || null } : null;
    void perform('submit', row.id, { document, completedOn: readDay(completedOn) ?? null, expectedVersion: row.version });
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
          onInput={edit(setNumber)}
          busy={busy}
          input={{ type: 'text', maxLength: 500, name: 'number' }}
        />
        <Field
          label={t('submit.issuedOn')}
          path="document.issuedOn"
          error={error}
          value={issuedOn}
          onInput={edit(setIssuedOn)}
          busy={busy}
          input={{ type: 'day', name: 'issuedOn' }}
        />
        <Field
          label={t('submit.documentTitle')}
          path="document.title"
          error={error}
          value={title}
          onInput={edit(setTitle)}
          busy={busy}
          input={{ type: 'text', maxLength: 4000 }}
        />
        <Field
          label={t('submit.uri')}
          path="document.uri"
          error={error}
          value={uri}
          onInput={edit(setUri)}
          busy={busy}
          input={{ type: 'url', maxLength: 4000 }}
        />
        <Field
          label={t('submit.completedOn')}
          path="completedOn"
          error={error}
          value={completedOn}
          onInput={edit(setCompletedOn)}
          busy={busy}
          input={{ type: 'day', name: 'completedOn' }}
        />
      </div>
      <p class="buttons">
        <SendButton text={t('submit.send')} busy={busy} class="primary" />
      </p>
      <Outcome
        action="submit"
        obligation={row.id}
        fields={['document.number', 'document.issuedOn', 'document.title', 'document.uri', 'completedOn']}
      />
    </form>
  );
}
