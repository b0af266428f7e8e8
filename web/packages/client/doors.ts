// The doors between customers and the desk, as /api/v1 speaks of them.

import type { AgentRef, Conv, Id, Message, Millis } from './types';

/** A sentence of the server's in both first languages. */
export interface Words {
  en: string;
  zh: string;
}

/** How a provider counts the length of a text: 汉字 means a wide character is one, two narrow ones too. */
export type Unit = 'code_points' | 'bytes' | 'hanzi';

/** What a door carries. */
export interface Capabilities {
  text: { longest: number; unit: Unit };
  /** 0: for ever; 0: as many as you like. */
  window: { hours: number; messages: number };
  files: {
    pictures: boolean;
    others: boolean;
    largest_picture: number;
    largest: number;
    /** MIME types; empty: any. */
    types: string[];
    caption: boolean;
  };
  typing: boolean;
  replies: boolean;
  /** Mail: one letter with everything in it. */
  subjects: boolean;
}

export interface SettingField {
  key: string;
  kind: 'text' | 'secret' | 'url' | 'number' | 'truth' | 'choice' | 'lines';
  required: boolean;
  initial: string;
  name: Words;
  help: Words;
  options: { value: string; name: Words }[];
}

export interface ChannelKind {
  kind: string;
  name: Words;
  /** Markdown links allowed. */
  about: Words;
  fields: SettingField[];
  capabilities: Capabilities;
}

/** One line of the wizard: what was tried live. */
export interface Step {
  id: string;
  name: Words;
  state: 'passed' | 'failed' | 'skipped';
  detail: Words;
}

/** What an inbox that is no website's is set to. */
export interface InboxChannel {
  settings: Record<string, string>;
  /** Fields that are set and never shown. */
  secrets: string[];
  hook_url: string;
  address: string;
  paused: boolean;
}

/** A way by which a customer can be answered. */
export interface Door {
  /** "web": the website's chat. */
  thread: Id;
  inbox: { id: Id; name: string };
  kind: string;
  title: string;
  /** Others read along. */
  is_public: boolean;
  /** The customer wrote by it last. */
  current: boolean;
  state: 'open' | 'closed' | 'paused' | 'unreachable';
  /** What the provider still allows; null: no limit. */
  budget: { left: number | null; until: Millis | null } | null;
  handle: string;
  name: string;
  capabilities: Capabilities | null;
}

export type DeliveryState =
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'held'
  | 'failed'
  | 'uncertain'
  | 'cancelled';

/** One message on its way through one door. */
export interface Delivery {
  id: Id;
  thread: Id;
  inbox: { id: Id; name: string };
  kind: string;
  state: DeliveryState;
  code: string;
  detail: string;
  attempts: number;
  due_at: Millis | null;
  at: Millis;
}

export interface DoorHealth {
  inbox: Id;
  state: 'starting' | 'working' | 'failing' | 'paused' | 'stopped';
  code: string;
  detail: string;
  since: Millis;
  last_in_at: Millis | null;
  last_out_at: Millis | null;
  oldest_queued_at: Millis | null;
  backlog: { queued: number; held: number; failed: number; uncertain: number };
}

/** Raw mail that could not be taken. */
export interface Quarantined {
  id: Id;
  inbox: Id;
  reason: string;
  from: string;
  subject: string;
  size: number;
  at: Millis;
}

/** A conversation that may be the same problem. */
export interface Related {
  conversation: Conv;
  reason: 'same_subject' | 'same_text' | 'same_person' | (string & {});
}

/** A conversation that was led into this one, and can be led back. */
export interface Join {
  id: Id;
  thread: Id;
  from: Id | null;
  into: Id;
  reason: string;
  agent: AgentRef | null;
  at: Millis;
}

/** By which door a customer's message came. */
export type MessageDoor = NonNullable<Message['door']>;
