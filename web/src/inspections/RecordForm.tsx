import { useState } from 'preact/hooks';
import { forget, perform } from '../api/commands';
import { t } from '../i18n';
import { today } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { Attachments } from '../obligation/Attachments';
import { Field } from '../obligation/Field';
import { useSending } from '../obligation/Outcome';
import { Send } from '../obligation/Send';
import { useDraft } from '../ui/useDraft';
import { UnitChoice } from '../unit/UnitChoice';
import { emptyForm, inputOf, missingIn, type FindingRow, type Form } from './form';

interface RecordFormProps {
  inspector: { id: string };
  /** The topmost unit that it may inspect. */
  under: string;
  onDone: () => void;
}

/** Long enough to be unique. */
const newId = (): string => `kt-${crypto.randomUUID().slice(0, 13)}`;

const findingsMax = 200;

/** Records an inspection of a unit, with its document and the findings with their due days. */
export function RecordForm({ inspector, under, onDone }: RecordFormProps) {
  const name = `recordInspection ${inspector.id}`;
  const draft = useDraft(name, { form: '' });
  const [untouched, setUntouched] = useState(() => emptyForm(newId(), formatDay(today())));
  const form = draft.texts.form ? (JSON.parse(draft.texts.form) as Form) : untouched;
  const [isSent, setSent] = useState(false);
  const [bringing, setBringing] = useState(false);
  // The form is reset afterwards, but the success message stays.
  const [recorded, setRecorded] = useState<string | null>(null);
  const { busy, error } = useSending('recordInspection', form.id);
  const missing = missingIn(form);
  const change = (changed: Partial<Form>) => {
    forget('recordInspection', form.id);
    setRecorded(null);
    draft.set('form', JSON.stringify({ ...form, ...changed }));
  };
  const setFinding = (at: number, changed: Partial<FindingRow>) =>
    change({ findings: form.findings.map((row, i) => (i === at ? { ...row, ...changed } : row)) });
  const need = (place: string, words = t('draftForm.need')) => (isSent && missing.has(place) ? words : undefined);
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy || bringing) return;
    setSent(true);
    if (missing.size > 0) return;
    const ended = await perform('recordInspection', form.id, { input: inputOf(form, inspector.id) }, { drafts: [name] });
    if (ended.is !== 'done') return;
    setSent(false);
    setUntouched(emptyForm(newId(), form.on));
    setRecorded(form.unit!.name);
    onDone();
  };
  const text = (field: 'on' | 'number' | 'issuedOn' | 'title' | 'files', path: string) => ({
    path,
    error,
    busy,
    value: form[field],
    onInput: (value: string) => change({ [field]: value }),
  });
  return (
    <form class="draft-form" onSubmit={(event) => void send(event)} aria-label={t('inspection.record')}>
      <div class="grid">
        <UnitChoice
          label={t('inspection.unit')}
          under={under}
          chosen={form.unit}
          onChoose={(unit) => change({ unit })}
          fault={need('unit') ?? (error?.input.includes('unit') ? error.message : undefined)}
        />
        <Field
          label={t('inspection.on')}
          fault={need('on', t('inspection.needDay'))}
          input={{ type: 'day', name: 'on' }}
          {...text('on', 'on')}
        />
        <Field
          label={t('inspection.number')}
          fault={need('number', t('submit.needBoth'))}
          input={{ type: 'text', name: 'number', maxLength: 500 }}
          {...text('number', 'act.number')}
        />
        <Field
          label={t('own.issuedOn')}
          fault={need('issuedOn', t('trigger.needDay'))}
          input={{ type: 'day', name: 'issuedOn' }}
          {...text('issuedOn', 'act.issuedOn')}
        />
      </div>
      <Field label={t('submit.documentTitle')} input={{ type: 'text', maxLength: 4000 }} {...text('title', 'act.title')} />
      <Attachments {...text('files', 'act.files')} onSending={setBringing} />
      {form.findings.map((row, i) => (
        <fieldset key={i}>
          <legend>{t('inspection.finding', { number: i + 1 })}</legend>
          <Field
            label={t('inspection.what')}
            path={`findings.${i}.text`}
            error={error}
            fault={need(`findings.${i}.text`)}
            rows={2}
            busy={busy}
            input={{ maxLength: 4000 }}
            value={row.text}
            onInput={(what) => setFinding(i, { text: what })}
          />
          <Field
            label={t('inspection.dueOf')}
            path={`findings.${i}.due`}
            error={error}
            fault={need(`findings.${i}.due`, t('inspection.needDue'))}
            busy={busy}
            input={{ type: 'day' }}
            value={row.due}
            onInput={(due) => setFinding(i, { due })}
          />
          <button type="button" class="plain link" onClick={() => change({ findings: form.findings.filter((_, j) => j !== i) })}>
            {t('draftForm.remove')}
          </button>
        </fieldset>
      ))}
      <p class="buttons">
        {form.findings.length < findingsMax && (
          <button type="button" onClick={() => change({ findings: [...form.findings, { text: '', due: '' }] })}>
            {t('inspection.addFinding')}
          </button>
        )}
      </p>
      {isSent && missing.size > 0 && (
        <p class="fault" role="alert">
          {t('draftForm.needAll')}
        </p>
      )}
      {bringing && <p class="quiet">{t('files.wait')}</p>}
      <Send
        action="recordInspection"
        about={form.id}
        text={t('inspection.send')}
        class="primary"
        held={bringing}
        fields={[
          'unit',
          'on',
          'act.number',
          'act.issuedOn',
          'act.title',
          'act.files',
          ...form.findings.flatMap((_, i) => [`findings.${i}`]),
        ]}
      >
        {draft.isTyped && (
          <button type="button" onClick={draft.clear}>
            {t('draftForm.clear')}
          </button>
        )}
      </Send>
      {recorded && <p role="status">{t('inspection.recorded', { unit: recorded })}</p>}
    </form>
  );
}
