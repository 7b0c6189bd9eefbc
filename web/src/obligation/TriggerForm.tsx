import { useState } from 'preact/hooks';
import { perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { readDay, today } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { Field } from './Field';
import { Send } from './Send';
import { useFields } from './useFields';

/** Records that the awaited event has occurred: from then on the obligation has a due day. */
export function TriggerForm({ row, event }: { row: ShownRow; event: string | undefined }) {
  const [texts, setTexts] = useState({ occurredOn: formatDay(today()), due: '' });
  const { sending, missing, setMissing, bind } = useFields('trigger', row.id, texts, (name, text) =>
    setTexts((now) => ({ ...now, [name]: text })),
  );
  const send = (submitted: Event) => {
    submitted.preventDefault();
    const days = { occurredOn: readDay(texts.occurredOn), due: readDay(texts.due) };
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
          fault={needed(texts.occurredOn)}
          input={{ type: 'day', name: 'occurredOn' }}
          {...bind('occurredOn')}
        />
        <Field label={t('trigger.due')} fault={needed(texts.due)} input={{ type: 'day', name: 'due' }} {...bind('due')} />
      </div>
      <Send {...sending} text={t('trigger.send')} class="primary" fields={['occurredOn', 'due']} />
    </form>
  );
}
