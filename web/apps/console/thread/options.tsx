// The entries of the pickers, the same wherever they open.

import type { Agent, Label, Priority, Team } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Clock, Flag, User, Users } from '@keydesk/ui/icons';
import { t } from '../i18n/index';
import { clockTime, dayName, snoozePresets } from '../lib/time';
import { Avatar } from '../parts/avatar';
import type { Option } from '../parts/picker';
import { serverNow } from '../state/clock';
import { onlineAgents } from '../state/meta';
import { myId } from '../state/session';

/** Me first, then who is here, then the rest; nobody at the end. */
export function agentOptions(agents: readonly Agent[]): Option[] {
  const rank = (agent: Agent) => (agent.id === myId.value ? 0 : onlineAgents.value.has(agent.id) ? 1 : 2);
  const active = agents.filter(agent => !agent.disabled).sort((a, b) => rank(a) - rank(b));
  return [
    ...active.map(agent => ({
      id: agent.id,
      text: agent.id === myId.value ? t('assign.me', { name: agent.name }) : agent.name,
      hint: agent.email,
      icon: <Avatar name={agent.name} seed={agent.id} size="s" online={onlineAgents.value.has(agent.id)} />,
    })),
    { id: '', text: t('assign.nobody'), icon: <User size={18} /> },
  ];
}

export function teamOptions(teams: readonly Team[]): Option[] {
  return [
    ...teams.map(team => ({ id: team.id, text: team.name, icon: <Users size={18} /> })),
    { id: '', text: t('assign.no_team'), icon: <Users size={18} /> },
  ];
}

export function labelOptions(labels: readonly Label[]): Option[] {
  return labels.map(label => ({
    id: label.id,
    text: label.name,
    icon: <i class="dot" style={{ background: label.color }} />,
  }));
}

export const priorities: readonly Priority[] = ['urgent', 'high', 'medium', 'low', 'none'];

export function priorityOptions(): Option[] {
  return priorities.map(id => ({
    id,
    text: t(`priority.${id}`),
    icon: <Flag size={16} class={`icon priority-${id}`} />,
  }));
}

export function snoozeOptions(): Option[] {
  const now = serverNow();
  return snoozePresets(now).map(preset => ({
    id: String(preset.at),
    text: t(`snooze.${preset.key}`),
    hint: `${dayName(preset.at, now, locale.value)} ${clockTime(preset.at, locale.value)}`,
    icon: <Clock size={16} />,
  }));
}
