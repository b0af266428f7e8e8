import type { Workspace } from '@keydesk/client/index';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { Field, Submit, useForm } from '../parts/form';
import { Broken, Skeleton } from '../parts/states';
import { api, workspace } from '../state/session';
import { languageTags } from './board-model';
import { Card, PageHead, useLoaded } from './page';

export function WorkspacePage() {
  // Another admin may have changed it since this session began.
  const now = useLoaded(() => api.workspace().then(answer => answer.workspace ?? answer));
  return (
    <>
      <PageHead title={t('settings.workspace')} text={t('workspace.text')} />
      {!now.value && !now.failed && <Skeleton rows={3} kind="form" />}
      {now.failed && <Broken text={now.failed} onRetry={now.again} />}
      {now.value && (
        <>
          <Name initial={now.value.name} />
          <Contact initial={now.value} />
        </>
      )}
    </>
  );
}

function Name({ initial }: { initial: string }) {
  const [name, setName] = useState(initial);
  const form = useForm();
  return (
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
          maxLength={60}
          value={name}
          problem={form.error?.field('name')}
          onInput={event => setName(event.currentTarget.value)}
        />
        <Submit form={form} />
      </form>
    </Card>
  );
}

/** What stands on /contact above the doors. */
function Contact({ initial }: { initial: Workspace }) {
  const [zh, setZh] = useState(initial.hours?.zh ?? '');
  const [en, setEn] = useState(initial.hours?.en ?? '');
  const [spoken, setSpoken] = useState(initial.languages?.join(', ') ?? '');
  const [phone, setPhone] = useState(initial.phone ?? '');
  const form = useForm();
  const save = async () => {
    const details = {
      hours: { zh: zh.trim(), en: en.trim() },
      languages: languageTags(spoken),
      phone: phone.trim(),
    };
    await api.patchWorkspace(details);
    setSpoken(details.languages.join(', '));
  };
  return (
    <Card title={t('workspace.contact')}>
      <p class="muted">
        {t('workspace.contact_text')}{' '}
        <a href="/contact" target="_blank" rel="noopener">
          /contact
        </a>
      </p>
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault();
          void form.run(save);
        }}
      >
        <Field
          label={t('workspace.hours_zh')}
          hint={t('workspace.hours_zh_hint')}
          maxLength={200}
          lang="zh-CN"
          value={zh}
          problem={form.error?.field('hours.zh')}
          onInput={event => setZh(event.currentTarget.value)}
        />
        <Field
          label={t('workspace.hours_en')}
          hint={t('workspace.hours_en_hint')}
          maxLength={200}
          lang="en"
          value={en}
          problem={form.error?.field('hours.en')}
          onInput={event => setEn(event.currentTarget.value)}
        />
        <Field
          label={t('workspace.languages')}
          hint={t('workspace.languages_hint')}
          maxLength={400}
          value={spoken}
          problem={form.error?.field('languages')}
          onInput={event => setSpoken(event.currentTarget.value)}
        />
        <Field
          label={t('workspace.phone')}
          hint={t('workspace.phone_hint')}
          type="tel"
          autocomplete="off"
          maxLength={40}
          value={phone}
          problem={form.error?.field('phone')}
          onInput={event => setPhone(event.currentTarget.value)}
        />
        <Submit form={form} />
      </form>
    </Card>
  );
}
