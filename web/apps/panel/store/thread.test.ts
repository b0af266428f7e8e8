import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Card, Event, Message } from '@keydesk/wire/frames';
import {
  agentReadUpTo,
  emptyThread,
  fromSnap,
  overTheHole,
  type Thread,
  unread,
  withAck,
  withEvent,
  withHistory,
} from './thread';

const message = (seq: number, from: Message['from'] = 'agent', more: Partial<Message> = {}): Message => ({
  mid: `m${seq}`,
  seq,
  from,
  body: `body ${seq}`,
  ts: seq,
  ...more,
});
const said = (seq: number, from: Message['from'] = 'agent', more: Partial<Message> = {}): Event => ({
  t: 'ev',
  seq,
  k: 'msg',
  m: message(seq, from, more),
});
const start: Thread = { ...emptyThread, epoch: 'e' };
const run = (events: Event[], from = start) => events.reduce(withEvent, from);
const bodies = (t: Thread) => t.messages.map(m => m.body);

test('events in any order, some twice, end in the same conversation', () => {
  const straight = run([said(1), said(2, 'customer'), said(3), said(4)]);
  const shaken = run([said(2, 'customer'), said(1), said(1), said(4), said(2, 'customer'), said(3), said(4)]);
  assert.deepEqual(shaken, straight);
  assert.equal(shaken.seq, 4);
  assert.equal(shaken.early.length, 0);
});

test('an event after a hole waits and does not move the position that a resume would name', () => {
  const t = run([said(1), said(3)]);
  assert.equal(t.seq, 1);
  assert.deepEqual(bodies(t), ['body 1']);
  assert.deepEqual(bodies(withEvent(t, said(2))), ['body 1', 'body 2', 'body 3']);
});

test('a hole that no resume fills is stepped over, and nothing after it is lost', () => {
  const t = overTheHole(run([said(1), said(3), said(4), said(7)]));
  assert.deepEqual(bodies(t), ['body 1', 'body 3', 'body 4']);
  assert.equal(t.seq, 4);
  assert.equal(t.early.length, 1);
});

test('an acknowledgement and the event of the same message are one message, in either order', () => {
  const ack = { t: 'ack', cmid: 'c', mid: 'm1', seq: 1, ts: 9 } as const;
  const event = said(1, 'customer', { cmid: 'c', body: 'hi', ts: 9 });
  const own = { from: 'customer', body: 'hi' } as const;
  assert.deepEqual(bodies(withEvent(withAck(start, ack, own), event)), ['hi']);
  assert.deepEqual(bodies(withAck(withEvent(start, event), ack, own)), ['hi']);
  assert.equal(withAck(start, ack, own).seq, 1);
});

test('the repeated acknowledgement of an old message puts it in its place, not at the end', () => {
  const t = fromSnap(
    start,
    { t: 'snap', seq: 5, conv: {}, msgs: [message(3), message(5)], more: false, unread: 0 },
    'e',
  );
  const late = withAck(
    t,
    { t: 'ack', cmid: 'c', mid: 'm4', seq: 4, ts: 4 },
    { from: 'customer', body: 'mine' },
  );
  assert.deepEqual(bodies(late), ['body 3', 'mine', 'body 5']);
  assert.equal(late.seq, 5);
});

test('a snapshot replaces what was there, also what was waiting', () => {
  const t = fromSnap(
    run([said(1), said(9)]),
    { t: 'snap', seq: 20, conv: {}, msgs: [message(19), message(20)], more: true, unread: 0 },
    'e2',
  );
  assert.deepEqual(bodies(t), ['body 19', 'body 20']);
  assert.deepEqual([t.seq, t.epoch, t.more, t.early.length], [20, 'e2', true, 0]);
});

test('older pages join in front without doubles', () => {
  const t = fromSnap(
    start,
    { t: 'snap', seq: 9, conv: {}, msgs: [message(8), message(9)], more: true, unread: 0 },
    'e',
  );
  const full = withHistory(t, [message(6), message(7), message(8)], false);
  assert.deepEqual(
    full.messages.map(m => m.seq),
    [6, 7, 8, 9],
  );
  assert.equal(full.more, false);
});

test('a redaction rewrites the earlier message', () => {
  const t = run([
    said(1, 'customer'),
    { t: 'ev', seq: 2, k: 'edit', mid: 'm1', body: '[已移除: 助记词]', redacted: ['seed_phrase'] },
  ]);
  assert.deepEqual(t.messages[0], {
    ...message(1, 'customer'),
    body: '[已移除: 助记词]',
    redacted: ['seed_phrase'],
  });
});

test('unread counts what agents and the desk said after the last read message', () => {
  const t = run([said(1), said(2, 'customer'), said(3), said(4, 'system')]);
  assert.equal(unread(t), 3);
  const read = withEvent(t, { t: 'ev', seq: 5, k: 'read', by: 'customer', mid: 'm3' });
  assert.equal(unread(read), 1);
});

test('a read mark never goes back', () => {
  const t = run([
    said(1, 'customer'),
    said(2, 'customer'),
    { t: 'ev', seq: 3, k: 'read', by: 'agent', mid: 'm2' },
    { t: 'ev', seq: 4, k: 'read', by: 'agent', mid: 'm1' },
  ]);
  assert.equal(agentReadUpTo(t), 2);
});

const card = (id: string, change: Partial<Card> = {}): Card => ({
  id,
  mid: 'm1',
  chain: 'ethereum',
  chain_name: 'Ethereum',
  kind: 'transaction',
  subject: '0x12',
  state: 'asking',
  confirmations: 0,
  needed: 64,
  link: '',
  replaced_by: '',
  advice: null,
  shield_advice: [],
  following: true,
  at: 1,
  ...change,
});
const looked = (seq: number, d: Card): Event => ({ t: 'ev', seq, k: 'diagnosis', d });
const seen = (t: Thread) => t.cards.map(c => `${c.id} ${c.state}`);

test('what the chain says changes in its place, and something new comes first', () => {
  const t = run([
    said(1, 'customer'),
    looked(2, card('a')),
    looked(3, card('b')),
    looked(4, card('a', { state: 'pending' })),
    looked(5, card('a', { state: 'replaced' })),
  ]);
  assert.deepEqual(seen(t), ['b asking', 'a replaced']);
  assert.equal(t.seq, 5);
});

test('a repeated or early frame of the chain never turns a card back', () => {
  const straight = [looked(1, card('a')), looked(2, card('a', { state: 'pending' }))];
  const last = looked(3, card('a', { state: 'final' }));
  const t = run([straight[0]!, last, straight[1]!, straight[1]!, straight[0]!]);
  assert.deepEqual(seen(t), ['a final']);
});

test('a snapshot brings the cards as they are; a server that knows none sends none', () => {
  const snap = { t: 'snap', seq: 5, conv: {}, msgs: [], more: false, unread: 0 } as const;
  const t = run([looked(1, card('old'))]);
  assert.deepEqual(seen(fromSnap(t, { ...snap, msgs: [], diagnoses: [card('new')] }, 'e')), ['new asking']);
  assert.deepEqual(seen(fromSnap(t, { ...snap, msgs: [] }, 'e')), []);
});

test('a card is no message: it counts as nothing unread', () => {
  assert.equal(unread(run([said(1, 'customer'), looked(2, card('a', { state: 'final' }))])), 0);
});

test('an event of a kind from the future moves the position and changes nothing else', () => {
  const t = withEvent(start, { t: 'ev', seq: 1, k: 'hologram' } as unknown as Event);
  assert.deepEqual(t, { ...start, seq: 1 });
});
