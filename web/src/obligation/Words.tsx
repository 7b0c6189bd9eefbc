import { useState } from 'preact/hooks';
import { forget, perform, type Action } from '../api/commands';
import { useDraft } from '../ui/useDraft';
import { Field } from './Field';
import { Outcome, useSending } from './Outcome';
import { SendButton } from './SendButton';

interface WordsProps {
  row: { id: string };
  /** What is sent along with the text. */
  also?: Record<string, unknown>;
  action: Action;
  title: string;
  path: string;
  label: string;
  button: string;
  /** Said when nothing was written. */
  needed: string;
  class?: string;
  onDone?: () => void;
}

/** A form of one text that must not be empty. */
export function Words({ row, action, title, path, label, button, needed, also, onDone, ...rest }: WordsProps) {
  const key = `${action} ${row.id}`;
  const draft = useDraft(key, { text: '' });
  const { text } = draft.texts;
  const [fault, setFault] = useState(false);
  const { busy, error } = useSending(action, row.id);
  const send = async (event: Event) => {
    event.preventDefault();
    if (text.trim() === '') {
      setFault(true);
      return;
    }
    const sent = await perform(action, row.id, { ...also, [path]: text }, { drafts: [key] });
    if (sent.is === 'done') onDone?.();
  };
  return (
    <form onSubmit={(event) => void send(event)} aria-label={title}>
      <Field
        label={label}
        path={path}
        error={error}
        fault={fault ? needed : undefined}
        rows={2}
        value={text}
        busy={busy}
        input={{ maxLength: 4000 }}
        onInput={(value) => {
          forget(action, row.id);
          setFault(false);
          draft.set('text', value);
        }}
      />
      <p class="buttons">
        <SendButton text={button} busy={busy} class={rest.class} />
      </p>
      <Outcome action={action} obligation={row.id} fields={[path]} />
    </form>
  );
}
