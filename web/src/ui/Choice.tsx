import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface SelectProps {
  label: string;
  value: string | number;
  onChange: (value: string) => void;
  children: ComponentChildren;
}

export function Select({ label, value, onChange, children }: SelectProps) {
  const id = useId();
  return (
    <div class="choose">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {children}
      </select>
    </div>
  );
}

export interface Chosen<T> {
  label: string;
  value: T;
  /** The label of "no choice", if allowed. */
  none?: string;
  onChange: (value: T) => void;
}

interface SwitchProps<T> {
  /** The label for assistive technology. */
  legend: string;
  name: string;
  value: T;
  options: readonly T[];
  words: (option: T) => string;
  hint?: (option: T) => string;
  onChange: (value: T) => void;
}

/** A choice of one of a few visible values. */
export const Switch = <T extends string>({ legend, name, value, options, words, hint, onChange }: SwitchProps<T>) => (
  <fieldset class="choice">
    <legend class="sr">{legend}</legend>
    {options.map((option) => (
      <label key={option}>
        <input type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
        <span title={hint?.(option)}>{words(option)}</span>
      </label>
    ))}
  </fieldset>
);

interface ChoiceProps<T> extends Chosen<T> {
  options: readonly NonNullable<T>[];
  words?: (option: NonNullable<T>) => string;
}

/** A choice of one of several values. */
export function Choice<T extends string | number | undefined>({ label, value, none, onChange, options, words = String }: ChoiceProps<T>) {
  return (
    <Select label={label} value={value ?? ''} onChange={(chosen) => onChange(options.find((one) => String(one) === chosen) as T)}>
      {none !== undefined && <option value="">{none}</option>}
      {options.map((option) => (
        <option key={option} value={option}>
          {words(option)}
        </option>
      ))}
    </Select>
  );
}
