import { Tag } from '@keydesk/ui/icons';
import { t } from '../i18n/index';
import { Field } from '../parts/form';
import { labels } from '../state/meta';
import { api } from '../state/session';
import { Crud } from './crud';

export const palette = [
  '#2450e6',
  '#0e7c86',
  '#067647',
  '#b54708',
  '#b42318',
  '#c11574',
  '#6938ef',
  '#475467',
];

export function Labels() {
  return (
    <Crud
      noun="labels"
      title={t('settings.labels')}
      text={t('labels.text')}
      items={labels.value}
      blank={{ id: '', name: '', color: palette[0] as string }}
      icon={<Tag size={28} />}
      addText={t('labels.add')}
      emptyText={t('labels.empty')}
      show={label => (
        <>
          <i class="dot big" style={{ background: label.color }} />
          <div class="rows-main">
            <b>{label.name}</b>
          </div>
        </>
      )}
      edit={(label, change, form) => (
        <>
          <Field
            label={t('labels.name')}
            required
            maxLength={40}
            value={label.name}
            problem={form.error?.field('name')}
            onInput={event => change({ name: event.currentTarget.value })}
          />
          <ColorField value={label.color} onChange={color => change({ color })} />
        </>
      )}
      save={({ id, name, color }) =>
        id
          ? api.labels.change(id, { name: name.trim(), color })
          : api.labels.create({ name: name.trim(), color })
      }
      remove={label => api.labels.remove(label.id)}
    />
  );
}

export function ColorField({ value, onChange }: { value: string; onChange: (color: string) => void }) {
  return (
    <fieldset class="field colors">
      <legend>{t('color')}</legend>
      {palette.map((color, index) => (
        <label key={color} title={color}>
          <input
            type="radio"
            name="color"
            checked={value.toLowerCase() === color}
            aria-label={t('color.number', { number: index + 1 })}
            onChange={() => onChange(color)}
          />
          <i class="dot big" style={{ background: color }} />
        </label>
      ))}
      <input
        type="color"
        aria-label={t('color.own')}
        value={value}
        onInput={event => onChange(event.currentTarget.value)}
      />
    </fieldset>
  );
}
