import type { ComponentChildren } from 'preact';
import type { Action } from '../api/commands';
import { Outcome, useSending } from './Outcome';
import { SendButton } from './SendButton';

interface SendProps {
  action: Action;
  about: string;
  text: string;
  /** Paths of API errors that a field shows. */
  fields?: string[];
  class?: string;
  /** Something else has to be done first. */
  held?: boolean;
  onClick?: () => void;
  /** Content beside the button. */
  children?: ComponentChildren;
}

/** The button that sends a form, with the outcome. */
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
