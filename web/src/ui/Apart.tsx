import type { ComponentChildren } from 'preact';

interface ApartProps {
  title: string;
  hint?: string;
  open?: boolean;
  onToggle?: (isOpen: boolean) => void;
  children: ComponentChildren;
}

/** An action that is hidden until opened. */
export const Apart = ({ title, hint, open, onToggle, children }: ApartProps) => (
  <details class="action apart" open={open} onToggle={onToggle && ((event) => onToggle(event.currentTarget.open))}>
    <summary>{title}</summary>
    {hint && <p class="quiet">{hint}</p>}
    {children}
  </details>
);

interface ApartFormProps extends Pick<ApartProps, 'title' | 'hint' | 'children'> {
  onSubmit: (event: Event) => unknown;
}

/** A form that is hidden until opened. */
export const ApartForm = ({ title, hint, onSubmit, children }: ApartFormProps) => (
  <Apart title={title} hint={hint}>
    <form onSubmit={onSubmit} aria-label={title}>
      {children}
    </form>
  </Apart>
);
