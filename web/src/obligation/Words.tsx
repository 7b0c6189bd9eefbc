import { perform, type Action } from '../api/commands';
import { t } from '../i18n';
import { useDraft } from '../ui/useDraft';
import { Field } from './Field';
import { Send } from './Send';
import { useFields } from './useFields';

/** Actions that need one text; each has its own labels. */
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
  /** Further input sent with the text. */
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
  const { sending, missing, setMissing, bind } = useFields(action, row.id, draft.texts, draft.set);
  const send = async (event: Event) => {
    event.preventDefault();
    if (text.trim() === '') {
      setMissing(true);
      return;
    }
    const sent = await perform(action, row.id, { ...also, [path]: text }, { drafts: [key] });
    if (sent.is === 'done') onDone?.();
  };
  return (
    <form onSubmit={(event) => void send(event)} aria-label={t(`${action}.title`)}>
      <Field
        label={t(`${action}.reason`)}
        fault={missing ? t(`${action}.needReason`) : undefined}
        rows={2}
        input={{ maxLength: 4000 }}
        {...bind('text', path)}
      />
      <Send {...sending} text={t(`${action}.send`)} class={rest.class} fields={[path]} />
    </form>
  );
}
