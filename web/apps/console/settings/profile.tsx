import { type Locale, locale } from '@keydesk/ui/i18n';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { Area, Field, Select, Submit, useForm } from '../parts/form';
import { chooseLocale } from '../state/prefs';
import { api, me } from '../state/session';
import { Card, PageHead } from './page';

export function Profile() {
  const self = me.value;
  const [name, setName] = useState(self?.name ?? '');
  const [signature, setSignature] = useState(self?.signature ?? '');
  const form = useForm();
  const availability = useForm();
  if (!self) return null;
  return (
    <>
      <PageHead
        title={t('settings.profile')}
        text={t('profile.text', { email: self.email, role: t(`role.${self.role}`) })}
      />
      <Card>
        <form
          class="form"
          onSubmit={event => {
            event.preventDefault();
            void form.run(async () => {
              const answer = await api.patchMe({ name: name.trim(), locale: locale.peek(), signature });
              me.value = { ...self, ...answer.me };
            });
          }}
        >
          <Field
            label={t('profile.name')}
            hint={t('profile.name_hint')}
            required
            maxLength={80}
            value={name}
            problem={form.error?.field('name')}
            onInput={event => setName(event.currentTarget.value)}
          />
          <Select
            label={t('profile.language')}
            value={locale.value}
            options={[
              { id: 'zh-CN', text: '简体中文' },
              { id: 'en', text: 'English' },
            ]}
            onChange={tag => chooseLocale(tag as Locale)}
          />
          <Area
            label={t('profile.signature')}
            rows={2}
            value={signature}
            problem={form.error?.field('signature')}
            onInput={event => setSignature(event.currentTarget.value)}
          />
          <Submit form={form} />
        </form>
      </Card>
      <Card title={t('profile.availability')} text={t('profile.availability_text')}>
        <div class="tabs" role="group" aria-label={t('profile.availability')}>
          {(['online', 'away'] as const).map(state => (
            <button
              type="button"
              key={state}
              aria-pressed={self.availability === state}
              onClick={() =>
                void availability.run(async () => {
                  me.value = { ...self, ...(await api.patchMe({ availability: state })).me };
                })
              }
            >
              {t(`availability.${state}`)}
            </button>
          ))}
        </div>
      </Card>
    </>
  );
}
