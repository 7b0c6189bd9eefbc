import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { forget, perform } from '../api/commands';
import { t } from '../i18n';
import { Field } from '../obligation/Field';
import { useSending } from '../obligation/Outcome';
import { Send } from '../obligation/Send';
import { Choice } from '../ui/Choice';
import { useDraft } from '../ui/useDraft';
import { UnitChoice, type ChosenUnit } from '../unit/UnitChoice';
import { unitKinds } from '../view/view';
import { emptyRows, idOf, inputOf, lists, missingIn, plannedUnits, type CloseRow, type Form, type FoundRow, type ListOf } from './form';

interface DraftFormProps {
  carrier: ChosenUnit;
  /** The key under which input is stored. */
  name: string;
  /** The initial content. */
  usual: () => Form;
  onDone: (id: string) => void;
}

/** Kinds that an administrative document can establish. */
const kinds = unitKinds.filter((kind) => kind !== 'MINISTRY' && kind !== 'GOVERNMENT');

/** Establishes, renames, moves and closes a few units by one document. */
export function DraftForm({ carrier, name, usual, onDone }: DraftFormProps) {
  const draft = useDraft(name, { form: '' });
  const untouched = useMemo(usual, []);
  const form = draft.texts.form ? (JSON.parse(draft.texts.form) as Form) : untouched;
  const [isSent, setSent] = useState(false);
  const { busy, error } = useSending('draftReorganisation', form.id);
  const missing = missingIn(form);
  const top = { id: carrier.id, name: carrier.name };
  const planned = plannedUnits(form, carrier.id).map((unit) => ({ ...unit, which: t('draftForm.planned') }));
  const change = (changed: Partial<Form>) => {
    forget('draftReorganisation', form.id);
    draft.set('form', JSON.stringify({ ...form, ...changed }));
  };
  const setRow = <L extends ListOf>(list: L, at: number, changed: Partial<Form[L][number]>) =>
    change({ [list]: form[list].map((row, i) => (i === at ? { ...row, ...changed } : row)) });
  const rowsOf = (list: ListOf) => ({
    list,
    count: form[list].length,
    onAdd: () => change({ [list]: [...form[list], emptyRows(top)[list]] }),
    onRemove: (at: number) => change({ [list]: (form[list] as unknown[]).filter((_, i) => i !== at) }),
  });
  const need = (place: string, words = t('draftForm.need')) => (isSent && missing.has(place) ? words : undefined);
  const bind = (field: 'title' | 'number' | 'issuedOn' | 'effectiveOn' | 'operatesFrom', path: string = field, words?: string) => ({
    path,
    error,
    busy,
    value: form[field],
    fault: need(field, words),
    onInput: (value: string) => change({ [field]: value }),
  });
  const day = (field: 'issuedOn' | 'effectiveOn' | 'operatesFrom', path?: string) => ({
    ...bind(field, path, t('trigger.needDay')),
    input: { type: 'day' as const, name: field },
  });
  const unitOf = (list: 'rename' | 'move', at: number) => ({
    label: t('draftForm.unit'),
    under: carrier.id,
    chosen: form[list][at]!.unit,
    onChoose: (unit: ChosenUnit) => setRow(list, at, { unit }),
    fault: need(`${list}.${at}.unit`),
  });
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setSent(true);
    if (missing.size > 0) return;
    const sent = await perform('draftReorganisation', form.id, { input: inputOf(form, carrier.id) }, { drafts: [name] });
    if (sent.is === 'done') onDone(form.id);
  };
  return (
    <form class="draft-form" onSubmit={(event) => void send(event)} aria-label={t('reorganisations.draft')}>
      <div class="grid">
        <div class="wide">
          <Field label={t('draftForm.title')} rows={2} input={{ maxLength: 4000 }} {...bind('title')} />
        </div>
        <Field label={t('draftForm.number')} input={{ type: 'text', name: 'number', maxLength: 500 }} {...bind('number', 'act.number')} />
        <Field label={t('draftForm.issuedOn')} {...day('issuedOn', 'act.issuedOn')} />
        <Field label={t('reorganisations.effectiveOn')} {...day('effectiveOn')} />
        <Field label={t('reorganisations.operatesFrom')} hint={t('draftForm.operatesFromHint')} {...day('operatesFrom')} />
      </div>
      <Rows {...rowsOf('found')}>
        {(i) => (
          <FoundFields
            row={form.found[i]!}
            id={idOf(form.found[i]!, carrier.id, form.effectiveOn)}
            carrier={carrier}
            planned={planned}
            busy={busy}
            need={(field) => need(`found.${i}.${field}`)}
            onChange={(changed) => setRow('found', i, changed)}
          />
        )}
      </Rows>
      <Rows {...rowsOf('close')}>
        {(i) => (
          <CloseFields
            row={form.close[i]!}
            carrier={carrier}
            planned={planned}
            fault={need(`close.${i}.unit`)}
            onChange={(changed) => setRow('close', i, changed)}
          />
        )}
      </Rows>
      <Rows {...rowsOf('rename')}>
        {(i) => (
          <div class="grid">
            <UnitChoice {...unitOf('rename', i)} withTop />
            <Field
              label={t('draftForm.newName')}
              path={`rename.${i}.name`}
              busy={busy}
              fault={need(`rename.${i}.name`)}
              input={{ type: 'text', maxLength: 500 }}
              value={form.rename[i]!.name}
              onInput={(name) => setRow('rename', i, { name })}
            />
            <Field
              label={t('draftForm.code')}
              hint={t('draftForm.codeHint')}
              path={`rename.${i}.code`}
              busy={busy}
              input={{ type: 'text', maxLength: 100 }}
              value={form.rename[i]!.code}
              onInput={(code) => setRow('rename', i, { code })}
            />
          </div>
        )}
      </Rows>
      <Rows {...rowsOf('move')}>
        {(i) => (
          <div class="grid">
            <UnitChoice {...unitOf('move', i)} />
            <UnitChoice
              label={t('draftForm.newParent')}
              under={carrier.id}
              chosen={form.move[i]!.parent}
              onChoose={(parent) => setRow('move', i, { parent })}
              also={planned}
              withTop
              fault={need(`move.${i}.parent`)}
            />
          </div>
        )}
      </Rows>
      {isSent && missing.size > 0 && (
        <p class="fault" role="alert">
          {t(missing.has('acts') ? 'draftForm.needActs' : 'draftForm.needAll')}
        </p>
      )}
      <Send
        action="draftReorganisation"
        about={form.id}
        text={t('draftForm.send')}
        class="primary"
        fields={['title', 'act.number', 'act.issuedOn', 'effectiveOn', 'operatesFrom']}
      >
        {draft.isTyped && (
          <button type="button" onClick={draft.clear}>
            {t('draftForm.clear')}
          </button>
        )}
      </Send>
    </form>
  );
}

interface RowsProps {
  list: (typeof lists)[number];
  count: number;
  onAdd: () => void;
  onRemove: (at: number) => void;
  children: (at: number) => ComponentChildren;
}

/** Acts of one kind, each in its own group. */
function Rows({ list, count, onAdd, onRemove, children }: RowsProps) {
  return (
    <>
      {Array.from({ length: count }, (_, i) => (
        <fieldset key={i}>
          <legend>{t(`draftForm.${list}`, { number: i + 1 })}</legend>
          {children(i)}
          <button type="button" class="plain link" onClick={() => onRemove(i)}>
            {t('draftForm.remove')}
          </button>
        </fieldset>
      ))}
      <p class="buttons">
        <button type="button" onClick={onAdd}>
          {t(`draftForm.add_${list}`)}
        </button>
      </p>
    </>
  );
}

interface FoundFieldsProps {
  row: FoundRow;
  id: string;
  carrier: ChosenUnit;
  planned: readonly (ChosenUnit & { which: string })[];
  busy: boolean;
  need: (field: string) => string | undefined;
  onChange: (changed: Partial<FoundRow>) => void;
}

function FoundFields({ row, id, carrier, planned, busy, need, onChange }: FoundFieldsProps) {
  return (
    <div class="grid">
      <Field
        label={t('draftForm.name')}
        path="name"
        busy={busy}
        fault={need('name')}
        input={{ type: 'text', maxLength: 500 }}
        value={row.name}
        onInput={(name) => onChange({ name })}
      />
      <Choice
        label={t('rule.kind')}
        value={row.kind}
        options={kinds}
        words={(kind) => t(`kind.${kind}`)}
        onChange={(kind) => onChange({ kind })}
      />
      <UnitChoice
        label={t('draftForm.parent')}
        under={carrier.id}
        chosen={row.parent}
        onChoose={(parent) => onChange({ parent })}
        also={planned.filter((unit) => unit.id !== id)}
        withTop
        fault={need('parent')}
      />
      <Field
        label={t('draftForm.code')}
        path="code"
        busy={busy}
        input={{ type: 'text', maxLength: 100 }}
        value={row.code}
        onInput={(code) => onChange({ code })}
      />
      <Field
        label={t('draftForm.id')}
        hint={t('draftForm.idHint', { id })}
        path="id"
        busy={busy}
        input={{ type: 'text', maxLength: 100 }}
        value={row.id}
        onInput={(typed) => onChange({ id: typed })}
      />
    </div>
  );
}

interface CloseFieldsProps {
  row: CloseRow;
  carrier: ChosenUnit;
  planned: readonly (ChosenUnit & { which: string })[];
  fault?: string;
  onChange: (changed: Partial<CloseRow>) => void;
}

/** A unit that ends, with its successors. */
function CloseFields({ row, carrier, planned, fault, onChange }: CloseFieldsProps) {
  const add = (heir: ChosenUnit) => {
    if (!row.heirs.some((other) => other.id === heir.id)) onChange({ heirs: [...row.heirs, heir] });
  };
  return (
    <div class="grid">
      <UnitChoice label={t('draftForm.unit')} under={carrier.id} chosen={row.unit} onChoose={(unit) => onChange({ unit })} fault={fault} />
      <UnitChoice label={t('draftForm.addHeir')} under={carrier.id} chosen={null} onChoose={add} also={planned} withTop />
      <div class="wide">
        {row.heirs.length === 0 ? (
          <p class="quiet">{t('draftForm.noHeir')}</p>
        ) : (
          <ul>
            {row.heirs.map((heir) => (
              <li key={heir.id}>
                {heir.name} {row.heirs.length > 1 && t('lineage.part')}{' '}
                <button
                  type="button"
                  class="plain link"
                  aria-label={`${t('draftForm.removeHeir')}: ${heir.name}`}
                  onClick={() => onChange({ heirs: row.heirs.filter((other) => other.id !== heir.id) })}
                >
                  {t('draftForm.removeHeir')}
                </button>
              </li>
            ))}
          </ul>
        )}
        {row.heirs.length === 1 && (
          <label class="tick">
            <input type="checkbox" checked={row.isPart} onChange={(event) => onChange({ isPart: event.currentTarget.checked })} />
            {t('draftForm.isPart')}
          </label>
        )}
      </div>
    </div>
  );
}
