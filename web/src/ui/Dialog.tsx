import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { Icon } from './Icon';

interface DialogProps {
  title: string;
  onClose?: () => void;
  class?: string;
  children: ComponentChildren;
}

/** Above the page; the browser keeps the focus in it and gives it back. Without onClose it stays until its work is done. */
export function Dialog({ title, onClose, children, ...rest }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    // What the dialog is about comes first, for the ear too.
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
      onClick={(event) => {
        if (event.target === dialog.current) onClose?.();
      }}
    >
      <div class="dialog">
        <header>
          <h2 id={id} ref={heading} tabIndex={-1}>
            {title}
          </h2>
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
