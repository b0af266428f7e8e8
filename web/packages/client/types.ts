// What travels over /api/v1, as docs/api.md says it. Ids are UUIDs, times UTC milliseconds.

import type { Card } from '@keydesk/wire/frames';
import type { Delivery, DoorHealth, InboxChannel } from './doors';

export type { Actor, Advice, AdviceText, ChainState, Eta } from '@keydesk/wire/frames';

export type Id = string;
export type Millis = number;

export type Role = 'agent' | 'lead' | 'admin';
export type Status = 'open' | 'snoozed' | 'resolved';
export type Priority = 'none' | 'low' | 'medium' | 'high' | 'urgent';
export type View = 'mine' | 'unassigned' | 'all' | 'security';
export type Sort = 'newest' | 'oldest' | 'waiting' | 'priority' | 'due';
export type Availability = 'online' | 'away';
export type Locale = 'zh-CN' | 'en';

export interface AgentRef {
  id: Id;
  name: string;
  avatar?: string | null;
}

export interface Me extends AgentRef {
  email: string;
  role: Role;
  locale: string;
  totp: boolean;
  permissions: string[];
  availability: Availability;
  signature?: string;
}

export interface Workspace {
  name: string;
  brand_color?: string;
  /** As it stands on /contact. */
  hours?: { zh?: string | null; en?: string | null };
  languages?: string[];
  phone?: string;
}

export type SuggestionStatus = 'open' | 'planned' | 'in_progress' | 'done' | 'declined';

/** What a customer wishes for; on the public board once it is published. */
export interface Suggestion {
  id: Id;
  number: number;
  title: string;
  body: string;
  locale: string;
  /** Unconfirmed, and never public. */
  contact: string;
  status: SuggestionStatus;
  published: boolean;
  votes: number;
  created_at: Millis;
  changed_at: Millis;
}

export interface SessionAnswer {
  me: Me;
  csrf: string;
  workspace?: Workspace;
}

export interface LabelRef {
  id: Id;
  name: string;
  color: string;
}

export interface Snippet {
  from: 'customer' | 'agent' | 'note' | 'system';
  text: string;
  at: Millis;
}

export interface Conv {
  id: Id;
  number: number;
  inbox: { id: Id; name: string; kind: string };
  customer: { id: Id; name: string; verified: boolean; locale?: string | null; avatar_seed?: string };
  status: Status;
  snoozed_until?: Millis | null;
  priority: Priority;
  assignee?: AgentRef | null;
  team?: { id: Id; name: string } | null;
  labels: LabelRef[];
  snippet?: Snippet | null;
  unread: number;
  waiting_since?: Millis | null;
  last_message_at: Millis;
  created_at: Millis;
  findings: number;
  change: number;
  seq: number;
  /** Id of the playbook; empty: not known. */
  case_type: string;
  /** Who has the word. */
  tier: 'bot' | 'agent' | 'specialist';
  /** The target of service that runs out next; none runs: null. */
  sla?: SlaClock | null;
}

export interface SlaClock {
  kind: 'first' | 'next' | 'resolve';
  /** None while it waits for the customer. */
  due_at?: Millis | null;
  state: '' | 'warning' | 'breached';
}

/** What an automatic message is. */
export interface Automatic {
  auto: 'answer' | 'ask' | 'choice' | 'place' | 'duplicate' | 'incident' | 'csat' | 'away' | 'diagnosis';
  /** Answers that the customer may tap. */
  quick?: string[];
  links?: { title: string; url: string }[];
}

export interface Attachment {
  id: Id;
  name: string;
  size: number;
  type: string;
  url?: string;
  image?: { w: number; h: number } | null;
  /** Not here: on its way from the provider, or it will never come. */
  state?: 'pending' | 'failed' | (string & {});
}

export interface EventDetail {
  what:
    | 'assigned'
    | 'status'
    | 'priority'
    | 'labels'
    | 'team'
    | 'guard'
    | 'identified'
    | 'diagnosis'
    | 'delivery'
    | 'joined_into'
    | 'joined_from'
    | 'unjoined'
    | 'edited'
    | 'taken_back'
    | (string & {});
  [key: string]: unknown;
}

export type MessageKind = 'reply' | 'note' | 'customer' | 'system' | 'event';

export interface Message {
  id: Id;
  seq: number;
  conversation: Id;
  kind: MessageKind;
  body: string;
  at: Millis;
  client_id?: string | null;
  author?: AgentRef | null;
  attachments: Attachment[];
  redacted: string[];
  state?: 'sent' | 'delivered' | 'read' | null;
  event?: EventDetail | null;
  auto?: Automatic | null;
  /** By which other door than the website's a customer's message came. */
  door?: { thread: Id; inbox: { id: Id; name: string }; kind: string } | null;
  /** For agents: "sender not verified". */
  warnings?: string[];
  quoted?: string;
  has_html?: boolean;
  /** What became of a reply at the doors by which it went. */
  deliveries?: Delivery[];
}

/** What became of the question whether an address of a form is right. */
export type ConfirmationState =
  | 'none'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'uncertain'
  | 'failed'
  | 'confirmed'
  | 'refused'
  | 'expired';

export interface Customer {
  id: Id;
  name: string;
  email?: string | null;
  phone?: string | null;
  locale?: string | null;
  verified: boolean;
  blocked?: boolean;
  external_id?: string | null;
  created_at: Millis;
  seen_at?: Millis | null;
  page?: { url: string; title?: string } | null;
  device?: string | Record<string, unknown> | null;
  note?: string | null;
  fields?: Record<string, unknown>;
}

export interface Viewer {
  agent: AgentRef;
  typing: boolean;
}

export interface Reads {
  agent?: Id | null;
  customer?: Id | null;
  /** Up to which the customer's device has received; only live frames tell. */
  got?: Id | null;
}

export interface ConversationAnswer {
  conv: Conv;
  customer: Customer;
  messages: Message[];
  more: boolean;
  reads: Reads;
  viewers: Viewer[];
  /** Newest first. */
  diagnoses?: Diagnosis[];
}

/** One possible reason. Below a confidence of 0.5 nothing may be claimed. */
export interface Cause {
  id: string;
  confidence: number;
  values: Record<string, string>;
}

/** What a claim rests on. */
export interface Proof {
  value: string;
  /** The node's name, and how it was asked. */
  source: string;
  method: string;
  /** The node's head when it answered, where that is known. */
  height?: number;
  at: Millis;
  /** The same, read elsewhere. */
  also?: Proof[];
}

/** What the chains say of a transaction or an address: the customer's card, and what it rests on. */
export interface Diagnosis extends Omit<Card, 'mid'> {
  conversation: Id;
  /** The customer's message that names it; none when an agent asked. */
  message?: Id | null;
  cause: string;
  /** Most likely first. */
  causes: Cause[];
  /** In the order of `shield_advice`. */
  shields: Cause[];
  evidence: Record<string, Proof>;
  created_at: Millis;
  updated_at: Millis;
}

export interface Counts {
  mine: number;
  unassigned: number;
  all: number;
  security: number;
  by_inbox: Record<Id, number>;
  by_status: Partial<Record<Status, number>>;
  by_label: Record<Id, number>;
}

export interface ListQuery {
  view?: View;
  status?: Status | 'any';
  inbox?: Id;
  label?: Id;
  team?: Id;
  sort?: Sort;
  after?: string;
  limit?: number;
}

export interface Page<T> {
  items: T[];
  next?: string | null;
}

export interface ConvPage extends Page<Conv> {
  change: number;
}

export interface ConvPatch {
  status?: Status;
  snoozed_until?: Millis | null;
  assignee?: Id | null;
  team?: Id | null;
  priority?: Priority;
  labels?: Id[];
}

export interface Outgoing {
  client_id: string;
  kind: 'reply' | 'note';
  body: string;
  attachments?: Id[];
  seen_seq: number;
  force?: boolean;
  /** The thread by which it goes; "web": the website; without it: as the customer wrote last. */
  via?: Id;
}

export interface SearchHit {
  conversation: Conv;
  message: { id: Id; seq: number; at: Millis; kind: MessageKind };
  snippet: { text: string; hit: boolean }[];
}

export interface SearchAnswer extends Page<SearchHit> {
  took_ms: number;
}

export interface Agent extends AgentRef {
  email: string;
  role: Role;
  availability: Availability;
  online: boolean;
  teams: Id[];
  disabled: boolean;
}

export interface Team {
  id: Id;
  name: string;
}

export type Label = LabelRef;

export interface SavedReply {
  id: Id;
  shortcut: string;
  title: string;
  body: string;
  locale?: string | null;
  shared: boolean;
}

export interface Inbox {
  id: Id;
  name: string;
  kind?: string;
  key?: string;
  snippet?: string;
  sites: string[];
  color: string;
  greeting: { zh?: string; en?: string };
  identity_secret?: string | null;
  team?: Id | null;
  closed?: boolean;
  /** Of an inbox that is no website's; only administrators see it. */
  channel?: InboxChannel | null;
  /** What is to be set; empty takes a field away. */
  settings?: Record<string, string>;
}

export interface AuditEntry {
  at: Millis;
  actor: string | AgentRef | null;
  action: string;
  object: string | null;
  detail: unknown;
}

export interface SessionEntry {
  id: Id;
  created_at: Millis;
  seen_at: Millis;
  ip: string;
  agent: string;
  current: boolean;
}

export interface TotpStart {
  secret: string;
  otpauth: string;
  qr_svg: string;
}

// Frames of the live socket.
export type ServerFrame =
  | { t: 'welcome'; now: Millis; change: number; resumed: boolean; hb: number; online: Id[] }
  | { t: 'conv'; conv: Conv; m?: Message | null; hidden?: boolean }
  | { t: 'edit'; conversation: Id; id: Id; body: string; redacted: string[] }
  | { t: 'typing'; conversation: Id; who: 'customer' | 'agent'; agent?: AgentRef; on: boolean }
  | { t: 'viewers'; conversation: Id; viewers: Viewer[] }
  | {
      t: 'reads';
      conversation: Id;
      by: 'customer' | 'agent';
      mid?: Id | null;
      /** Up to which the customer's device has received. */
      got?: Id | null;
      agent?: Id | AgentRef | null;
    }
  | { t: 'online'; agents: Id[] }
  | ({ t: 'counts' } & Counts)
  | { t: 'saved_replies' | 'labels' | 'teams' | 'agents' | 'inboxes' }
  | { t: 'macros' | 'rules' | 'views' | 'notifications' | 'assistant' }
  | { t: 'queue' | 'incidents' }
  | { t: 'delivery'; conversation: Id; message: Id; deliveries: Delivery[] }
  | { t: 'health'; items: DoorHealth[] }
  | { t: 'ping' }
  | { t: 'pong' }
  | { t: 'bye'; code: string; reconnect: boolean; after?: Millis };

export type ClientFrame =
  | { t: 'hello'; csrf: string; after?: number }
  | { t: 'view'; conversation: Id | null }
  | { t: 'typing'; conversation: Id; on: boolean; note?: boolean }
  | { t: 'ping' }
  | { t: 'pong' };
