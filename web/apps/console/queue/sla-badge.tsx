// The target of service that runs out next, counted down.

import type { Conv } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Clock } from '@keydesk/ui/icons';
import { t } from '../i18n/index';
import { fullTime, waitingTime } from '../lib/time';
import { now } from '../state/clock';

const tones = { '': '', warning: 'warn', breached: 'bad' } as const;

/** `always`: also when there is plenty of time left, as in the head of the conversation. */
export function SlaBadge({ conv, always }: { conv: Conv; always?: boolean }) {
  const sla = conv.sla;
  if (!sla?.due_at || conv.status !== 'open' || (!always && !sla.state)) return null;
  const late = now.value >= sla.due_at;
  const time = waitingTime(Math.min(now.value, sla.due_at), Math.max(now.value, sla.due_at), locale.value);
  const text = t(late ? 'sla.over' : 'sla.left', { kind: t(`sla.kind_${sla.kind}`), time });
  return (
    <span class={`tag ${late ? 'bad' : tones[sla.state]}`} title={fullTime(sla.due_at, locale.value)}>
      <Clock size={12} />
      {text}
    </span>
  );
}
