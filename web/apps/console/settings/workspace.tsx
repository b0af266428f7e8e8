import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { Field, Submit, useForm } from '../parts/form';
import { api, workspace } from '../state/session';
import { Card, PageHead } from './page';

export function WorkspacePage() {
  const [name, setName] = useState(workspace.value.name);
  const form = useForm();
  return (
    <>
      <PageHead title={t('settings.workspace')} text={t('workspace.text')} />
      <Card>
        <form
          class="form"
          onSubmit={event => {
            event.preventDefault();
            void form.run(async () => {
              await api.patchWorkspace({ name: name.trim() });
              workspace.value = { ...workspace.value, name: name.trim() };
            });
          }}
        >
          <Field
            label={t('workspace.name')}
            hint={t('workspace.name_hint')}
            required
            maxLength={80}
            value={name}
            problem={form.error?.field('name')}
            onInput={event => setName(event.currentTarget.value)}
          />
          <Submit form={form} />
        </form>
      </Card>
    </>
  );
}
