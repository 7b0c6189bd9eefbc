interface SendButtonProps {
  text: string;
  /** A command is under way: further clicks do nothing, and the button keeps focus. */
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
