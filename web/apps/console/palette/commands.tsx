// Everything an agent can do, once: the palette lists it, the keys start it, the help sheet prints it.

import {
  Bell,
  BellOff,
  Bolt,
  Check,
  ChevronDown,
  ChevronUp,
  Clock,
  Flag,
  Gear,
  Globe,
  Help,
  Inbox,
  Link,
  Logout,
  Moon,
  Note,
  Reply,
  Retry,
  Search,
  Shield,
  Sun,
  Tag,
  User,
  Users,
} from '@keydesk/ui/icons';
import type { ComponentChildren } from 'preact';
import { offer } from '../assistant/state';
import { explainAnother } from '../diagnosis/spotlight';
import { type Key, t } from '../i18n/index';
import { go } from '../lib/router';
import { macroSummary, takeMacro } from '../power/macro-strip';
import { offersFor } from '../power/state';
import { TieIcon, tieTools } from '../power/ties';
import { undoLast } from '../power/undo';
import { claim } from '../queue/state';
import { settingsTabs } from '../settings/tabs';
import { act, assign, snooze, toggleResolved } from '../state/actions';
import { listFor, look } from '../state/convs';
import { sayFailed } from '../state/failed';
import { currentConversation, currentFilter, listPath } from '../state/here';
import { agents, inboxes, labels } from '../state/meta';
import { askForNotifications } from '../state/notify';
import { darkNow, notify, sound, theme, toggleLocale, toggleTheme } from '../state/prefs';
import { api, logOut, me, myId } from '../state/session';
import { toast } from '../state/toasts';
import { priorities, snoozeOptions } from '../thread/options';
import { open } from './openers';
import { openPalette, openShortcuts } from './state';

export type Group = 'conversation' | 'go' | 'app';

export interface Command {
  id: string;
  text: string;
  group: Group;
  icon: ComponentChildren;
  /** "g m" is one key after the other. */
  keys?: string;
  hint?: string;
  run: () => void;
}

/** Steps through the list; remembers where it was when the open conversation has left the list. */
let lastIndex = 0;

export function step(by: number): void {
  const ids = listFor(currentFilter.peek()).peek().ids;
  if (ids.length === 0) return;
  const id = currentConversation.peek();
  const at = id ? ids.indexOf(id) : -1;
  let next: number;
  if (at >= 0) next = at + by;
  else if (id) next = by > 0 ? lastIndex : lastIndex - 1;
  else next = by > 0 ? 0 : ids.length - 1;
  next = Math.max(0, Math.min(ids.length - 1, next));
  lastIndex = next;
  go(`/c/${ids[next]}`, { replace: id !== undefined });
}

/** Called when a conversation is opened, so that j and k go on from there. */
export function noteIndex(id: string): void {
  const at = listFor(currentFilter.peek()).peek().ids.indexOf(id);
  if (at >= 0) lastIndex = at;
}

export function commands(): Command[] {
  const id = currentConversation.peek();
  return [...(id ? conversationCommands(id) : []), ...goCommands(), ...appCommands()];
}

/** The ones with keys, for the keyboard: without what is only in the palette. */
function conversationCommands(id: string): Command[] {
  const conv = look(id);
  if (!conv) return [];
  const resolved = conv.status === 'resolved';
  const one = (
    name: string,
    key: Key,
    icon: ComponentChildren,
    keys: string | undefined,
    run: () => void,
  ): Command => ({
    id: name,
    text: t(key),
    group: 'conversation',
    icon,
    run,
    ...(keys ? { keys } : {}),
  });
  const list = [
    one('reply', 'act.reply', <Reply />, 'r', () => open('reply')),
    one('note', 'act.note', <Note />, 'n', () => open('note')),
    one('resolve', resolved ? 'act.reopen' : 'act.resolve', resolved ? <Inbox /> : <Check />, 'e', () =>
      toggleResolved(id),
    ),
    one('snooze', 'act.snooze', <Clock />, 'h', () => open('snooze')),
    one('assign', 'act.assign', <User />, 'a', () => open('assign')),
    one('labels', 'act.add_label', <Tag />, 'l', () => open('labels')),
    one('priority', 'act.priority', <Flag />, 'p', () => open('priority')),
    one('team', 'act.team', <Users />, 't', () => open('team')),
    one('explain', 'act.explain', <Link />, 'x', explainAnother),
    ...(offer.peek().drafts ? [one('draft', 'act.draft', <Bolt />, 'd', () => open('assist'))] : []),
    one('follow', 'ties.follow', <Bell />, undefined, () => open('follow')),
    ...tieTools.map(tool => one(tool, `ties.${tool}`, <TieIcon tool={tool} />, undefined, () => open(tool))),
  ];
  for (const macro of offersFor(id).peek()) {
    list.push({
      id: `macro-${macro.id}`,
      text: t('macro.apply', { name: macro.name }),
      group: 'conversation',
      icon: <Bolt />,
      hint: macroSummary(macro),
      run: () => takeMacro(id, macro),
    });
  }
  if (conv.assignee?.id !== myId.peek()) {
    list.push(one('take', 'act.take', <User />, 'i', () => assign(id, myId.peek())));
  }
  for (const preset of snoozeOptions()) {
    const text = t('command.snooze', { when: preset.text });
    list.push({
      id: `snooze-${preset.id}`,
      text,
      group: 'conversation',
      icon: <Clock />,
      run: () => snooze(id, Number(preset.id)),
    });
  }
  for (const level of priorities) {
    const text = t('command.priority', { level: t(`priority.${level}`) });
    const run = () => void act(id, { priority: level }, t('toast.priority'));
    list.push({ id: `priority-${level}`, text, group: 'conversation', icon: <Flag />, run });
  }
  for (const agent of agents.peek()) {
    if (agent.disabled || agent.id === myId.peek()) continue;
    const text = t('command.assign', { name: agent.name });
    list.push({
      id: `assign-${agent.id}`,
      text,
      group: 'conversation',
      icon: <User />,
      run: () => assign(id, agent.id),
    });
  }
  const own = conv.labels.map(label => label.id);
  for (const label of labels.peek()) {
    const has = own.includes(label.id);
    const text = t(has ? 'command.unlabel' : 'command.label', { name: label.name });
    const next = has ? own.filter(other => other !== label.id) : [...own, label.id];
    list.push({
      id: `label-${label.id}`,
      text,
      group: 'conversation',
      icon: <Tag />,
      run: () => void act(id, { labels: next }),
    });
  }
  return list;
}

function goCommands(): Command[] {
  const one = (
    name: string,
    key: Key,
    icon: ComponentChildren,
    keys: string | undefined,
    path: string,
  ): Command => ({
    id: `go-${name}`,
    text: t('command.go', { place: t(key) }),
    group: 'go',
    icon,
    run: () => go(path),
    ...(keys ? { keys } : {}),
  });
  return [
    one('mine', 'view.mine', <User />, 'g m', listPath({ view: 'mine' })),
    one('unassigned', 'view.unassigned', <Inbox />, 'g u', listPath({ view: 'unassigned' })),
    one('all', 'view.all', <Users />, 'g a', listPath({ view: 'all' })),
    one('queue', 'queue.title', <Users />, 'g q', '/queue'),
    one('security', 'view.security', <Shield />, 'g s', listPath({ view: 'security' })),
    one('snoozed', 'status.snoozed', <Clock />, undefined, listPath({ view: 'mine', status: 'snoozed' })),
    one('resolved', 'status.resolved', <Check />, undefined, listPath({ view: 'all', status: 'resolved' })),
    ...inboxes.peek().map(inbox => ({
      id: `inbox-${inbox.id}`,
      text: t('command.go', { place: inbox.name }),
      group: 'go' as const,
      icon: <Inbox />,
      run: () => go(listPath({ view: 'all', inbox: inbox.id })),
    })),
    ...labels.peek().map(label => ({
      id: `go-label-${label.id}`,
      text: t('command.go_label', { name: label.name }),
      group: 'go' as const,
      icon: <Tag />,
      run: () => go(listPath({ view: 'all', label: label.id })),
    })),
    ...settingsTabs().map(tab => ({
      id: `settings-${tab.id}`,
      text: t('command.settings', { page: tab.text }),
      group: 'go' as const,
      icon: <Gear />,
      run: () => go(`/settings/${tab.id}`),
    })),
  ];
}

function appCommands(): Command[] {
  const away = me.peek()?.availability === 'away';
  const list: Command[] = [
    {
      id: 'claim',
      text: t('queue.claim'),
      group: 'app',
      icon: <Bolt />,
      // Within a conversation N begins a note.
      keys: currentConversation.peek() ? 'g n' : 'n',
      run: () => void claim(),
    },
    {
      id: 'next',
      text: t('command.next'),
      group: 'app',
      icon: <ChevronDown />,
      keys: 'j',
      run: () => step(1),
    },
    {
      id: 'previous',
      text: t('command.previous'),
      group: 'app',
      icon: <ChevronUp />,
      keys: 'k',
      run: () => step(-1),
    },
    {
      id: 'search',
      text: t('command.search'),
      group: 'app',
      icon: <Search />,
      keys: '/',
      run: () => focusSearch(),
    },
    {
      id: 'palette',
      text: t('palette.open'),
      group: 'app',
      icon: <Search />,
      keys: 'mod k',
      run: openPalette,
    },
    { id: 'undo', text: t('undo.key'), group: 'app', icon: <Retry />, keys: 'z', run: undoLast },
    { id: 'help', text: t('help.title'), group: 'app', icon: <Help />, keys: '?', run: openShortcuts },
    {
      id: 'theme',
      text: t('rail.theme'),
      group: 'app',
      icon: darkNow() ? <Sun /> : <Moon />,
      run: toggleTheme,
    },
    {
      id: 'theme-system',
      text: t('command.theme_system'),
      group: 'app',
      icon: <Moon />,
      run: () => (theme.value = 'system'),
    },
    { id: 'language', text: t('rail.language'), group: 'app', icon: <Globe />, run: toggleLocale },
    {
      id: 'sound',
      text: t(sound.peek() ? 'command.sound_off' : 'command.sound_on'),
      group: 'app',
      icon: sound.peek() ? <BellOff /> : <Bell />,
      run: () => (sound.value = !sound.peek()),
    },
    {
      id: 'notify',
      text: t(notify.peek() ? 'command.notify_off' : 'command.notify_on'),
      group: 'app',
      icon: <Bell />,
      run: toggleNotifications,
    },
    {
      id: 'away',
      text: t(away ? 'command.online' : 'command.away'),
      group: 'app',
      icon: <User />,
      run: () => void setAway(!away),
    },
    { id: 'logout', text: t('command.logout'), group: 'app', icon: <Logout />, run: () => void logOut() },
  ];
  return list;
}

function toggleNotifications(): void {
  if (notify.peek()) notify.value = false;
  else void askForNotifications();
}

async function setAway(away: boolean): Promise<void> {
  try {
    me.value = { ...me.peek(), ...(await api.patchMe({ availability: away ? 'away' : 'online' })).me };
    toast(t(away ? 'toast.away' : 'toast.online'));
  } catch (failure) {
    sayFailed(failure);
  }
}

function focusSearch(): void {
  if (open('search')) return;
  go('/search');
  requestAnimationFrame(() => open('search'));
}
