// One message: the customer left, the desk right, notes in yellow, events as a line between.

import type { Conv, Message } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Check, CheckDouble, Note, Shield } from '@keydesk/ui/icons';
import { t } from '../i18n/index';
import { clockTime, fullTime } from '../lib/time';
import { Avatar } from '../parts/avatar';
import { type Marks, replyState } from '../state/thread-model';
import { Attachments } from './attachments';
import { Body } from './body';
import { EventLine } from './event';

interface Props {
  message: Message;
  conv: Conv;
  grouped: boolean;
  marks: Marks;
  glow: boolean;
}

export function MessageRow({ message, conv, grouped, marks, glow }: Props) {
  if (message.kind === 'event') return <EventLine message={message} />;
  if (message.kind === 'system') {
    return (
      <div class="system-line">
        <Shield size={15} />
        <div>
          <small>{t('said.system')}</small>
          <Body body={message.body} redacted={message.redacted.length > 0} />
        </div>
      </div>
    );
  }
  const side = message.kind === 'customer' ? 'theirs' : message.kind === 'note' ? 'ours note' : 'ours';
  const who = message.kind === 'customer' ? conv.customer.name : (message.author?.name ?? '');
  return (
    <div class={`message ${side} ${grouped ? 'grouped' : ''} ${glow ? 'glow' : ''}`} data-seq={message.seq}>
      {side === 'theirs' && (
        <span class="message-avatar">
          {!grouped && <Avatar name={who} seed={conv.customer.avatar_seed ?? conv.customer.id} size="s" />}
        </span>
      )}
      <div class="message-body">
        <div class="bubble">
          {message.kind === 'note' && (
            <small class="note-head">
              <Note size={14} />
              {t('note.by', { name: who })}
            </small>
          )}
          <span class="sr-only">{message.kind === 'note' ? '' : `${who}: `}</span>
          {message.body && <Body body={message.body} redacted={message.redacted.length > 0} />}
          <Attachments files={message.attachments} />
        </div>
        <div class="meta">
          {!grouped && message.kind === 'reply' && <span class="meta-name">{who}</span>}
          <time dateTime={new Date(message.at).toISOString()} title={fullTime(message.at, locale.value)}>
            {clockTime(message.at, locale.value)}
          </time>
          {message.kind === 'reply' && <State message={message} marks={marks} />}
        </div>
      </div>
    </div>
  );
}

function State({ message, marks }: { message: Message; marks: Marks }) {
  const state = replyState(message, marks);
  return (
    <span class={`state ${state}`}>
      {state === 'sent' ? <Check size={14} /> : <CheckDouble size={14} />}
      {t(`state.${state}`)}
    </span>
  );
}
