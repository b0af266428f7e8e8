// The conversation as a value, and the one function that turns a frame into the next value. Events carry
// a sequence number one higher than the last: a repeated one is ignored, an early one waits for those
// before it, and a hole that stays is a reason to resume.
import type { Ack, Agent, Card, Event, Message, Snap, Status } from '@keydesk/wire/frames';

export interface Thread {
  epoch: string;
  /** The last event applied; what `resume` names. */
  seq: number;
  messages: Message[];
  /** What the chain says of transactions and addresses in them, newest first. */
  cards: Card[];
  more: boolean;
  status: Status;
  started: boolean;
  agent: Agent | null;
  /** Everything up to this message has been read by an agent / by the customer. */
  readByAgent: string | null;
  readByCustomer: string | null;
  /** Events that came before their predecessors. */
  early: Event[];
}

export const emptyThread: Thread = {
  epoch: '',
  seq: 0,
  messages: [],
  cards: [],
  more: false,
  status: 'open',
  started: false,
  agent: null,
  readByAgent: null,
  readByCustomer: null,
  early: [],
};

const bySeq = (a: Message, b: Message) => a.seq - b.seq;

function withMessage(messages: Message[], m: Message): Message[] {
  const rest = messages.filter(x => x.mid !== m.mid && !(m.cmid && x.cmid === m.cmid));
  const last = rest[rest.length - 1];
  return !last || last.seq <= m.seq ? [...rest, m] : [...rest, m].sort(bySeq);
}

/** In its place when it is known, so that nothing jumps under a finger. */
function withCard(cards: Card[], card: Card): Card[] {
  const known = cards.some(c => c.id === card.id);
  return known ? cards.map(c => (c.id === card.id ? card : c)) : [card, ...cards];
}

export function fromSnap(thread: Thread, snap: Snap, epoch: string): Thread {
  const status = typeof snap.conv === 'object' && snap.conv?.status ? snap.conv.status : 'open';
  return {
    ...emptyThread,
    epoch,
    seq: snap.seq,
    messages: [...snap.msgs].sort(bySeq),
    cards: snap.diagnoses ?? [],
    more: snap.more,
    status,
    started: snap.conv !== null || snap.msgs.length > 0,
    agent: snap.agent ?? thread.agent,
    readByAgent: snap.read?.agent ?? null,
    readByCustomer: snap.read?.customer ?? null,
  };
}

export function withHistory(thread: Thread, msgs: Message[], more: boolean): Thread {
  const known = new Set(thread.messages.map(m => m.mid));
  const older = msgs.filter(m => !known.has(m.mid));
  return { ...thread, messages: [...older, ...thread.messages].sort(bySeq), more };
}

/** An acknowledgement is also the event of one's own message: it has its sequence number. */
export function withAck(thread: Thread, ack: Ack, own: Omit<Message, 'mid' | 'seq' | 'ts'>): Thread {
  const m: Message = { ...own, mid: ack.mid, seq: ack.seq, ts: ack.ts, cmid: ack.cmid };
  if (ack.seq <= thread.seq && thread.messages.some(x => x.mid === ack.mid)) return thread;
  if (ack.seq <= thread.seq) return { ...thread, messages: withMessage(thread.messages, m), started: true };
  return withEvent(thread, { t: 'ev', seq: ack.seq, k: 'msg', m });
}

export function withEvent(thread: Thread, event: Event): Thread {
  if (event.seq <= thread.seq) return thread;
  if (event.seq > thread.seq + 1) {
    if (thread.early.some(e => e.seq === event.seq)) return thread;
    return { ...thread, early: [...thread.early, event].sort((a, b) => a.seq - b.seq) };
  }
  let next = applied(thread, event);
  while (next.early[0] && next.early[0].seq <= next.seq + 1) {
    const [first, ...rest] = next.early;
    next = { ...next, early: rest };
    if (first!.seq === next.seq + 1) next = applied(next, first!);
  }
  return next;
}

/** Gives up on the hole before the first early event; only after a resume has not filled it. */
export function overTheHole(thread: Thread): Thread {
  const first = thread.early[0];
  if (!first) return thread;
  return withEvent({ ...thread, seq: first.seq - 1, early: thread.early.slice(1) }, first);
}

function applied(thread: Thread, event: Event): Thread {
  const next = { ...thread, seq: event.seq };
  switch (event.k) {
    case 'msg':
      return {
        ...next,
        started: true,
        messages: withMessage(thread.messages, event.m),
        agent: event.m.from === 'agent' && event.m.agent ? event.m.agent : thread.agent,
      };
    case 'edit':
      return {
        ...next,
        messages: thread.messages.map(m =>
          m.mid === event.mid ? { ...m, body: event.body, redacted: event.redacted ?? m.redacted } : m,
        ),
      };
    case 'read':
      return event.by === 'agent'
        ? { ...next, readByAgent: later(thread, thread.readByAgent, event.mid) }
        : { ...next, readByCustomer: later(thread, thread.readByCustomer, event.mid) };
    case 'status':
      return { ...next, status: event.status ?? thread.status };
    case 'assign':
      return { ...next, agent: event.agent ?? thread.agent };
    case 'diagnosis':
      return { ...next, cards: withCard(thread.cards, event.d) };
    default:
      return next;
  }
}

const place = (thread: Thread, mid: string | null) =>
  mid === null ? 0 : (thread.messages.find(m => m.mid === mid)?.seq ?? 0);

function later(thread: Thread, a: string | null, b: string): string {
  return a !== null && place(thread, a) > place(thread, b) ? a : b;
}

/** The sequence number up to which agents have read: an own message at or below it shows as read. */
export function agentReadUpTo(thread: Thread): number {
  return place(thread, thread.readByAgent);
}

/** Messages for the customer that he has not seen. */
export function unread(thread: Thread): number {
  const upTo = place(thread, thread.readByCustomer);
  return thread.messages.filter(m => m.from !== 'customer' && m.seq > upTo).length;
}
