import { useState } from 'preact/hooks';
import { forget, perform, type Action } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { formatInstant } from '../i18n/format';
import { Field } from './Field';
import { Outcome, useSending } from './Outcome';

export function DifficultyForm({ row, isFinal }: { row: ShownRow; isFinal: boolean }) {
  const { difficulty } = row;
  const open = difficulty && !difficulty.resolvedAt;
  if (!difficulty && isFinal) return null;
  return (
    <section class="action" aria-label={t('hard.title')}>
      <h3>{t('hard.title')}</h3>
      {difficulty && (
        <blockquote>
          <p>{difficulty.text}</p>
          <small>
            {t('difficulty.raised', { at: formatInstant(difficulty.raisedAt) })} ·{' '}
            {t('difficulty.raisedTo', { unit: difficulty.raisedTo.name })}
          </small>
          {difficulty.resolvedAt && (
            <p>
              <small>
                {t('difficulty.resolved', { at: formatInstant(difficulty.resolvedAt) })}: {difficulty.resolution}
              </small>
            </p>
          )}
        </blockquote>
      )}
      {open ? (
        <>
          <Escalate row={row} />
          <Words row={row} action="resolve" path="resolution" label={t('hard.resolution')} button={t('hard.resolve')} />
        </>
      ) : (
        !isFinal && <Words row={row} action="raise" path="text" label={t('hard.text')} button={t('hard.raise')} />
      )}
    </section>
  );
}

function Escalate({ row }: { row: ShownRow }) {
  const { busy } = useSending('escalate', row.id);
  return (
    <>
      <p class="buttons">
        <button type="button" disabled={busy} onClick={() => void perform('escalate', row.id, {})}>
          {t('hard.escalate')}
        </button>
      </p>
      <Outcome action="escalate" obligation={row.id} fields={[]} />
    </>
  );
}

function Words({ row, action, path, label, button }: { row: ShownRow; action: Action; path: string; label: string; button: string }) {
  const [text, setText] = useState('');
  const [fault, setFault] = useState(false);
  const { busy, error } = useSending(action, row.id);
  const send = async (event: Event) => {
    event.preventDefault();
    if (text.trim() === '') {
      setFault(true);
      return;
    }
    const ended = await perform(action, row.id, { [path]: text });
    if (ended.is === 'done') setText('');
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      <Field
        label={label}
        path={path}
        error={error}
        fault={fault ? t('hard.needText') : undefined}
        rows={2}
        value={text}
        input={{ maxLength: 4000, disabled: busy }}
        onInput={(value) => {
          forget(action, row.id);
          setFault(false);
          setText(value);
        }}
      />
      <p class="buttons">
        <button type="submit" disabled={busy}>
          {button}
        </button>
      </p>
      <Outcome action={action} obligation={row.id} fields={[path]} />
    </form>
  );
}
