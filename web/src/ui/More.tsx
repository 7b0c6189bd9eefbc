interface MoreProps {
  text: string;
  /** What was asked for is on its way. */
  busy?: boolean;
  onClick: () => void;
}

/** Below a list of which only a part is shown. */
export const More = ({ text, busy, onClick }: MoreProps) => (
  <p class="buttons">
    <button type="button" aria-disabled={busy} onClick={() => !busy && onClick()}>
      {text}
    </button>
  </p>
);
