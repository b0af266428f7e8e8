// One conversation as pure functions: merging what was loaded, sent and pushed into one history.

import type {
  Attachment,
  Customer,
  Delivery,
  Diagnosis,
  Id,
  Message,
  Reads,
  Viewer,
} from '@keydesk/client/index';

export interface Pending {
  client_id: string;
  conversation: Id;
  kind: 'reply' | 'note';
  body: string;
  attachments: Attachment[];
  at: number;
  seen_seq: number;
  state: 'sending' | 'failed';
  /** The door by which it goes. */
  via?: Id | undefined;
  /** The macro that it comes from: what else that does happens with it. */
  macro?: Id | undefined;
  /** Why it failed, as the server said it. */
  reason?: string;
}

export interface Thread {
  id: Id;
  phase: 'loading' | 'ready' | 'failed' | 'missing';
  messages: readonly Message[];
  /** There is older history on the server. */
  more: boolean;
  loadingOlder: boolean;
  customer: Customer | undefined;
  reads: Reads;
  viewers: readonly Viewer[];
  /** What the chains say, newest first. */
  diagnoses: readonly Diagnosis[];
  pending: readonly Pending[];
  /** A reply that the server held back because the conversation had moved on. */
  held: { pending: Pending; news: readonly Message[] } | undefined;
}

export function emptyThread(id: Id): Thread {
  return {
    id,
    phase: 'loading',
    messages: [],
    more: false,
    loadingOlder: false,
    customer: undefined,
    reads: {},
    viewers: [],
    diagnoses: [],
    pending: [],
    held: undefined,
  };
}

/** By sequence, each once; a later copy of the same message replaces the earlier one. */
export function mergeMessages(known: readonly Message[], incoming: readonly Message[]): readonly Message[] {
  if (incoming.length === 0) return known;
  const last = known[known.length - 1];
  const first = incoming[0] as Message;
  if (incoming.length === 1 && (!last || first.seq > last.seq)) return [...known, first];
  const by = new Map<Id, Message>();
  for (const message of known) by.set(message.id, message);
  // A live frame brings a reply without what became of it; the answer to the request may be older than
  // the frame that says so.
  for (const message of incoming) {
    const deliveries = mergeDeliveries(by.get(message.id)?.deliveries, message.deliveries ?? []);
    by.set(message.id, deliveries.length ? { ...message, deliveries } : message);
  }
  return [...by.values()].sort((a, b) => a.seq - b.seq);
}

/** Takes messages in, and with them the optimistic copies they fulfil. */
export function receive(thread: Thread, incoming: readonly Message[]): Thread {
  const done = new Set(incoming.map(message => message.client_id).filter(Boolean));
  const pending = done.size ? thread.pending.filter(entry => !done.has(entry.client_id)) : thread.pending;
  return { ...thread, messages: mergeMessages(thread.messages, incoming), pending };
}

export function edit(thread: Thread, id: Id, body: string, redacted: string[]): Thread {
  return {
    ...thread,
    messages: thread.messages.map(message => (message.id === id ? { ...message, body, redacted } : message)),
  };
}

/** Each once, and of each the newest word; in the same millisecond "queued" is the older one. */
function mergeDeliveries(known: readonly Delivery[] = [], news: readonly Delivery[]): Delivery[] {
  const by = new Map(known.map(entry => [entry.id, entry]));
  for (const entry of news) {
    const before = by.get(entry.id);
    const newer = !before || before.at < entry.at || (before.at === entry.at && entry.state !== 'queued');
    if (newer) by.set(entry.id, entry);
  }
  return [...by.values()];
}

/** What became of a message at its doors. */
export function withDeliveries(thread: Thread, id: Id, news: readonly Delivery[]): Thread {
  const index = thread.messages.findIndex(message => message.id === id);
  const message = thread.messages[index];
  if (!message) return thread;
  const messages = [...thread.messages];
  messages[index] = { ...message, deliveries: mergeDeliveries(message.deliveries, news) };
  return { ...thread, messages };
}

export function lastSeq(thread: Thread): number {
  return thread.messages[thread.messages.length - 1]?.seq ?? 0;
}

/** Up to which message the customer has received and read; 0 when it is not among those loaded. */
export interface Marks {
  got: number;
  read: number;
}

export function marksOf(thread: Thread): Marks {
  const seqOf = (mid: Id | null | undefined) =>
    (mid && thread.messages.find(message => message.id === mid)?.seq) || 0;
  return { got: seqOf(thread.reads.got), read: seqOf(thread.reads.customer) };
}

export type ReplyState = 'sent' | 'delivered' | 'read';

/** A reply is read when it, or anything after it, was read; a mark never goes back. */
export function replyState(message: Message, marks: Marks): ReplyState {
  if (message.seq <= marks.read || message.state === 'read') return 'read';
  if (message.seq <= marks.got || message.state === 'delivered') return 'delivered';
  return 'sent';
}

/**
 * The newest page after an absence. What was here at `knownSeq` and the page may not touch: then
 * history starts over from the page, rather than showing a hole; what came live meanwhile stays.
 */
export function refresh(thread: Thread, knownSeq: number, page: readonly Message[], more: boolean): Thread {
  const first = page[0]?.seq ?? 0;
  const touches = thread.phase === 'ready' && knownSeq > 0 && knownSeq >= first - 1;
  const base = touches
    ? thread
    : { ...thread, messages: thread.messages.filter(message => message.seq > knownSeq), more };
  return receive(base, page);
}

/** What was said since `seq` by somebody else: the reason to look again before answering. */
export function newsSince(thread: Thread, seq: number, myId: Id): readonly Message[] {
  return thread.messages.filter(
    message =>
      message.seq > seq &&
      (message.kind === 'customer' || (message.kind === 'reply' && message.author?.id !== myId)),
  );
}

/** The diagnosis that a line of the timeline carries. */
export function diagnosisIn(message: Message): Diagnosis | undefined {
  if (message.kind !== 'event' || message.event?.what !== 'diagnosis') return undefined;
  return message.event.d as Diagnosis | undefined;
}

/** Newest first, each once. An older look never covers a newer one, whichever arrives last. */
export function mergeDiagnoses(
  known: readonly Diagnosis[],
  incoming: readonly Diagnosis[],
): readonly Diagnosis[] {
  const by = new Map(known.map(entry => [entry.id, entry]));
  for (const entry of incoming) {
    const before = by.get(entry.id);
    // While the chains are asked once more, what they said before stays readable.
    if (before && (entry.at < before.at || (entry.state === 'asking' && before.advice))) continue;
    by.set(entry.id, entry);
  }
  return [...by.values()].sort((a, b) => b.created_at - a.created_at);
}

/** Lines that a later one makes needless: a question once it is answered, a count once it has risen. */
export function outdatedEvents(messages: readonly Message[]): ReadonlySet<Id> {
  const outdated = new Set<Id>();
  const last = new Map<Id, { id: Id; state: Diagnosis['state'] }>();
  for (const message of messages) {
    const entry = diagnosisIn(message);
    if (!entry) continue;
    const before = last.get(entry.id);
    if (before && (before.state === 'asking' || before.state === entry.state)) outdated.add(before.id);
    last.set(entry.id, { id: message.id, state: entry.state });
  }
  return outdated;
}

/** Whether the customer wrote by more than one door. */
export function severalDoors(messages: readonly Message[]): boolean {
  const theirs = messages.filter(message => message.kind === 'customer');
  return new Set(theirs.map(message => message.door?.thread ?? '')).size > 1;
}

export type Row =
  | { key: string; kind: 'day'; at: number }
  | { key: string; kind: 'message'; message: Message; grouped: boolean }
  | { key: string; kind: 'pending'; pending: Pending };

const groupWindow = 5 * 60_000;

/** History as rows to draw: day separators, and runs of one author that show one avatar. */
export function rowsOf(thread: Thread, startOfDay: (at: number) => number): Row[] {
  const rows: Row[] = [];
  let day = Number.NaN;
  let before: Message | undefined;
  const outdated = outdatedEvents(thread.messages);
  for (const message of thread.messages) {
    if (outdated.has(message.id)) continue;
    const today = startOfDay(message.at);
    if (today !== day) {
      rows.push({ key: `day-${today}`, kind: 'day', at: message.at });
      day = today;
      before = undefined;
    }
    rows.push({ key: message.id, kind: 'message', message, grouped: sameRun(before, message) });
    before = message;
  }
  for (const pending of thread.pending) {
    rows.push({ key: `pending-${pending.client_id}`, kind: 'pending', pending });
  }
  return rows;
}

function sameRun(before: Message | undefined, message: Message): boolean {
  return (
    before !== undefined &&
    before.kind === message.kind &&
    message.kind !== 'event' &&
    message.kind !== 'system' &&
    before.author?.id === message.author?.id &&
    before.door?.thread === message.door?.thread &&
    message.at - before.at < groupWindow
  );
}
