// The lines between messages. The server says what happened; the sentence is made here, in our language.

import type { Diagnosis, Message } from '@keydesk/client/index';
import { Mark } from '@keydesk/ui/diagnosis/mark';
import { shortId, signOf, toneOf } from '@keydesk/ui/diagnosis/model';
import { changeText } from '@keydesk/ui/diagnosis/words';
import { locale } from '@keydesk/ui/i18n';
import { Bolt, Shield } from '@keydesk/ui/icons';
import { showDiagnosis } from '../diagnosis/spotlight';
import { words } from '../diagnosis/words';
import { DoorEventLine, isDoorEvent } from '../doors/event-line';
import { t } from '../i18n/index';
import { clockTime, dayName, fullTime } from '../lib/time';
import { caseEventText } from '../playbooks/events';
import { powerEventText } from '../power/event-words';
import { queueEvent } from '../queue/event';
import { now } from '../state/clock';
import { agentName, teams } from '../state/meta';
import { diagnosisIn } from '../state/thread-model';

export function EventLine({ message }: { message: Message }) {
  const diagnosis = diagnosisIn(message);
  if (diagnosis) return <DiagnosisLine message={message} diagnosis={diagnosis} />;
  if (isDoorEvent(message)) return <DoorEventLine message={message} />;
  const guard = message.event?.what === 'guard';
  return (
    <div class={`event-line ${guard ? 'bad' : ''}`}>
      {guard ? <Shield size={14} /> : <Bolt size={14} />}
      <span>{eventText(message)}</span>
      <time title={fullTime(message.at, locale.value)}>{clockTime(message.at, locale.value)}</time>
    </div>
  );
}

/** What has become of a transaction; a click leads to its card. */
function DiagnosisLine({ message, diagnosis }: { message: Message; diagnosis: Diagnosis }) {
  const said = words.value;
  return (
    <div class={`event-line event-chain tone-${toneOf(diagnosis)}`}>
      <Mark sign={signOf(diagnosis)} size={15} />
      <button type="button" class="event-link" onClick={() => showDiagnosis(diagnosis.id)}>
        <span title={diagnosis.subject}>{shortId(diagnosis.subject)}</span>
        {locale.value === 'en' ? ': ' : '：'}
        {changeText(diagnosis, said, locale.value)}
      </button>
      <time title={fullTime(message.at, locale.value)}>{clockTime(message.at, locale.value)}</time>
    </div>
  );
}

/** A name may come as text, as {id,name} or as an id alone. */
function nameOf(value: unknown, look: (id: string) => string): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'object') return String((value as { name?: string }).name ?? '');
  return look(String(value)) || String(value);
}

export function eventText(message: Message): string {
  const event = message.event;
  if (!event) return message.body;
  const who = message.author?.name ?? t('event.keydesk');
  const teamName = (id: string) => teams.value.find(team => team.id === id)?.name ?? '';
  switch (event.what) {
    case 'assigned': {
      const name = nameOf(event.assignee ?? event.agent ?? event.to, agentName);
      if (name && name === message.author?.name) return t('event.took', { who });
      return name ? t('event.assigned', { who, name }) : t('event.unassigned', { who });
    }
    case 'team': {
      const name = nameOf(event.team ?? event.to, teamName);
      return name ? t('event.team', { who, name }) : t('event.no_team', { who });
    }
    case 'status':
      return statusText(who, event);
    case 'priority': {
      const level = String(event.priority ?? event.to ?? 'none') as 'none';
      return t('event.priority', { who, level: t(`priority.${level}`) });
    }
    case 'labels':
      return labelsText(who, event);
    case 'guard':
      return t('event.guard');
    case 'imported':
      return t('event.imported', { from: String(event.source ?? ''), number: String(event.number ?? '') });
    case 'identified':
      return t('event.identified');
    case 'csat': {
      const comment = typeof event.comment === 'string' ? ` “${event.comment}”` : '';
      return t('event.csat', { score: Number(event.score ?? 0) }) + comment;
    }
    case 'follow_up':
      return t('event.follow_up');
    default:
      return (
        powerEventText(message) ??
        queueEvent(event) ??
        (caseEventText(event, who) || message.body || event.what)
      );
  }
}

function labelsText(who: string, event: Record<string, unknown>): string {
  const names = (list: unknown) => (Array.isArray(list) ? list.map(String).join(', ') : '');
  const added = names(event.added);
  const removed = names(event.removed);
  return [
    added && t('event.label_added', { who, names: added }),
    removed && t('event.label_removed', { who, names: removed }),
  ]
    .filter(Boolean)
    .join(' · ');
}

function statusText(who: string, event: Record<string, unknown>): string {
  const to = String(event.status ?? event.to ?? '');
  if (to === 'resolved') return t('event.resolved', { who });
  if (to === 'snoozed') {
    const until = Number(event.snoozed_until ?? event.until ?? 0);
    if (!until) return t('event.snoozed', { who });
    const when = `${dayName(until, now.value, locale.value)} ${clockTime(until, locale.value)}`;
    return t('event.snoozed_until', { who, when });
  }
  return t('event.reopened', { who });
}
