import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { formatChange } from '../i18n/format';

/** Marks what it holds for a moment whenever the value has changed. */
export function Changing({ value, children }: { value: unknown; children: ComponentChildren }) {
  const before = useRef(value);
  const changes = useRef(0);
  if (before.current !== value) {
    before.current = value;
    changes.current++;
  }
  // A new element begins its animation anew.
  return (
    <span key={changes.current} class={changes.current > 0 ? 'changed' : undefined}>
      {children}
    </span>
  );
}

/** A number as far as it is shown: what moves behind the first decimal has not changed for who looks, another language changes nothing. */
export const asSeen = (value: number | null | undefined): number | null => (typeof value === 'number' ? Number(value.toFixed(1)) : null);

interface FigureProps {
  value: number | null | undefined;
  text: string;
  /** The list of what makes the figure. */
  href: string;
  /** What the figure is, for who cannot see where it stands. */
  label: string;
  class?: string;
  change?: number;
  digits?: number;
}

/** A number that leads to the list of what makes it. */
export function Figure({ value, text, href, label, change, digits, ...rest }: FigureProps) {
  const signed = change === undefined ? '' : formatChange(change, digits);
  return (
    <a class={`figure ${rest.class ?? ''}`} href={href} aria-label={`${label}: ${text}`} data-figure={value ?? ''}>
      <Changing value={asSeen(value)}>{text}</Changing>
      {signed && <small class="change">{signed}</small>}
    </a>
  );
}
