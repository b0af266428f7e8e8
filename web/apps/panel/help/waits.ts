// What a customer reads of his place in the queue, and who has the word: pure, so that it can be tested.
import type { Message, Queue } from '@keydesk/wire/frames';
import { TALK, type Tag, words } from './words';

const HOUR = 60;
const DAY_MS = 86_400_000;

/** Round numbers promise less: beyond 20 minutes in steps of five. */
function loosely(minutes: number, round: (n: number) => number): number {
  return minutes > 20 ? round(minutes / 5) * 5 : round(minutes);
}

/** "2–7 minutes", "40 minutes to 3 hours". Never "now": the shortest range is one to two minutes. */
export function rangeOf(p50: number, p90: number, tag: Tag): string {
  const low = Math.max(1, loosely(p50 / 60, Math.floor));
  const high = Math.max(low + 1, loosely(p90 / 60, Math.ceil));
  const said = words[tag];
  if (high < 90) return said.minutes(low, high);
  const from = Math.floor(low / HOUR);
  const to = Math.max(Math.ceil(high / HOUR), from + 1);
  return from ? said.hours(from, to) : said.span(said.minute(low), said.hour(to));
}

const dayOf = (at: number) => new Date(at).toDateString();

/** "today 18:30", "Tue, 4 Aug, 09:00". */
export function momentOf(at: number, now: number, tag: Tag): string {
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const time = new Intl.DateTimeFormat(tag, clock).format(at);
  const near = dayOf(at) === dayOf(now) ? 'today' : dayOf(at) === dayOf(now + DAY_MS) ? 'tomorrow' : null;
  if (near) return `${words[tag][near]} ${time}`;
  const day: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric', weekday: 'short' };
  return `${new Intl.DateTimeFormat(tag, day).format(at)} ${time}`;
}

const joined = (parts: (string | false | undefined)[]) => parts.filter(Boolean).join(' · ');

/** One calm line; empty when there is nothing to wait for. A time that has passed is not promised again. */
export function queueLine(queue: Queue, tag: Tag, now: number): string {
  const said = words[tag];
  const { state, place } = queue;
  const low = queue.low ?? queue.p50;
  const high = queue.high ?? queue.p90;
  const by = queue.reply_by && queue.reply_by > now && said.replyBy(momentOf(queue.reply_by, now, tag));
  if (state === 'away') return by ? joined([said.away, by]) : said.awayOpen;
  if (state !== 'waiting' && state !== 'over') return '';
  const range = low != null && high != null && said.usually(rangeOf(low, high, tag));
  return joined([
    state === 'over' && said.over,
    place ? said.place(place) : state === 'waiting' && said.queued,
    range || by || undefined,
  ]);
}

const BY_ITSELF = /^(answer|ask|choice|diagnosis|duplicate|incident)$/;

/** Whether "talk to a person" is offered: the desk has spoken by itself since a person last did, and the
    customer has not asked yet. */
export function mayAskForPerson(said: readonly Pick<Message, 'from' | 'body' | 'auto'>[]): boolean {
  const asked = Object.values(TALK);
  for (const m of [...said].reverse()) {
    if (m.from === 'agent') return false;
    if (m.from === 'customer' && asked.includes(m.body.trim())) return false;
    if (m.from === 'system' && BY_ITSELF.test(m.auto ?? '')) return true;
  }
  return false;
}

export interface CallWindow {
  from: number;
  to: number;
  label: string;
}

const PARTS = [
  [9, 12],
  [14, 18],
  [19, 21],
] as const;

/** Parts of today and the next two days that have not begun, in the customer's own time. */
export function callWindows(now: number, tag: Tag): CallWindow[] {
  const all: CallWindow[] = [];
  for (let ahead = 0; ahead < 3; ahead++) {
    for (const [from, to] of PARTS) {
      const day = new Date(now);
      day.setDate(day.getDate() + ahead);
      const [begin, end] = [day.setHours(from, 0, 0, 0), day.setHours(to, 0, 0, 0)];
      if (begin <= now) continue;
      all.push({ from: begin, to: end, label: `${momentOf(begin, now, tag)}–${to}:00` });
    }
  }
  return all;
}
