// What queue and service levels say between the messages.

import { locale } from '@keydesk/ui/i18n';
import { t } from '../i18n/index';
import { clockTime, dayName } from '../lib/time';
import { now } from '../state/clock';

/** Undefined: none of ours. */
export function queueEvent(event: Record<string, unknown>): string | undefined {
  switch (event.what) {
    case 'sla': {
      const kind = t(`sla.kind_${String(event.kind)}` as 'sla.kind_first');
      if (event.state === 'met') return t('sla.event_met', { kind });
      return t(event.state === 'breached' ? 'sla.event_breached' : 'sla.event_warning', { kind });
    }
    case 'tier': {
      const to = String(event.to);
      if (to === 'bot') return t('queue.event_bot');
      return t(to === 'specialist' ? 'queue.event_specialist' : 'queue.event_agent');
    }
    case 'callback':
      return t('queue.event_callback', { contact: String(event.contact), when: windowOf(event) });
    case 'callback_due':
      return t('queue.event_callback_due', { contact: String(event.contact), when: windowOf(event) });
    default:
      return undefined;
  }
}

function windowOf(event: Record<string, unknown>): string {
  const from = Number(event.from);
  const to = Number(event.to);
  const day = dayName(from, now.value, locale.value);
  return `${day} ${clockTime(from, locale.value)}–${clockTime(to, locale.value)}`;
}
