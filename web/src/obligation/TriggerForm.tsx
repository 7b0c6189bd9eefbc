import { useState } from 'preact/hooks';
import { forget, perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { readDay, today } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { Field } from './Field';
import { Outcome, useSending } from './Outcome';
import { SendButton } from './SendButton';

/** Says that the event has come which an obligation waits for: from then on it has a term, and can be late. */
export function TriggerForm({ row, event }: { row: ShownRow; event: string | undefined }) {
  const [occurredOn, setOccurredOn] = useState(formatDay(today()));
  const [due, setDue] = useState('');
  const [missing, setMissing] = useState(false);
  const { busy, error } = useSending('trigger', row.id);
  const edit = (set: (value: string) => void) => (value: string) => {
    forget('trigger', row.id);
    setMissing(false);
    set(value);
  };
  const send = (submitted: Event) => {
    submitted.preventDefault();
    const days = { occurredOn: readDay(occurredOn), due: readDay(due) };
    if (days.occurredOn && days.due) void perform('trigger', row.id, days);
    else setMissing(true);
  };
  const needed = (text: string) => (missing && text.trim() === '' ? t('trigger.needDay') : undefined);
  return (
    <form class="action" onSubmit={send} aria-label={t('trigger.title')}>
      <h3>{t('trigger.title')}</h3>
      <p class="quiet">
        {event && (
          <>
            <q lang="vi">{event}</q>.{' '}
          </>
        )}
        {t('trigger.hint')}
      </p>
      <div class="grid">
        <Field
          label={t('trigger.occurredOn')}
          path="occurredOn"
          error={error}
          fault={needed(occurredOn)}
          value={occurredOn}
          busy={busy}
          onInput={edit(setOccurredOn)}
          input={{ type: 'day', name: 'occurredOn' }}
        />
        <Field
          label={t('trigger.due')}
          path="due"
          error={error}
          fault={needed(due)}
          value={due}
          busy={busy}
          onInput={edit(setDue)}
          input={{ type: 'day', name: 'due' }}
        />
      </div>
      <p class="buttons">
        <SendButton text={t('trigger.send')} busy={busy} class="primary" />
      </p>
      <Outcome action="trigger" obligation={row.id} fields={['occurredOn', 'due']} />
    </form>
  );
}
