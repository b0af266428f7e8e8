import { Check, Copy } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';

/** Copies the whole; a shortened id must never be copied from the page. */
interface Props {
  text: string;
  label: string;
  size?: 15 | 17;
}

export function CopyIcon({ text, label, size = 15 }: Props) {
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
    <button
      type="button"
      class={`icon-button ${size === 15 ? 'small' : ''}`}
      title={label}
      onClick={() => void copy()}
    >
      {done ? <Check size={size} /> : <Copy size={size} />}
      <span class="sr-only" aria-live="polite">
        {done ? t('copied') : label}
      </span>
    </button>
  );
}
