// The fields of a kind of door, as the server describes them.

import type { InboxChannel, SettingField } from '@keydesk/client/index';
import { Check } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { said } from '../../doors/names';
import { t } from '../../i18n/index';
import { Area, Field, type FormState, Select, Switch } from '../../parts/form';
import { isAdvanced, type Values } from './values';

interface Props {
  fields: readonly SettingField[];
  values: Values;
  stored?: InboxChannel | null;
  form: FormState;
  onChange: (key: string, value: string) => void;
}

export function SettingFields(props: Props) {
  const plain = props.fields.filter(field => !isAdvanced(field));
  const advanced = props.fields.filter(isAdvanced);
  const wrong = advanced.some(field => problemOf(props.form, field));
  return (
    <>
      {plain.map(field => (
        <One key={field.key} field={field} {...props} />
      ))}
      {advanced.length > 0 && (
        <details class="advanced" open={wrong}>
          <summary>{t('channel.advanced')}</summary>
          <div class="form">
            {advanced.map(field => (
              <One key={field.key} field={field} {...props} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

function problemOf(form: FormState, field: SettingField): string | undefined {
  return form.error?.field(`settings.${field.key}`);
}

function One({ field, values, stored, form, onChange }: Props & { field: SettingField }) {
  const problem = problemOf(form, field);
  const value = values[field.key] ?? '';
  const change = (text: string) => onChange(field.key, text);
  const common = { label: said(field.name), hint: said(field.help) || undefined, problem, spellcheck: false };
  switch (field.kind) {
    case 'secret':
      return <Secret {...common} {...{ field, value, stored, change }} />;
    case 'truth':
      return (
        <Switch
          label={common.label}
          hint={common.hint ?? ''}
          on={value === 'true'}
          onChange={on => change(on ? 'true' : 'false')}
        />
      );
    case 'choice':
      return (
        <Select
          label={common.label}
          hint={common.hint ?? ''}
          value={value}
          options={field.options.map(option => ({ id: option.value, text: said(option.name) }))}
          onChange={change}
        />
      );
    case 'lines':
      return (
        <Area
          {...common}
          required={field.required}
          rows={3}
          value={value}
          onInput={event => change(event.currentTarget.value)}
        />
      );
    default:
      return (
        <Field
          {...common}
          required={field.required && !field.initial}
          placeholder={field.initial}
          inputMode={field.kind === 'number' ? 'numeric' : field.kind === 'url' ? 'url' : 'text'}
          value={value}
          onInput={event => change(event.currentTarget.value)}
        />
      );
  }
}

interface SecretProps {
  label: string;
  hint: string | undefined;
  problem: string | undefined;
  field: SettingField;
  value: string;
  stored?: InboxChannel | null;
  change: (text: string) => void;
}

/** What is set is never shown again; it can only be replaced. */
function Secret({ label, hint, problem, field, value, stored, change }: SecretProps) {
  const set = stored?.secrets.includes(field.key) ?? false;
  const [replacing, setReplacing] = useState(false);
  if (set && !replacing) {
    return (
      <div class="field" role="group" aria-label={label}>
        <span class="field-name">{label}</span>
        <p class="secret-set">
          <Check size={16} />
          <span>{t('channel.secret_set')}</span>
          <button type="button" class="button small" onClick={() => setReplacing(true)}>
            {t('channel.replace')}
          </button>
        </p>
        {problem && <p class="field-problem">{problem}</p>}
      </div>
    );
  }
  return (
    <div class="secret-field">
      <Field
        label={label}
        hint={hint}
        problem={problem}
        type="password"
        autocomplete="off"
        spellcheck={false}
        required={field.required}
        value={value}
        onInput={event => change(event.currentTarget.value)}
      />
      {set && (
        <button
          type="button"
          class="link-button"
          onClick={() => {
            change('');
            setReplacing(false);
          }}
        >
          {t('channel.secret_keep')}
        </button>
      )}
    </div>
  );
}
