import {
  Bell,
  Bolt,
  Book,
  Clock,
  Command,
  Flag,
  Gear,
  Help,
  Inbox,
  Link,
  Lock,
  Note,
  Play,
  Shield,
  Tag,
  User,
  Users,
  Warn,
} from '@keydesk/ui/icons';
import type { ComponentChildren } from 'preact';
import { type Key, t } from '../i18n/index';
import { isAdmin, isLead } from '../state/session';

export const settingsGroups = [
  'me',
  'people',
  'doors',
  'answers',
  'service',
  'knowledge',
  'security',
  'workspace',
] as const;
export type TabGroup = (typeof settingsGroups)[number];

export interface Tab {
  id: string;
  text: string;
  /** What else is looked for when this page is meant. */
  also: string;
  group: TabGroup;
  icon: ComponentChildren;
}

const groups: Record<string, TabGroup> = {
  profile: 'me',
  look: 'me',
  agents: 'people',
  teams: 'people',
  inboxes: 'doors',
  quarantine: 'doors',
  replies: 'answers',
  macros: 'answers',
  rules: 'answers',
  playbooks: 'answers',
  labels: 'answers',
  queue: 'service',
  levels: 'service',
  incidents: 'service',
  articles: 'knowledge',
  board: 'knowledge',
  security: 'security',
  audit: 'security',
};

const also = (id: string) => t.current.value[`settings_also.${id}` as Key] ?? '';

/** The pages of the settings that this role may see. */
export function settingsTabs(): Tab[] {
  const tab = (id: string, icon: ComponentChildren): Tab => ({
    id,
    text: t(`settings.${id}` as 'settings.profile'),
    also: also(id),
    group: groups[id] ?? 'workspace',
    icon,
  });
  const size = 18;
  const tabs = [
    tab('profile', <User size={size} />),
    tab('look', <Bell size={size} />),
    tab('security', <Lock size={size} />),
    tab('replies', <Note size={size} />),
    tab('macros', <Bolt size={size} />),
    tab('articles', <Help size={size} />),
    tab('playbooks', <Book size={size} />),
    tab('board', <Flag size={size} />),
    ...(isLead.value
      ? [
          tab('labels', <Tag size={size} />),
          tab('teams', <Users size={size} />),
          tab('rules', <Command size={size} />),
          tab('queue', <Play size={size} />),
          tab('levels', <Clock size={size} />),
          tab('incidents', <Bolt size={size} />),
        ]
      : []),
    ...(isAdmin.value
      ? [
          tab('agents', <Shield size={size} />),
          tab('inboxes', <Inbox size={size} />),
          tab('integrations', <Link size={size} />),
          tab('assistant', <Bolt size={size} />),
          tab('quarantine', <Warn size={size} />),
          tab('workspace', <Gear size={size} />),
          tab('audit', <Book size={size} />),
        ]
      : []),
  ];
  const order = Object.keys(groups);
  const rank = ({ id }: Tab) => (order.includes(id) ? order.indexOf(id) : order.length);
  return tabs.sort((a, b) => rank(a) - rank(b));
}
