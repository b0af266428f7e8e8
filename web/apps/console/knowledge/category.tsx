// A shelf of the help centre: its names in both languages and its place.
import { useState } from 'preact/hooks';
import { t } from '../i18n/articles';
import { Dialog } from '../parts/dialog';
import { Field, Form, Submit, useForm } from '../parts/form';
import { type Category, knowledge, langs } from './api';

interface Props {
  category: Category;
  onSaved: (all: Category[]) => void;
  onClose: () => void;
}

export function CategoryEditor({ category, onSaved, onClose }: Props) {
  const [draft, setDraft] = useState(category);
  const form = useForm();
  const fresh = category.id === '';
  const save = () => form.run(async () => onSaved(await knowledge.putCategory(draft)));
  return (
    <Dialog label={fresh ? t('new_category') : t('edit_category')} onClose={onClose}>
      <Form onSubmit={() => save().then(done => done && onClose())}>
        {fresh && (
          <Field
            label={t('name')}
            hint={t('name_hint')}
            required
            maxLength={80}
            pattern="[a-z0-9]+(-[a-z0-9]+)*"
            value={draft.id}
            problem={form.error?.field('id')}
            onInput={event => setDraft({ ...draft, id: event.currentTarget.value })}
          />
        )}
        {langs.map(lang => (
          <fieldset key={lang} class="category-side">
            <legend>{t(`lang_${lang}`)}</legend>
            <Field
              label={t('title')}
              required
              maxLength={60}
              value={draft.names[lang] ?? ''}
              problem={form.error?.field(`names.${lang}`)}
              onInput={event =>
                setDraft({ ...draft, names: { ...draft.names, [lang]: event.currentTarget.value } })
              }
            />
            <Field
              label={t('summary')}
              maxLength={200}
              value={draft.summaries[lang] ?? ''}
              problem={form.error?.field(`summaries.${lang}`)}
              onInput={event =>
                setDraft({ ...draft, summaries: { ...draft.summaries, [lang]: event.currentTarget.value } })
              }
            />
          </fieldset>
        ))}
        <Field
          label={t('order')}
          type="number"
          min={0}
          value={draft.position}
          onInput={event => setDraft({ ...draft, position: Number(event.currentTarget.value) || 0 })}
        />
        <Submit form={form} />
      </Form>
    </Dialog>
  );
}
