import { useState } from 'preact/hooks';
import { forget, perform, type Action } from '../api/commands';
import { t } from '../i18n';
import { useDraft } from '../ui/useDraft';
import { Field } from './Field';
import { Outcome, useSending } from './Outcome';
import { SendButton } from './SendButton';

/** What is done by a few words; each has texts of its own. */
type ByWords = Extract<
  Action,
  | 'cancel'
  | 'discardReorganisation'
  | 'endAgency'
  | 'endGrant'
  | 'raise'
  | 'reopen'
  | 'reopenReport'
  | 'resolve'
  | 'restore'
  | 'returnReport'
  | 'undoReorganisation'
  | 'withdraw'
>;

interface WordsProps {
  row: { id: string };
  /** What is sent along with the text. */
  also?: Record<string, unknown>;
  action: ByWords;
  path?: string;
  class?: string;
  onDone?: () => void;
}

/** A form of one text that must not be empty. */
export function Words({ row, action, path = 'reason', also, onDone, ...rest }: WordsProps) {
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
    <form onSubmit={(event) => void send(event)} aria-label={t(`${action}.title`)}>
      <Field
        label={t(`${action}.reason`)}
        path={path}
        error={error}
        fault={fault ? t(`${action}.needReason`) : undefined}
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
        <SendButton text={t(`${action}.send`)} busy={busy} class={rest.class} />
      </p>
      <Outcome action={action} obligation={row.id} fields={[path]} />
    </form>
  );
}
