import { useId } from 'preact/hooks';
import type { Refused } from '../api/errors';

interface InputRules {
  type?: 'text' | 'number' | 'date' | 'url';
  name?: string;
  required?: boolean;
  disabled?: boolean;
  maxLength?: number;
  min?: number;
  max?: number;
  step?: number;
  inputMode?: 'decimal' | 'numeric';
}

interface FieldProps {
  label: string;
  /** Where the API says that something of this field is wrong, e.g. "document.number". */
  path: string;
  error?: Refused;
  fault?: string;
  hint?: string;
  rows?: number;
  input: InputRules;
  value: string;
  onInput: (value: string) => void;
}

/** A field with the error's own words beside it. */
export function Field({ label, path, error, fault, hint, rows, input, value, onInput }: FieldProps) {
  const id = useId();
  const words = fault ?? (error && concerns(error, path) ? error.message : undefined);
  const shared = {
    id,
    value,
    'aria-invalid': words !== undefined,
    'aria-describedby': words ? `${id}-fault` : hint ? `${id}-hint` : undefined,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows ? (
        <textarea
          {...shared}
          rows={rows}
          required={input.required}
          disabled={input.disabled}
          maxLength={input.maxLength}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      ) : (
        <input {...(input as object)} {...shared} onInput={(event) => onInput(event.currentTarget.value)} />
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

/** Whether the error speaks of this field, or of a part of it. */
export function concerns(error: Refused, path: string): boolean {
  return error.input.filter((part) => part !== 'input').join('.') === path;
}
