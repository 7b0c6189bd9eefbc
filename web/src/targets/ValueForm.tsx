import { useState } from 'preact/hooks';
import { forget, perform } from '../api/commands';
import type { GivenFragment, IndicatorMethod } from '../api/generated';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Attachments, fileFault, filesIn } from '../obligation/Attachments';
import { Field } from '../obligation/Field';
import { Outcome, useSending } from '../obligation/Outcome';
import { SendButton } from '../obligation/SendButton';
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

/** Gives an indicator for a unit, or corrects it: whole numbers, a note and the document that proves them. */
export function ValueForm({ indicator, method, labels, unit, year, period, given, onDone }: ValueFormProps) {
  const about = [indicator, unit, year, period ?? ''].join(' ');
  const key = `reportIndicator ${about}`;
  const draft = useDraft(key, { ...textsOf(given, formatCount), files: '' });
  const { texts } = draft;
  const [missing, setMissing] = useState<readonly Missing[]>([]);
  const [bringing, setBringing] = useState(false);
  const { busy, error } = useSending('reportIndicator', about);
  const edit = (name: keyof typeof texts) => (value: string) => {
    forget('reportIndicator', about);
    setMissing([]);
    draft.set(name, value);
  };
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy || bringing) return;
    const value = valueOf(
      texts,
      method,
      filesIn(texts.files).map((file) => file.id),
    );
    if (Array.isArray(value)) return setMissing(value);
    const input = { indicator, unit, year, period: period ?? null, ...value };
    if ((await perform('reportIndicator', about, input, { drafts: [key] })).is === 'done') onDone();
  };
  const bind = (name: keyof typeof texts) => ({ value: texts[name], busy, error, onInput: edit(name) });
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
            path="numerator"
            fault={fault('numerator', t('own.needNumber')) ?? fault('above', t('own.above'))}
            input={{ type: 'text', inputMode: 'numeric', name: 'numerator', maxLength: 20 }}
            {...bind('numerator')}
          />
          {method === 'RATIO' && (
            <Field
              label={`${t('target.denominator')}: ${labels.denominator}`}
              path="denominator"
              fault={fault('denominator', t('own.needNumber'))}
              input={{ type: 'text', inputMode: 'numeric', name: 'denominator', maxLength: 20 }}
              {...bind('denominator')}
            />
          )}
        </div>
      )}
      <Field label={t('own.note')} path="note" rows={2} input={{ maxLength: 4000 }} {...bind('note')} />
      <div class="grid">
        <Field
          label={t('own.number')}
          path="document.number"
          fault={fault('document', t('submit.needBoth'))}
          input={{ type: 'text', name: 'number', maxLength: 500 }}
          {...bind('number')}
        />
        <Field label={t('own.issuedOn')} path="document.issuedOn" input={{ type: 'day', name: 'issuedOn' }} {...bind('issuedOn')} />
      </div>
      <Attachments
        text={texts.files}
        onText={edit('files')}
        busy={busy}
        fault={fileFault(error, 'document.files')}
        onSending={setBringing}
      />
      {bringing && <p class="quiet">{t('files.wait')}</p>}
      {draft.isTyped && !busy && (
        <p class="quiet" role="status">
          {t('draft.kept')} ·{' '}
          <button type="button" class="link" onClick={draft.clear}>
            {t('draft.drop')}
          </button>
        </p>
      )}
      <p class="buttons">
        <SendButton text={t(given ? 'own.sendAgain' : 'own.send')} busy={busy || bringing} class="primary" />
      </p>
      <Outcome action="reportIndicator" obligation={about} fields={fields} />
    </form>
  );
}
