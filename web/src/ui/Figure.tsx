import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { formatChange } from '../i18n/format';

/** Highlights its content briefly whenever the value changes. */
export function Changing({ value, children }: { value: unknown; children: ComponentChildren }) {
  const before = useRef(value);
  const changes = useRef(0);
  if (before.current !== value) {
    before.current = value;
    changes.current++;
  }
  // A new element restarts the animation.
  return (
    <span key={changes.current} class={changes.current > 0 ? 'changed' : undefined}>
      {children}
    </span>
  );
}

/** A number as displayed: changes beyond the first decimal or of the language are no visible changes. */
export const asSeen = (value: number | null | undefined): number | null => (typeof value === 'number' ? Number(value.toFixed(1)) : null);

interface FigureProps {
  value: number | null | undefined;
  text: string;
  /** The address of the list behind the figure. */
  href: string;
  /** The label for assistive technology. */
  label: string;
  class?: string;
  change?: number;
  digits?: number;
}

/** A number that links to the list behind it. */
export function Figure({ value, text, href, label, change, digits, ...rest }: FigureProps) {
  const signed = change === undefined ? '' : formatChange(change, digits);
  return (
    <a class={`figure ${rest.class ?? ''}`} href={href} aria-label={`${label}: ${text}`} data-figure={value ?? ''}>
      <Changing value={asSeen(value)}>{text}</Changing>
      {signed && <small class="change">{signed}</small>}
    </a>
  );
}
