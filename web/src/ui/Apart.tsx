import type { ComponentChildren } from 'preact';

interface ApartProps {
  title: string;
  hint?: string;
  open?: boolean;
  onToggle?: (isOpen: boolean) => void;
  children: ComponentChildren;
}

/** An action that is not shown before it is asked for. */
export const Apart = ({ title, hint, open, onToggle, children }: ApartProps) => (
  <details class="action apart" open={open} onToggle={onToggle && ((event) => onToggle(event.currentTarget.open))}>
    <summary>{title}</summary>
    {hint && <p class="quiet">{hint}</p>}
    {children}
  </details>
);
