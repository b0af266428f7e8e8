// One of two conversations that are compared: who, by which door, and what was said last.

import type { Conv, Message } from '@keydesk/client/index';
import { DoorIcon } from '@keydesk/ui/door-icons';
import { locale } from '@keydesk/ui/i18n';
import { Check } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { kindName } from '../doors/names';
import { t } from '../i18n/index';
import { clockTime, dayName } from '../lib/time';
import { now } from '../state/clock';
import { api } from '../state/session';

const most = 12;

/** What was said in a conversation that is not open here; nothing until it is known. */
export function useSaid(id: string): readonly Message[] | undefined {
  const [said, setSaid] = useState<readonly Message[] | undefined>();
  useEffect(() => {
    let left = false;
    setSaid(undefined);
    api.conversation(id).then(
      answer => left || setSaid(answer.messages),
      () => left || setSaid([]),
    );
    return () => {
      left = true;
    };
  }, [id]);
  return said;
}

interface Props {
  title: string;
  conv: Conv;
  messages: readonly Message[] | undefined;
}

export function Side({ title, conv, messages }: Props) {
  const spoken = messages?.filter(message => message.kind === 'customer' || message.kind === 'reply');
  return (
    <section>
      <h3>{title}</h3>
      <p class="muted compare-who">
        <DoorIcon kind={conv.inbox.kind} size={15} />
        <span>
          {conv.customer.name} · {conv.inbox.name} · {kindName(conv.inbox.kind)}
        </span>
        {conv.customer.verified && (
          <span class="tag ok">
            <Check size={12} />
            {t('customer.verified')}
          </span>
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div class="compare-said" role="group" aria-label={title} tabIndex={0}>
        {!spoken && <p class="muted">{t('loading')}</p>}
        {spoken?.slice(-most).map(message => (
          <p key={message.id} class={message.kind === 'reply' ? 'ours' : 'theirs'}>
            <small>
              {message.kind === 'reply' ? (message.author?.name ?? '') : conv.customer.name} ·{' '}
              {dayName(message.at, now.value, locale.value)} {clockTime(message.at, locale.value)}
            </small>
            {message.body || t('notify.attachment')}
          </p>
        ))}
      </div>
    </section>
  );
}
