import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { Icon } from './Icon';

interface DialogProps {
  title: string;
  onClose?: () => void;
  class?: string;
  /** Content beside the close button. */
  tools?: ComponentChildren;
  children: ComponentChildren;
}

/** A modal dialog: the browser keeps the focus inside and restores it afterwards. Without onClose it stays until done. */
export function Dialog({ title, onClose, tools, children, ...rest }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  // A press that begins in a field and ends outside, as when selecting text, belongs to the field.
  const beganOutside = useRef(false);
  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    // The heading is announced first.
    heading.current!.focus();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={rest.class}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onPointerDown={(event) => {
        beganOutside.current = event.target === dialog.current;
      }}
      onClick={(event) => {
        if (event.target === dialog.current && beganOutside.current) onClose?.();
      }}
    >
      <div class="dialog">
        <header>
          <h2 id={id} ref={heading} tabIndex={-1}>
            {title}
          </h2>
          {tools}
          {onClose && (
            <button type="button" class="plain" onClick={onClose} aria-label={t('obligation.close')}>
              <Icon name="close" />
            </button>
          )}
        </header>
        {children}
      </div>
    </dialog>
  );
}
