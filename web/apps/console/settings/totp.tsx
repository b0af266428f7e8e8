// A second factor: scan, confirm, keep the recovery codes.

import type { TotpStart } from '@keydesk/client/index';
import { Check, Shield } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { CopyButton } from '../parts/copy-button';
import { Field, Submit, useForm } from '../parts/form';
import { api, me } from '../state/session';
import { Card } from './page';

export function Totp() {
  const [codes, setCodes] = useState<readonly string[] | undefined>();
  const on = me.value?.totp === true;
  return (
    <Card title={t('totp.title')} text={t('totp.text')}>
      <p class={`identity ${on ? 'ok' : 'warn'}`}>
        {on ? <Check size={17} /> : <Shield size={17} />}
        <span>
          <b>{t(on ? 'totp.on' : 'totp.off')}</b>
        </span>
      </p>
      {codes && <Codes codes={codes} />}
      {on ? <TurnOff /> : <TurnOn onCodes={setCodes} />}
    </Card>
  );
}

function TurnOn({ onCodes }: { onCodes: (codes: readonly string[]) => void }) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [start, setStart] = useState<TotpStart | undefined>();
  const form = useForm();
  if (!start) {
    return (
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault();
          void form.run(async () => setStart(await api.startTotp(password))).then(() => setPassword(''));
        }}
      >
        <Field
          label={t('totp.password')}
          type="password"
          autocomplete="current-password"
          required
          value={password}
          problem={form.error?.field('password')}
          onInput={event => setPassword(event.currentTarget.value)}
        />
        <Submit form={form} text={t('totp.start')} />
      </form>
    );
  }
  return (
    <form
      class="form"
      onSubmit={event => {
        event.preventDefault();
        void form.run(async () => {
          const answer = await api.confirmTotp(code.trim());
          if (me.value) me.value = { ...me.value, totp: true };
          onCodes(answer.recovery_codes);
        });
      }}
    >
      <ol class="steps">
        <li>{t('totp.scan')}</li>
        <li>{t('totp.type')}</li>
      </ol>
      <Picture svg={start.qr_svg} />
      <p class="secret">
        <code>{start.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
        <CopyButton text={start.secret} />
      </p>
      <Field
        label={t('login.code')}
        inputMode="numeric"
        autocomplete="one-time-code"
        required
        class="code-input"
        value={code}
        problem={form.error?.field('code')}
        onInput={event => setCode(event.currentTarget.value)}
      />
      <Submit form={form} text={t('totp.confirm')} />
    </form>
  );
}

/** As an image, so that the server's SVG is looked at and never becomes part of the page. */
function Picture({ svg }: { svg: string }) {
  const [address, setAddress] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [svg]);
  return address ? <img class="qr" src={address} alt={t('totp.qr')} width={192} height={192} /> : null;
}

function Codes({ codes }: { codes: readonly string[] }) {
  return (
    <div class="codes" role="status">
      <h4>{t('totp.codes')}</h4>
      <p class="muted">{t('totp.codes_text')}</p>
      <ul>
        {codes.map(code => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <CopyButton text={codes.join('\n')} />
    </div>
  );
}

function TurnOff() {
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const form = useForm();
  if (!open) {
    return (
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {t('totp.remove')}
      </button>
    );
  }
  return (
    <form
      class="form"
      onSubmit={event => {
        event.preventDefault();
        void form.run(async () => {
          await api.removeTotp({ password, code: code.trim() });
          if (me.value) me.value = { ...me.value, totp: false };
        });
      }}
    >
      <Field
        label={t('totp.password')}
        type="password"
        autocomplete="current-password"
        required
        value={password}
        problem={form.error?.field('password')}
        onInput={event => setPassword(event.currentTarget.value)}
      />
      <Field
        label={t('login.code')}
        inputMode="numeric"
        autocomplete="one-time-code"
        required
        class="code-input"
        value={code}
        problem={form.error?.field('code')}
        onInput={event => setCode(event.currentTarget.value)}
      />
      <Submit form={form} text={t('totp.remove')} />
    </form>
  );
}
