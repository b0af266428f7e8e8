import { Check, Copy } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';

/** Copies an id as a whole; a shortened one must never be copied from the page. */
export function CopyIcon({ text, label }: { text: string; label: string }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
      setTimeout(() => setDone(false), 2000);
    } catch {
      // Without the permission nothing is copied, and nothing says that it was.
    }
  };
  return (
    <button type="button" class="icon-button small" title={label} onClick={() => void copy()}>
      {done ? <Check size={15} /> : <Copy size={15} />}
      <span class="sr-only" aria-live="polite">
        {done ? t('copied') : label}
      </span>
    </button>
  );
}
