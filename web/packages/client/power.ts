// Agents' tools: macros, bulk with undo, rules, views, ties, notifications. See docs/agent-power.md.

import type { Http } from './http';
import type { AgentRef, Conv, ConvPage, ConvPatch, Id, Message, Millis, Page, Priority, Sort } from './types';

/** What macros and rules do; absent: left as it is; an empty id: taken away. */
export interface Actions {
  status?: Conv['status'];
  priority?: Priority;
  /** An id, or "me" in a macro. */
  assignee?: Id;
  team?: Id;
  snooze_minutes: number;
  add_labels: Id[];
  remove_labels: Id[];
  text_zh: string;
  text_en: string;
  note: string;
  notify: string[];
}

export const noActions: Actions = {
  snooze_minutes: 0,
  add_labels: [],
  remove_labels: [],
  text_zh: '',
  text_en: '',
  note: '',
  notify: [],
};

export interface Macro {
  id: Id;
  name: string;
  shared: boolean;
  actions: Actions;
  inboxes: Id[];
  cases: string[];
  uses: number;
}

/** A macro as it would be here: its texts are filled. */
export interface MacroOffer {
  id: Id;
  name: string;
  text: string;
  note: string;
  actions: Actions;
}

export interface MacroUse {
  macro: Id;
  client_id: string;
  body?: string;
  attachments?: Id[];
  seen_seq: number;
  force?: boolean;
  via?: Id;
}

export interface BulkPatch extends ConvPatch {
  add_labels?: Id[];
  remove_labels?: Id[];
}

export type Occasion =
  | 'message'
  | 'reply'
  | 'opened'
  | 'case'
  | 'status'
  | 'label'
  | 'sla_warning'
  | 'sla_breach'
  | 'waiting';

export interface Conditions {
  inboxes: Id[];
  doors: string[];
  locales: string[];
  cases: string[];
  priorities: string[];
  statuses: string[];
  labels: Id[];
  tiers: string[];
  words: string[];
  verified?: boolean;
  assigned?: boolean;
  waiting_minutes: number;
  hours: '' | 'inside' | 'outside';
  from_minute: number;
  to_minute: number;
  zone_minutes: number;
  days: number[];
}

export interface RuleBody {
  name: string;
  enabled: boolean;
  occasion: Occasion;
  conditions: Conditions;
  actions: Actions;
}

export interface Rule extends RuleBody {
  id: Id;
  runs: number;
  last_run_at: Millis | null;
  paused_at: Millis | null;
  last_error: string;
}

export interface Trial {
  looked_at: number;
  hits: number;
  items: {
    conversation: Conv;
    text: string;
    at: Millis;
    says: string;
    would: Partial<Record<'status' | 'priority' | 'assignee' | 'team', string>> & { labels?: Id[] };
  }[];
}

export interface ViewFilter {
  statuses: string[];
  inboxes: Id[];
  doors: string[];
  labels: Id[];
  teams: Id[];
  cases: string[];
  tiers: string[];
  priorities: string[];
  assignees: string[];
  locales: string[];
  sla: string[];
  waiting?: boolean;
  verified?: boolean;
}

export interface SavedView {
  id: Id;
  name: string;
  icon: string;
  shared: boolean;
  own: boolean;
  filter: ViewFilter;
  sort: Sort;
}

export interface Tie {
  id: Id;
  kind: 'related' | 'merged' | 'split';
  reason: string;
  outgoing: boolean;
  other: Conv;
  agent: AgentRef;
  at: Millis;
}

export interface Ties {
  following: boolean;
  followers: AgentRef[];
  links: Tie[];
  draft: { reply: string; note: string } | null;
}

export interface Notification {
  id: Id;
  kind: 'mention' | 'followed' | 'assigned' | 'sla' | 'rule' | 'rule_paused' | (string & {});
  conversation: Id;
  number: number;
  by: string;
  customer: string;
  text: string;
  at: Millis;
  read: boolean;
}

export type PowerApi = ReturnType<typeof makePowerApi>;

export function makePowerApi(http: Http) {
  const at = (id: Id, what: string) => `/conversations/${encodeURIComponent(id)}/${what}`;
  const one = (noun: string, id: Id) => `/${noun}/${encodeURIComponent(id)}`;
  return {
    macros: () => http.get<Page<Macro>>('/macros'),
    saveMacro: ({ id, uses: _, ...body }: Macro) =>
      id
        ? http.send<{ macro: Macro }>('PATCH', one('macros', id), body)
        : http.send<{ macro: Macro }>('POST', '/macros', body),
    removeMacro: (id: Id) => http.send<void>('DELETE', one('macros', id)),
    offers: (id: Id) => http.get<Page<MacroOffer>>(at(id, 'macros')),
    applyMacro: (id: Id, body: MacroUse) =>
      http.send<{ message: Message | null; repeated: boolean }>('POST', at(id, 'macro'), body),

    bulk: (ids: readonly Id[], patch: BulkPatch) =>
      http.send<{ undo: Id; changed: Id[]; missing: Id[] }>('POST', '/bulk', { ids, patch }),
    undo: (undo: Id) => http.send<{ restored: Id[]; skipped: Id[] }>('POST', '/undo', { undo }),

    rules: () => http.get<Page<Rule>>('/rules'),
    saveRule: (id: Id, body: RuleBody) =>
      id
        ? http.send<{ rule: Rule }>('PATCH', one('rules', id), body)
        : http.send<{ rule: Rule }>('POST', '/rules', body),
    removeRule: (id: Id) => http.send<void>('DELETE', one('rules', id)),
    orderRules: (ids: readonly Id[]) => http.send<void>('POST', '/rules/order', { ids }),
    tryRule: (rule: RuleBody, conversations: number) =>
      http.send<Trial>('POST', '/rules/dry_run', { rule, conversations }),

    views: () => http.get<Page<SavedView>>('/views'),
    viewCounts: () => http.get<{ counts: Record<Id, number> }>('/views/counts'),
    saveView: ({ id, own: _, ...body }: SavedView) =>
      id
        ? http.send<{ view: SavedView }>('PATCH', one('views', id), body)
        : http.send<{ view: SavedView }>('POST', '/views', body),
    removeView: (id: Id) => http.send<void>('DELETE', one('views', id)),
    viewList: (id: Id, query: { after?: string | undefined; limit?: number }) =>
      http.get<ConvPage>(`${one('views', id)}/conversations`, query),

    ties: (id: Id) => http.get<Ties>(at(id, 'ties')),
    follow: (id: Id, on: boolean) => http.send<void>(on ? 'POST' : 'DELETE', at(id, 'follow')),
    saveDraft: (id: Id, body: { reply: string; note: string }) =>
      http.send<void>('PUT', at(id, 'draft'), body),
    link: (id: Id, into: Id, reason: string) => http.send<void>('POST', at(id, 'link'), { into, reason }),
    merge: (id: Id, into: Id, reason: string) => http.send<void>('POST', at(id, 'merge'), { into, reason }),
    unlink: (id: Id) => http.send<void>('DELETE', one('links', id)),
    split: (id: Id, from_seq: number, reason: string) =>
      http.send<{ conversation: Id }>('POST', at(id, 'split'), { from_seq, reason }),
    summary: (id: Id) => http.get<{ text: string }>(at(id, 'summary')),
    handOver: (id: Id, body: { agent?: Id; team?: Id; tier?: 'agent' | 'specialist'; note: string }) =>
      http.send<void>('POST', at(id, 'hand_over'), body),

    notifications: (query: { before?: number; limit?: number }) =>
      http.get<Page<Notification> & { unread: number }>('/notifications', query),
    readNotifications: (conversation?: Id) =>
      http.send<void>('POST', '/notifications/read', conversation ? { conversation } : {}),
  };
}
