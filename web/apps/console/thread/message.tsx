// One message: the customer left, the desk right, notes in yellow, events as a line between.

import type { Conv, Message } from '@keydesk/client/index';
import { DoorIcon } from '@keydesk/ui/door-icons';
import { locale } from '@keydesk/ui/i18n';
import { Bolt, Check, CheckDouble, Note, Shield, Warn } from '@keydesk/ui/icons';
import { Translated } from '../assistant/translated';
import { Deliveries } from '../doors/deliveries';
import { warningText } from '../doors/faults';
import { kindName } from '../doors/names';
import { t } from '../i18n/index';
import { clockTime, fullTime } from '../lib/time';
import { Avatar } from '../parts/avatar';
import { type Marks, replyState } from '../state/thread-model';
import { Attachments } from './attachments';
import { Body } from './body';
import { EventLine } from './event';
import { Formatted } from './formatted';

interface Props {
  message: Message;
  conv: Conv;
  grouped: boolean;
  marks: Marks;
  glow: boolean;
  /** The conversation has more than one door: each message says which one it came by. */
  several: boolean;
}

export function MessageRow({ message, conv, grouped, marks, glow, several }: Props) {
  if (message.kind === 'event') return <EventLine message={message} />;
  if (message.kind === 'system') {
    return (
      <div class={`system-line ${message.auto ? 'auto' : ''}`}>
        {message.auto ? <Bolt size={15} /> : <Shield size={15} />}
        <div>
          <small>{t('said.system')}</small>
          <Body body={message.body} redacted={message.redacted.length > 0} />
          {message.auto?.quick && message.auto.quick.length > 0 && (
            <ul class="offered" aria-label={t('said.offered')}>
              {message.auto.quick.map(text => (
                <li key={text} class="tag">
                  {text}
                </li>
              ))}
            </ul>
          )}
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
          {message.warnings?.map(warning => (
            <p class="warned" key={warning} title={warning}>
              <Warn size={14} />
              {warningText(warning)}
            </p>
          ))}
          {message.body && (
            <Body body={message.body} redacted={message.redacted.length > 0} note={message.kind === 'note'} />
          )}
          {message.body && <Translated message={message} conv={conv} />}
          <Attachments files={message.attachments} />
          {message.quoted && (
            <details class="quoted">
              <summary>{t('quoted.show')}</summary>
              <Body body={message.quoted} redacted={message.redacted.length > 0} />
            </details>
          )}
          {message.has_html && <Formatted message={message.id} />}
        </div>
        <div class="meta">
          {!grouped && message.kind === 'reply' && <span class="meta-name">{who}</span>}
          {several && message.kind === 'customer' && <CameBy message={message} conv={conv} />}
          <time dateTime={new Date(message.at).toISOString()} title={fullTime(message.at, locale.value)}>
            {clockTime(message.at, locale.value)}
          </time>
          {message.kind === 'reply' && !message.deliveries?.length && (
            <State message={message} marks={marks} />
          )}
        </div>
        {message.deliveries && message.deliveries.length > 0 && (
          <Deliveries conversation={message.conversation} deliveries={message.deliveries} />
        )}
      </div>
    </div>
  );
}

function CameBy({ message, conv }: { message: Message; conv: Conv }) {
  const kind = message.door?.kind ?? (conv.inbox.kind === 'web' ? 'web' : undefined);
  if (!kind) return null;
  return (
    <span class="came-by" title={message.door?.inbox.name ?? conv.inbox.name}>
      <DoorIcon kind={kind} size={13} />
      <span class="sr-only">{t('said.by', { door: kindName(kind) })}</span>
      <span aria-hidden="true">{kindName(kind)}</span>
    </span>
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
