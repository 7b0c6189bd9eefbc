interface SendButtonProps {
  text: string;
  /** Something is under way: another click changes nothing, and the button keeps the focus. */
  busy: boolean;
  class?: string;
  /** Without it the button sends its form. */
  onClick?: () => void;
}

export const SendButton = ({ text, busy, onClick, ...rest }: SendButtonProps) => (
  <button type={onClick ? 'button' : 'submit'} class={rest.class} aria-disabled={busy} onClick={onClick}>
    {text}
  </button>
);
