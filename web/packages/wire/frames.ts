// The frames of docs/chat-protocol.md as types. What the server sends is trusted to be well formed
// (it is our own origin), but unknown kinds are ignored so that an old tab survives a new server.

export interface Agent {
  id?: string;
  name: string;
  avatar?: string;
}

export interface Attachment {
  fid: string;
  name: string;
  size: number;
  type: string;
  image?: { w: number; h: number };
}

export interface Message {
  mid: string;
  seq: number;
  from: 'customer' | 'agent' | 'system';
  body: string;
  ts: number;
  cmid?: string;
  agent?: Agent;
  att?: Attachment[];
  redacted?: string[];
  /** What an automatic message is: answer, ask, choice, place, csat… */
  auto?: string;
  /** Answers that may be tapped; each is sent as text. */
  quick?: string[];
  links?: { title: string; url: string }[];
}

/** What is known of a transaction or an address. A newer server may know states that we do not. */
export type ChainState =
  | 'asking'
  | 'unknown'
  | 'not_found'
  | 'pending'
  | 'included'
  | 'final'
  | 'failed'
  | 'replaced'
  | 'dropped'
  | 'expired'
  | 'active'
  | 'inactive'
  | 'restricted';

/** Who can act on what we see. */
export type Actor = 'sender' | 'receiver' | 'exchange' | 'contract' | 'issuer' | 'nobody' | 'anybody';

/** What a person reads. `never` may be empty. */
export interface AdviceText {
  title: string;
  see: string;
  why: string;
  now: string;
  never: string;
}

export interface Advice {
  actor: Actor;
  en: AdviceText;
  'zh-CN': AdviceText;
}

/** Seconds within which half, and nine in ten, of such transactions were mined. */
export interface Eta {
  p50: number;
  p90: number;
}

/** What the chain says of something the customer wrote: a diagnosis as the customer may see it. */
export interface Card {
  id: string;
  /** The message that names it; none when an agent asked. */
  mid?: string | null;
  chain: string;
  chain_name: string;
  /** link: a page that only looks like an explorer; error: words of a refusal. */
  kind: 'transaction' | 'address' | 'link' | 'block' | 'error';
  subject: string;
  state: ChainState;
  confirmations: number;
  /** Confirmations after which it counts as final. */
  needed: number;
  eta?: Eta | null;
  /** The chain's usual explorer; may be empty. */
  link: string;
  /** The transaction that took its place; may be empty. */
  replaced_by: string;
  /** None while the chains are being asked. */
  advice: Advice | null;
  /** Scams seen on the way. */
  shield_advice: Advice[];
  /** The desk looks again until it is final. */
  following: boolean;
  at: number;
}

export interface Redaction {
  kind: string;
  label: string;
}

export type Status = 'open' | 'snoozed' | 'resolved';

export type NackCode =
  | 'bad'
  | 'too_long'
  | 'rate'
  | 'conflict'
  | 'closed'
  | 'blocked'
  | 'auth'
  | 'unavailable';

export interface Welcome {
  t: 'welcome';
  sid: string;
  epoch: string;
  seq: number;
  resumed: boolean;
  hb: number;
  max: number;
  now: number;
  token?: string;
  visitor?: { id?: string; name?: string; verified?: boolean };
}

/** Where the customer stands. */
export interface Queue {
  state: 'waiting' | 'over' | 'away' | 'answered';
  place?: number | null;
  /** Seconds within which half, and nine in ten, of those before him had their answer. */
  p50?: number | null;
  p90?: number | null;
  /** What is to be shown, where the desk says it: nine of ten waits end between them. */
  low?: number | null;
  high?: number | null;
  reply_by?: number | null;
  /** What he can do instead of waiting. */
  offers?: string[];
}

export interface Snap {
  t: 'snap';
  seq: number;
  conv: { id?: string; status?: Status } | string | null;
  msgs: Message[];
  more: boolean;
  unread: number;
  agent?: Agent | null;
  /** Newest first. */
  diagnoses?: Card[];
  queue?: Queue | null;
  read?: { agent?: string | null; customer?: string | null };
}

export interface Ack {
  t: 'ack';
  cmid: string;
  mid: string;
  seq: number;
  ts: number;
  redacted?: Redaction[];
  body?: string;
}

export interface Nack {
  t: 'nack';
  cmid?: string;
  ref?: string;
  code: NackCode;
  detail?: string;
  retry?: number;
}

export type Event =
  | { t: 'ev'; seq: number; k: 'msg'; m: Message }
  | { t: 'ev'; seq: number; k: 'edit'; mid: string; body: string; redacted?: string[] }
  | { t: 'ev'; seq: number; k: 'read'; by: 'agent' | 'customer'; mid: string }
  | { t: 'ev'; seq: number; k: 'status'; status?: Status; name?: string }
  | { t: 'ev'; seq: number; k: 'assign'; agent: Agent | null }
  | { t: 'ev'; seq: number; k: 'diagnosis'; d: Card };

export interface UploadGrant {
  t: 'up';
  ref: string;
  fid: string;
  url: string;
  max: number;
}

export type ServerFrame =
  | Welcome
  | Snap
  | Ack
  | Nack
  | Event
  | UploadGrant
  | { t: 'visitor'; name: string; verified: boolean }
  | { t: 'typing'; on: boolean; agent: Agent }
  | ({ t: 'queue' } & Queue)
  | { t: 'pres'; agents: number; eta?: number }
  | { t: 'more'; msgs: Message[]; more: boolean }
  | { t: 'bye'; code: number | string; reconnect: boolean; after: number }
  | { t: 'ping' }
  | { t: 'pong' };

export interface SendFrame {
  t: 'send';
  cmid: string;
  kind: 'text';
  body: string;
  att?: string[];
  declared?: 'tx_hash';
}

/** Where pieces of a secret stand in a message that is stored already; places in code points. */
export interface Piece {
  mid: string;
  /** Code points of the whole body as it was read: another length means that it was changed since. */
  size: number;
  spans: { start: number; end: number; kind: string }[];
}

export type ClientFrame =
  | {
      t: 'hello';
      v: 1;
      token?: string;
      dev: string;
      lang?: string;
      /** IANA name: by whose clock "yesterday at three" is read. */
      zone?: string;
      jwt?: string;
      resume?: { epoch: string; seq: number };
    }
  | SendFrame
  | { t: 'got'; seq: number }
  | { t: 'read'; mid: string }
  | { t: 'typing'; on: boolean }
  | { t: 'up'; ref: string; name: string; size: number; type: string }
  | { t: 'more'; before: number }
  | { t: 'identify'; jwt: string }
  | { t: 'page'; url: string; title: string }
  | { t: 'redact'; pieces: Piece[] }
  | { t: 'ping' }
  | { t: 'pong' };
