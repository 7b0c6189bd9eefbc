import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Refused } from '../api/errors';
import { DayInput } from '../ui/DayInput';
import { refusalOf } from './refusals';

interface InputRules {
  type?: 'text' | 'day' | 'url';
  name?: string;
  maxLength?: number;
  inputMode?: 'decimal' | 'numeric';
  /** Id of a datalist. */
  list?: string;
}

interface FieldProps {
  label: string;
  /** The path of the API's errors about this field, e.g. "document.number". */
  path: string;
  error?: Refused;
  fault?: string;
  /** The error message for an invalid text, shown when the field is left; the form is then not sent. */
  check?: (value: string) => string | undefined;
  hint?: string;
  rows?: number;
  /** While waiting for an answer, the field keeps focus and text. */
  busy: boolean;
  input?: InputRules;
  value: string;
  onInput: (value: string) => void;
}

/** A field with its error beside it. */
export function Field({ label, path, error, fault, check, hint, rows, busy, input, value, onInput }: FieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [left, setLeft] = useState(false);
  const [unread, setUnread] = useState<string | undefined>();
  const checked = check?.(value);
  useEffect(() => {
    if (check) field.current?.setCustomValidity(checked ?? '');
  }, [checked]);
  const words = unread ?? (left ? checked : undefined) ?? fault ?? refusalAt(error, path);
  const describedBy = words ? `${id}-fault` : hint ? `${id}-hint` : undefined;
  const shared = { id, value, readOnly: busy, 'aria-invalid': words !== undefined, 'aria-describedby': describedBy };
  const change = (event: { currentTarget: { value: string } }) => {
    setLeft(false);
    onInput(event.currentTarget.value);
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows ? (
        <textarea {...shared} rows={rows} maxLength={input?.maxLength} onInput={change} />
      ) : input?.type === 'day' ? (
        <DayInput
          id={id}
          text={value}
          onText={onInput}
          name={input.name}
          readOnly={busy}
          invalid={words !== undefined}
          describedBy={describedBy}
          onFault={setUnread}
        />
      ) : (
        <input ref={field} autocomplete="off" {...(input as object)} {...shared} onInput={change} onChange={() => setLeft(true)} />
      )}
      {words ? (
        <p id={`${id}-fault`} class="fault" role="alert">
          {words}
        </p>
      ) : (
        hint && (
          <p id={`${id}-hint`} class="quiet">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

/** The server's message about this field. */
export const refusalAt = (error: Refused | undefined, path: string): string | undefined =>
  error && concerns(error, path) ? refusalOf(error, path) : undefined;

/** Whether the error concerns this field or a part of it. */
export function concerns(error: Refused, path: string): boolean {
  const place = error.input.filter((part) => part !== 'input').join('.');
  return place === path || place.startsWith(`${path}.`);
}
