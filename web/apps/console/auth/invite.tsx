// Accepting an invitation: a name and a password, then straight into the inbox.

import type { Role } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { follow, root } from '../lib/router';
import { Field, Outcome, useForm } from '../parts/form';
import { Skeleton } from '../parts/states';
import { admitted, api } from '../state/session';
import { AuthFrame } from './frame';

export function Invite({ token }: { token: string }) {
  const [invite, setInvite] = useState<{ email: string; role: Role } | 'loading' | 'gone'>('loading');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const form = useForm();
  useEffect(() => {
    api.invite(token).then(
      found => {
        setInvite(found);
        setName(known => known || found.name || '');
      },
      () => setInvite('gone'),
    );
  }, [token]);

  if (invite === 'loading') {
    return (
      <AuthFrame title={t('invite.title')}>
        <Skeleton rows={2} kind="form" />
      </AuthFrame>
    );
  }
  if (invite === 'gone') {
    return (
      <AuthFrame title={t('invite.gone')} text={t('invite.gone_text')}>
        <a class="button wide" href={`${root}/login`} onClick={follow}>
          {t('login.go')}
        </a>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      title={t('invite.title')}
      text={t('invite.text', { email: invite.email, role: t(`role.${invite.role}`) })}
    >
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault();
          void form.run(async () => {
            await api.acceptInvite(token, { name: name.trim(), password });
            // The profile speaks the language in which the invitation was read.
            await api.patchMe({ locale: locale.peek() });
            admitted(await api.me());
          });
        }}
      >
        <input type="email" name="email" autocomplete="username" value={invite.email} hidden readOnly />
        <Field
          label={t('invite.name')}
          hint={t('invite.name_hint')}
          autocomplete="name"
          required
          maxLength={80}
          value={name}
          problem={form.error?.field('name')}
          onInput={event => setName(event.currentTarget.value)}
        />
        <Field
          label={t('login.password')}
          hint={t('password.hint')}
          type="password"
          autocomplete="new-password"
          required
          minLength={10}
          value={password}
          problem={form.error?.field('password')}
          onInput={event => setPassword(event.currentTarget.value)}
        />
        <Outcome form={form} />
        <button type="submit" class="button primary wide" disabled={form.busy}>
          {t('invite.accept')}
        </button>
      </form>
    </AuthFrame>
  );
}
