interface MoreProps {
  text: string;
  /** Whether more is being loaded. */
  busy?: boolean;
  onClick: () => void;
}

/** Shown below a partial list. */
export const More = ({ text, busy, onClick }: MoreProps) => (
  <p class="buttons">
    <button type="button" aria-disabled={busy} onClick={() => !busy && onClick()}>
      {text}
    </button>
  </p>
);
