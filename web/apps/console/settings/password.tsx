import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { Field, Submit, useForm } from '../parts/form';
import { api, me } from '../state/session';
import { Card } from './page';

export function Password() {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const form = useForm();
  return (
    <Card title={t('password.title')} text={t('password.text')}>
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault();
          void form
            .run(() => api.changePassword({ current, next }))
            .then(done => {
              if (!done) return;
              setCurrent('');
              setNext('');
            });
        }}
      >
        <input type="email" autocomplete="username" value={me.value?.email ?? ''} hidden readOnly />
        <Field
          label={t('password.current')}
          type="password"
          autocomplete="current-password"
          required
          value={current}
          problem={form.error?.field('current')}
          onInput={event => setCurrent(event.currentTarget.value)}
        />
        <Field
          label={t('password.next')}
          hint={t('password.hint')}
          type="password"
          autocomplete="new-password"
          required
          minLength={10}
          value={next}
          problem={form.error?.field('next')}
          onInput={event => setNext(event.currentTarget.value)}
        />
        <Submit form={form} text={t('password.change')} />
      </form>
    </Card>
  );
}
