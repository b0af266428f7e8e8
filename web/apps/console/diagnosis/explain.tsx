// Anything an agent pastes: a hash, an address, an explorer's link.

import type { Id } from '@keydesk/client/index';
import { Search } from '@keydesk/ui/icons';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { errorText, useForm } from '../parts/form';
import { explain } from '../state/threads';

interface Props {
  id: Id;
  /** Somebody has asked for the field, so it takes the focus. */
  wanted: boolean;
  onDone: () => void;
}

export function Explain({ id, wanted, onDone }: Props) {
  const [text, setText] = useState('');
  const form = useForm();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (wanted) field.current?.focus();
  }, [wanted]);
  const problem = form.error && errorText(form.error);
  const submit = async () => {
    if (text.trim() === '' || form.busy) return;
    if (!(await form.run(() => explain(id, text.trim())))) return;
    setText('');
    onDone();
  };
  return (
    <form
      class="explain"
      onSubmit={event => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={event => {
        if (event.key !== 'Escape' || !wanted) return;
        event.stopPropagation();
        onDone();
      }}
    >
      <div class="explain-row">
        <input
          ref={field}
          value={text}
          aria-label={t('diagnosis.paste')}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? 'explain-problem' : undefined}
          placeholder={t('diagnosis.paste')}
          autocomplete="off"
          spellcheck={false}
          onInput={event => {
            setText(event.currentTarget.value);
            if (form.error) form.reset();
          }}
        />
        <button
          type="submit"
          class="icon-button"
          aria-label={t('diagnosis.explain')}
          title={t('diagnosis.explain')}
          disabled={form.busy}
        >
          {form.busy ? <span class="spinner" /> : <Search size={18} />}
        </button>
      </div>
      {problem && (
        <p class="field-problem" id="explain-problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
