// What happened to a conversation at its doors, as a line between messages.

import type { Message } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Edit, Link, Send, Warn } from '@keydesk/ui/icons';
import { type Key, t } from '../i18n/index';
import { follow, root } from '../lib/router';
import { clockTime, fullTime } from '../lib/time';
import { faultText } from './faults';
import { kindName } from './names';

const kinds = new Set([
  'delivery',
  'joined_into',
  'joined_from',
  'unjoined',
  'edited',
  'taken_back',
  'address_confirmed',
  'address_refused',
  'also_sent_to',
  'complaint',
]);

export function isDoorEvent(message: Message): boolean {
  return kinds.has(message.event?.what ?? '');
}

export function DoorEventLine({ message }: { message: Message }) {
  const event = message.event as Record<string, unknown>;
  const state = event.what === 'delivery' ? String(event.state) : '';
  const trouble = state === 'failed' || state === 'uncertain' || event.what === 'complaint';
  const joins = String(event.what).includes('join');
  return (
    <div class={`event-line ${trouble ? 'troubled' : ''}`}>
      {trouble ? (
        <Warn size={14} />
      ) : joins ? (
        <Link size={14} />
      ) : state ? (
        <Send size={14} />
      ) : (
        <Edit size={14} />
      )}
      {joins && event.other ? (
        <a class="event-link" href={`${root}/c/${String(event.other)}`} onClick={follow}>
          {doorEventText(message)}
        </a>
      ) : (
        <span>{doorEventText(message)}</span>
      )}
      <time title={fullTime(message.at, locale.value)}>{clockTime(message.at, locale.value)}</time>
    </div>
  );
}

export function doorEventText(message: Message): string {
  const event = (message.event ?? {}) as Record<string, unknown>;
  const text = (name: string) => String(event[name] ?? '');
  const who = message.author?.name ?? t('event.keydesk');
  switch (event.what) {
    case 'delivery': {
      const door = kindName(text('door'));
      const why = faultText(text('door'), text('code'), text('detail'));
      const key = `event.delivery_${text('state')}`;
      return key in t.all.en ? t(key as Key, { who, door, why }) : `${door}: ${text('state')}`;
    }
    case 'joined_into':
    case 'joined_from': {
      const other = `#${text('number')}`;
      if (!message.author) return t(`event.${event.what}_self`, { other });
      return t(`event.${event.what}`, { who, other, reason: text('reason') });
    }
    case 'unjoined':
      return t('event.unjoined', { who, other: `#${text('number')}` });
    case 'address_confirmed':
    case 'address_refused':
      return t(`event.${event.what}`, { address: text('address') });
    case 'also_sent_to':
      return t('event.also_sent_to', { inbox: (event.inbox as { name?: string } | undefined)?.name ?? '' });
    case 'complaint':
      return t('event.complaint', { detail: text('detail') });
    case 'edited':
      return t('event.edited');
    default:
      return t('event.taken_back');
  }
}
