// E-mail and password, then the code of the authenticator when the account has one.

import { type ApiError, asApiError } from '@keydesk/client/index';
import { ChevronLeft, Lock } from '@keydesk/ui/icons';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { Field, Form } from '../parts/form';
import { admitted, api } from '../state/session';
import { AuthFrame } from './frame';

export function Login() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [step, setStep] = useState<'password' | 'code'>('password');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const [lockedFor, lock] = useCountdown();
  const codeField = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (step === 'code') codeField.current?.querySelector('input')?.focus();
  }, [step]);

  const submit = async () => {
    if (busy || lockedFor > 0) return;
    setBusy(true);
    setProblem('');
    try {
      const answer = await api.login({
        email: email.trim(),
        password,
        ...(step === 'code' ? { code: code.trim() } : {}),
      });
      // The log-in's answer may lack the workspace; GET /me has it.
      admitted(answer.workspace ? answer : await api.me());
    } catch (failure) {
      refuse(asApiError(failure));
    }
    setBusy(false);
  };

  const refuse = (error: ApiError) => {
    if (error.code === 'rate_limited') return lock(error.retryAfter ?? 30);
    if (error.problem.totp_required === true) {
      if (step === 'code') setProblem(t('login.code_wrong'));
      setCode('');
      return setStep('code');
    }
    if (error.code === 'denied') return setProblem(t(step === 'code' ? 'login.code_wrong' : 'login.wrong'));
    setProblem(error.code === 'offline' ? t('offline.form') : error.message);
  };

  const shown = lockedFor > 0 ? t('login.locked', { time: countdownText(lockedFor) }) : problem;
  return (
    <AuthFrame title={t('login.title')} text={t(step === 'code' ? 'login.code_text' : 'login.text')}>
      <Form onSubmit={submit}>
        <div hidden={step === 'code'} class="form">
          <Field
            label={t('login.email')}
            type="email"
            name="email"
            autocomplete="username"
            required
            value={email}
            onInput={event => setEmail(event.currentTarget.value)}
          />
          <Field
            label={t('login.password')}
            type="password"
            name="password"
            autocomplete="current-password"
            required
            value={password}
            onInput={event => setPassword(event.currentTarget.value)}
          />
        </div>
        {step === 'code' && (
          <div ref={codeField} class="form">
            <Field
              label={t('login.code')}
              hint={t('login.code_hint')}
              name="code"
              inputMode="numeric"
              autocomplete="one-time-code"
              required
              class="code-input"
              value={code}
              onInput={event => setCode(event.currentTarget.value)}
            />
          </div>
        )}
        <p class="outcome bad" role="alert">
          {lockedFor > 0 && <Lock size={16} />}
          {shown}
        </p>
        <button type="submit" class="button primary wide" disabled={busy || lockedFor > 0}>
          {t(busy ? 'login.busy' : step === 'code' ? 'login.confirm' : 'login.go')}
        </button>
        {step === 'code' && (
          <button type="button" class="link-button" onClick={() => setStep('password')}>
            <ChevronLeft size={16} />
            {t('back')}
          </button>
        )}
      </Form>
    </AuthFrame>
  );
}

export function countdownText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Seconds until the lock-out ends, counting down. */
function useCountdown(): [number, (seconds: number) => void] {
  const [until, setUntil] = useState(0);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (until === 0) return;
    const tick = () => {
      const rest = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      setLeft(rest);
      if (rest === 0) setUntil(0);
    };
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [until]);
  return [left, seconds => setUntil(Date.now() + seconds * 1000)];
}
