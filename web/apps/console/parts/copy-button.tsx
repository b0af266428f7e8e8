import { Check, Copy } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
      setTimeout(() => setDone(false), 2000);
    } catch {
      // Without the permission the text can still be selected by hand.
    }
  };
  return (
    <button type="button" class="button small" onClick={() => void copy()}>
      {done ? <Check size={15} /> : <Copy size={15} />}
      <span aria-live="polite">{done ? t('copied') : (label ?? t('copy'))}</span>
    </button>
  );
}
