import { useState } from 'preact/hooks';
import { perform } from '../api/commands';
import type { GivenFragment, IndicatorMethod } from '../api/generated';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Attachments, filesIn } from '../obligation/Attachments';
import { DraftNotice } from '../obligation/DraftNotice';
import { Field } from '../obligation/Field';
import { Send } from '../obligation/Send';
import { useFields } from '../obligation/useFields';
import { useDraft } from '../ui/useDraft';
import { textsOf, valueOf, type Missing } from './form';

interface ValueFormProps {
  indicator: string;
  method: IndicatorMethod;
  labels: { numerator: string; denominator: string };
  unit: string;
  year: number;
  period?: string;
  given: GivenFragment | null;
  onDone: () => void;
}

const fields = ['numerator', 'denominator', 'note', 'document.number', 'document.issuedOn', 'document.files'];

/** Enters or corrects a unit's value of an indicator: whole numbers, a note and the supporting document. */
export function ValueForm({ indicator, method, labels, unit, year, period, given, onDone }: ValueFormProps) {
  const about = [indicator, unit, year, period ?? ''].join(' ');
  const key = `reportIndicator ${about}`;
  const draft = useDraft(key, { ...textsOf(given, formatCount), files: '' });
  const { texts } = draft;
  const { sending, missing: isFaulty, setMissing: setFaulty, busy, edit, bind } = useFields('reportIndicator', about, texts, draft.set);
  const [bringing, setBringing] = useState(false);
  const files = filesIn(texts.files).map((file) => file.id);
  const value = valueOf(texts, method, files);
  const missing = isFaulty && Array.isArray(value) ? value : [];
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy || bringing) return;
    if (Array.isArray(value)) return setFaulty(true);
    const input = { indicator, unit, year, period: period ?? null, ...value };
    if ((await perform('reportIndicator', about, input, { drafts: [key] })).is === 'done') onDone();
  };
  const fault = (one: Missing, words: string) => (missing.includes(one) ? words : undefined);
  return (
    <form class="value-form" onSubmit={(event) => void send(event)} aria-label={t('own.give')}>
      {method === 'UNITS' ? (
        <fieldset class="yes-no">
          <legend>{labels.numerator}</legend>
          {(['1', '0'] as const).map((value) => (
            <label key={value}>
              <input
                type="radio"
                name={`has ${about}`}
                checked={texts.numerator === value}
                disabled={busy}
                onChange={() => edit('numerator')(value)}
              />
              {t(value === '1' ? 'own.has' : 'own.hasNot')}
            </label>
          ))}
          {missing.includes('numerator') && (
            <p class="fault" role="alert">
              {t('own.needChoice')}
            </p>
          )}
        </fieldset>
      ) : (
        <div class="grid">
          <Field
            label={method === 'RATIO' ? `${t('target.numerator')}: ${labels.numerator}` : labels.numerator}
            fault={fault('numerator', t('own.needNumber')) ?? fault('above', t('own.above'))}
            input={{ type: 'text', inputMode: 'numeric', name: 'numerator', maxLength: 20 }}
            {...bind('numerator')}
          />
          {method === 'RATIO' && (
            <Field
              label={`${t('target.denominator')}: ${labels.denominator}`}
              fault={fault('denominator', t('own.needNumber'))}
              input={{ type: 'text', inputMode: 'numeric', name: 'denominator', maxLength: 20 }}
              {...bind('denominator')}
            />
          )}
        </div>
      )}
      <Field label={t('own.note')} rows={2} input={{ maxLength: 4000 }} {...bind('note')} />
      <div class="grid">
        <Field
          label={t('own.number')}
          fault={fault('document', t('submit.needBoth'))}
          input={{ type: 'text', name: 'number', maxLength: 500 }}
          {...bind('number', 'document.number')}
        />
        <Field label={t('own.issuedOn')} input={{ type: 'day', name: 'issuedOn' }} {...bind('issuedOn', 'document.issuedOn')} />
      </div>
      <Attachments {...bind('files', 'document.files')} onSending={setBringing} />
      {bringing && <p class="quiet">{t('files.wait')}</p>}
      <DraftNotice draft={draft} busy={busy} />
      <Send {...sending} text={t(given ? 'own.sendAgain' : 'own.send')} class="primary" held={bringing} fields={fields} />
    </form>
  );
}
