// An address that was typed into the form: whether its owner has said that it is his.

import type { ConfirmationState, Conv } from '@keydesk/client/index';
import { Check, Clock, Warn } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { api } from '../state/session';
import './email-state.css';

const shown = {
  queued: 'email.waiting',
  sending: 'email.waiting',
  sent: 'email.waiting',
  uncertain: 'email.waiting',
  failed: 'email.failed',
  confirmed: 'email.confirmed',
  refused: 'email.refused',
  expired: 'email.expired',
} as const;

export function EmailState({ conv, email }: { conv: Conv; email: string }) {
  const [state, setState] = useState<ConfirmationState>('none');
  const form = conv.inbox.kind === 'form';
  // Each entry of the timeline may be the answer.
  useEffect(() => {
    if (!form) return;
    let left = false;
    api.confirmation(conv.id).then(
      one => left || setState(one.address === email.toLowerCase() ? one.state : 'none'),
      () => {},
    );
    return () => {
      left = true;
    };
  }, [conv.id, conv.seq, email]);
  if (state === 'none') return <>{email}</>;
  const key = shown[state];
  const Icon = key === 'email.confirmed' ? Check : key === 'email.waiting' ? Clock : Warn;
  return (
    <span class="email-state">
      {email}
      <small class={key === 'email.confirmed' ? 'ok' : key === 'email.waiting' ? '' : 'warn'}>
        <Icon size={13} /> {t(key)}
      </small>
    </span>
  );
}
