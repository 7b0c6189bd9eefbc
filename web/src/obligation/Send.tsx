import type { ComponentChildren } from 'preact';
import type { Action } from '../api/commands';
import { Outcome, useSending } from './Outcome';
import { SendButton } from './SendButton';

interface SendProps {
  action: Action;
  about: string;
  text: string;
  /** Where the API may say that something is wrong, as far as a field says it. */
  fields?: string[];
  class?: string;
  /** Something else is to come first. */
  held?: boolean;
  onClick?: () => void;
  /** What stands beside the button. */
  children?: ComponentChildren;
}

/** The button that sends a form, and how that went. */
export function Send({ action, about, fields = [], held, children, ...button }: SendProps) {
  const { busy } = useSending(action, about);
  return (
    <>
      <p class="buttons">
        <SendButton {...button} busy={busy || !!held} />
        {children}
      </p>
      <Outcome action={action} obligation={about} fields={fields} />
    </>
  );
}
