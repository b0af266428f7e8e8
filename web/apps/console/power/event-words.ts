import type { Message } from '@keydesk/client/index';
import { t } from '../i18n/index';

/** The line of something that agents' tools did; nothing when it is another's. */
export function powerEventText(message: Message): string | undefined {
  const event = message.event;
  if (!event) return undefined;
  const text = (name: string) => String(event[name] ?? '');
  const who = message.author?.name ?? t('event.keydesk');
  const tie = { who, number: text('number'), reason: text('reason') };
  switch (event.what) {
    case 'rule':
      return t('event.rule', { name: text('name'), note: text('note') });
    case 'linked':
      return t('event.linked', tie);
    case 'unlinked':
      return t('event.unlinked', tie);
    case 'split':
      return t(event.outgoing ? 'event.split' : 'event.split_from', tie);
    case 'tier': {
      // What playbooks and queue do with the tier has words of its own.
      if (event.by !== 'handover') return undefined;
      const tier = text('to') as 'agent';
      return t('event.handover_tier', { who, to: t(`view.tier_${tier}`) });
    }
    default:
      return undefined;
  }
}
