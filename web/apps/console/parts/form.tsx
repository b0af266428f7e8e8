// Forms that show the server's own sentences beside the field they are about.

import { type ApiError, asApiError } from '@keydesk/client/index';
import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { type Key, t } from '../i18n/index';

export interface FormState {
  busy: boolean;
  done: boolean;
  error: ApiError | undefined;
  /** Runs a request; keeps what came of it for the form to show. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
  reset: () => void;
}

export function useForm(): FormState {
  const [state, setState] = useState<{ busy: boolean; done: boolean; error: ApiError | undefined }>({
    busy: false,
    done: false,
    error: undefined,
  });
  return {
    ...state,
    reset: () => setState({ busy: false, done: false, error: undefined }),
    run: async work => {
      setState({ busy: true, done: false, error: undefined });
      try {
        await work();
        setState({ busy: false, done: true, error: undefined });
        return true;
      } catch (failure) {
        setState({ busy: false, done: false, error: asApiError(failure) });
        return false;
      }
    },
  };
}

interface FormProps {
  onSubmit: () => unknown;
  children: ComponentChildren;
}

/** A form that is sent by the page, not by the browser. */
export function Form({ onSubmit, children }: FormProps) {
  return (
    <form
      class="form"
      onSubmit={event => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}

interface FieldProps extends Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'label'> {
  label: string;
  hint?: string | undefined;
  problem?: string | undefined;
}

export function Field({ label, hint, problem, ...input }: FieldProps) {
  const id = useId();
  const notes = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        aria-invalid={problem ? true : undefined}
        aria-describedby={notes || undefined}
        {...input}
      />
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="field-problem" id={`${id}-problem`}>
          {problemText(problem)}
        </p>
      )}
    </div>
  );
}

interface AreaProps extends Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, 'label'> {
  label: string;
  hint?: string | undefined;
  problem?: string | undefined;
}

export function Area({ label, hint, problem, ...area }: AreaProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea id={id} aria-invalid={problem ? true : undefined} {...area} />
      {hint && <p class="field-hint">{hint}</p>}
      {problem && <p class="field-problem">{problemText(problem)}</p>}
    </div>
  );
}

interface SelectProps {
  label: string;
  value: string;
  options: readonly { id: string; text: string }[];
  onChange: (id: string) => void;
  hint?: string;
  disabled?: boolean;
}

export function Select({ label, value, options, onChange, hint, disabled }: SelectProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={event => onChange(event.currentTarget.value)}
      >
        {options.map(option => (
          <option key={option.id} value={option.id}>
            {option.text}
          </option>
        ))}
      </select>
      {hint && <p class="field-hint">{hint}</p>}
    </div>
  );
}

export function Switch(props: {
  label: string;
  hint?: string;
  on: boolean;
  onChange: (on: boolean) => void;
}) {
  const id = useId();
  return (
    <div class="switch">
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={props.on}
        aria-checked={props.on}
        onChange={event => props.onChange(event.currentTarget.checked)}
      />
      <label for={id}>
        {props.label}
        {props.hint && <small>{props.hint}</small>}
      </label>
    </div>
  );
}

/** The line at a form's foot: the button, and what came of it. */
export function Submit({
  form,
  text,
  children,
}: {
  form: FormState;
  text?: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="form-foot">
      <button type="submit" class="button primary" disabled={form.busy}>
        {form.busy ? t('saving') : (text ?? t('save'))}
      </button>
      {children}
      <Outcome form={form} />
    </div>
  );
}

/** At the foot of an editor: takes away what it edits, after a question. */
export function RemoveButton({ sure, onRemove }: { sure?: string | undefined; onRemove: () => void }) {
  return (
    <button
      type="button"
      class="link-button bad"
      onClick={() => confirm(sure ?? t('remove.sure')) && onRemove()}
    >
      {t('remove')}
    </button>
  );
}

export function Outcome({ form }: { form: FormState }) {
  const problem = form.error && errorText(form.error);
  return (
    <p class={`outcome ${problem ? 'bad' : 'ok'}`} role={problem ? 'alert' : 'status'}>
      {problem ?? (form.done ? t('saved') : '')}
    </p>
  );
}

export function errorText(error: ApiError): string {
  if (error.code === 'offline') return t('offline.form');
  const todo = typeof error.problem.what_to_do === 'string' ? ` ${error.problem.what_to_do}` : '';
  return error.message + todo;
}

const problems = new Set([
  'malformed',
  'missing',
  'unknown',
  'wrong_type',
  'out_of_range',
  'not_allowed',
  'too_short',
  'too_long',
  'taken',
  'too_common',
  'like_the_account',
]);

/** The server names a field's fault by a word; the sentence is ours. */
export function problemText(problem: string): string {
  return problems.has(problem) ? t(`problem.${problem}` as Key) : problem;
}
