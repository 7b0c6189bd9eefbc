import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface ChoiceProps {
  label: string;
  value: string | number;
  onChange: (value: string) => void;
  class?: string;
  children: ComponentChildren;
}

export function Choice({ label, value, onChange, children, ...rest }: ChoiceProps) {
  const id = useId();
  return (
    <div class={`choose ${rest.class ?? ''}`}>
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {children}
      </select>
    </div>
  );
}
