// From messages to what is drawn: day lines, groups of one speaker, own messages that still wait.
import { dayKey } from '@keydesk/ui/i18n';
import type { Message } from '@keydesk/wire/frames';
import type { Waiting } from '../store/outbox';
import { agentReadUpTo, type Thread } from '../store/thread';

export type OwnState = 'waiting' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

export type Row =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'new'; key: string }
  | {
      kind: 'message';
      key: string;
      m: Message;
      first: boolean;
      last: boolean;
      state?: OwnState;
      failed?: Waiting['failed'];
    };

const GROUP_MS = 5 * 60_000;

export interface Circumstances {
  online: boolean;
  out: ReadonlySet<string>;
  /** The last message before the "new" line, as it stood when the panel came into view. */
  newAfter: number | null;
}

export function rowsOf(thread: Thread, waiting: readonly Waiting[], now: Circumstances): Row[] {
  const known = new Set(thread.messages.map(m => m.cmid).filter(Boolean));
  const pending = waiting.filter(i => !known.has(i.cmid));
  const readUpTo = agentReadUpTo(thread);
  const all: { m: Message; state?: OwnState; failed?: Waiting['failed'] }[] = [
    ...thread.messages.map(m => ({
      m,
      state: m.from === 'customer' ? ((m.seq <= readUpTo ? 'read' : 'delivered') as OwnState) : undefined,
    })),
    ...pending.map(i => ({ m: asMessage(i), state: stateOf(i, now), failed: i.failed })),
  ];
  const rows: Row[] = [];
  let day = '';
  let divided = now.newAfter === null;
  for (const [i, { m, state, failed }] of all.entries()) {
    const today = dayKey(m.ts);
    const before = all[i - 1]?.m;
    const after = all[i + 1]?.m;
    if (today !== day) rows.push({ kind: 'day', key: `day ${today}`, at: m.ts });
    day = today;
    const starts = !divided && m.from !== 'customer' && m.seq > now.newAfter!;
    if (starts) {
      rows.push({ kind: 'new', key: 'new' });
      divided = true;
    }
    rows.push({
      kind: 'message',
      key: m.cmid ?? m.mid,
      m,
      state,
      failed,
      first: starts || !together(before, m),
      last: !together(m, after),
    });
  }
  return rows;
}

function together(a: Message | undefined, b: Message | undefined): boolean {
  if (!a || !b || a.from !== b.from || a.from === 'system') return false;
  if (a.agent?.name !== b.agent?.name || dayKey(a.ts) !== dayKey(b.ts)) return false;
  return Math.abs(b.ts - a.ts) < GROUP_MS;
}

function stateOf(item: Waiting, now: Circumstances): OwnState {
  if (item.failed) return 'failed';
  if (!now.online) return 'waiting';
  return now.out.has(item.cmid) ? 'sent' : 'sending';
}

function asMessage(item: Waiting): Message {
  return {
    mid: item.cmid,
    seq: Number.MAX_SAFE_INTEGER,
    from: 'customer',
    body: item.body,
    ts: item.at,
    cmid: item.cmid,
    att: item.att,
  };
}
