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
import { t } from '../i18n/index';
import { isAdmin, isLead } from '../state/session';

export interface Tab {
  id: string;
  text: string;
  icon: ComponentChildren;
}

/** The pages of the settings that this role may see. */
export function settingsTabs(): Tab[] {
  const tab = (id: string, icon: ComponentChildren): Tab => ({
    id,
    text: t(`settings.${id}` as 'settings.profile'),
    icon,
  });
  const size = 18;
  return [
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
}
