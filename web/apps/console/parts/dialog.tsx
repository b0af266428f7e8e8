// A modal on the browser's own <dialog>: focus stays inside, Esc closes, focus goes back afterwards.

import { Close } from '@keydesk/ui/icons';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/index';

interface Props {
  label: string;
  onClose: () => void;
  class?: string;
  /** Without a head, as in the palette, the label is only spoken. */
  bare?: boolean;
  children: ComponentChildren;
}

export function Dialog({ label, onClose, bare, children, class: name = '' }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the keyboard's way, and the browser does it
    <dialog
      ref={element}
      class={`dialog ${name}`}
      aria-label={label}
      onCancel={event => {
        event.preventDefault();
        onClose();
      }}
      onClick={event => event.target === element.current && onClose()}
    >
      <div class="dialog-body">
        {!bare && (
          <header>
            <h2>{label}</h2>
            <button type="button" class="icon-button" aria-label={t('close')} onClick={onClose}>
              <Close />
            </button>
          </header>
        )}
        {children}
      </div>
    </dialog>
  );
}
