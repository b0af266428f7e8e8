import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Delivery, Diagnosis, Message } from '@keydesk/client/index';
import {
  diagnosisIn,
  edit,
  emptyThread,
  marksOf,
  mergeDiagnoses,
  mergeMessages,
  newsSince,
  outdatedEvents,
  type Pending,
  receive,
  refresh,
  replyState,
  rowsOf,
  withDeliveries,
} from './thread-model';

const day = 86_400_000;

function message(seq: number, change: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    seq,
    conversation: 'c',
    kind: 'customer',
    body: `text ${seq}`,
    at: seq * 1000,
    attachments: [],
    redacted: [],
    ...change,
  };
}

function pending(client_id: string): Pending {
  return {
    client_id,
    conversation: 'c',
    kind: 'reply',
    body: 'x',
    attachments: [],
    at: 0,
    seen_seq: 0,
    state: 'sending',
  };
}

const seqs = (list: readonly Message[]) => list.map(entry => entry.seq);

test('history stays in order and without doubles, however it arrives', () => {
  const newest = mergeMessages([], [message(4), message(5)]);
  const withOlder = mergeMessages(newest, [message(1), message(2), message(4)]);
  const late = mergeMessages(withOlder, [message(3)]);
  const again = mergeMessages(late, [message(5)]);
  assert.deepEqual(seqs(again), [1, 2, 3, 4, 5]);
});

test('a later copy of a message replaces the earlier one', () => {
  const list = mergeMessages(
    [message(1, { state: 'sent', kind: 'reply' })],
    [message(1, { state: 'read', kind: 'reply' })],
  );
  assert.equal(list[0]?.state, 'read');
});

test('a stored message fulfils its optimistic copy, whether by answer or by live frame', () => {
  const thread = { ...emptyThread('c'), pending: [pending('one'), pending('two')] };
  const after = receive(thread, [message(7, { kind: 'reply', client_id: 'one' })]);
  assert.deepEqual(
    after.pending.map(entry => entry.client_id),
    ['two'],
  );
  assert.deepEqual(seqs(after.messages), [7]);
  assert.equal(receive(after, [message(7, { kind: 'reply', client_id: 'one' })]).messages.length, 1);
});

test('the guard can take a secret out of a message that is already shown', () => {
  const thread = receive(emptyThread('c'), [message(1, { body: 'abandon' }), message(2)]);
  const after = edit(thread, 'm1', '[removed: seed phrase]', ['seed_phrase']);
  assert.equal(after.messages[0]?.body, '[removed: seed phrase]');
  assert.deepEqual(after.messages[0]?.redacted, ['seed_phrase']);
  assert.equal(after.messages[1], thread.messages[1]);
});

test('everything up to what the customer has read is read, and no mark goes back', () => {
  const replies = [
    message(1, { kind: 'reply', state: 'delivered' }),
    message(3, { kind: 'reply', state: 'sent' }),
    message(4, { kind: 'reply', state: 'sent' }),
    message(5, { kind: 'reply', state: 'read' }),
  ];
  const thread = {
    ...receive(emptyThread('c'), [...replies, message(2)]),
    reads: { customer: 'm2', got: 'm3' },
  };
  const marks = marksOf(thread);
  assert.deepEqual(marks, { read: 2, got: 3 });
  assert.deepEqual(
    replies.map(reply => replyState(reply, marks)),
    ['read', 'delivered', 'sent', 'read'],
  );
});

test('after an absence history either joins or starts over, but never has a hole', () => {
  const thread = { ...receive(emptyThread('c'), [message(1), message(2)]), phase: 'ready' as const };
  const joined = refresh(thread, 2, [message(2), message(3)], true);
  assert.deepEqual(seqs(joined.messages), [1, 2, 3]);
  assert.equal(joined.more, false);
  const far = refresh(thread, 2, [message(60), message(61)], true);
  assert.deepEqual(seqs(far.messages), [60, 61]);
  assert.equal(far.more, true);
});

test('what comes live while the page is still loading is not lost', () => {
  const loading = receive(emptyThread('c'), [message(9)]);
  const loaded = refresh(loading, 0, [message(7), message(8)], true);
  assert.deepEqual(seqs(loaded.messages), [7, 8, 9]);
  // The same after a reconnect, with a gap between what was known and what came.
  const known = { ...receive(emptyThread('c'), [message(1)]), phase: 'ready' as const };
  const back = refresh(receive(known, [message(99)]), 1, [message(90), message(98)], true);
  assert.deepEqual(seqs(back.messages), [90, 98, 99]);
});

test('news are what customers and colleagues said, not my own words and not events', () => {
  const me = { id: 'me', name: 'Me' };
  const thread = receive(emptyThread('c'), [
    message(1),
    message(2, { kind: 'reply', author: me }),
    message(3, { kind: 'reply', author: { id: 'li', name: 'Li' } }),
    message(4, { kind: 'event' }),
    message(5),
  ]);
  assert.deepEqual(seqs(newsSince(thread, 1, 'me')), [3, 5]);
  assert.deepEqual(newsSince(thread, 5, 'me'), []);
});

test('a separator stands before each day and runs of one author are grouped', () => {
  const thread = receive(emptyThread('c'), [
    message(1, { at: day + 1000 }),
    message(2, { at: day + 2000 }),
    message(3, { at: day + 3000, kind: 'reply' }),
    message(4, { at: 2 * day + 1000, kind: 'reply' }),
  ]);
  const rows = rowsOf({ ...thread, pending: [pending('p')] }, at => Math.floor(at / day) * day);
  assert.deepEqual(
    rows.map(row => (row.kind === 'message' ? `${row.message.seq}${row.grouped ? '+' : ''}` : row.kind)),
    ['day', '1', '2+', '3', 'day', '4', 'pending'],
  );
});

function diagnosis(id: string, change: Partial<Diagnosis> = {}): Diagnosis {
  return {
    id,
    conversation: 'c',
    chain: 'ethereum',
    chain_name: 'Ethereum',
    kind: 'transaction',
    subject: `0x${id}`,
    state: 'pending',
    cause: '',
    causes: [],
    shields: [],
    evidence: {},
    advice: null,
    shield_advice: [],
    confirmations: 0,
    needed: 64,
    link: '',
    replaced_by: '',
    following: true,
    created_at: 1,
    updated_at: 1,
    at: 1,
    ...change,
  };
}
const text = { title: '', see: '', why: '', now: '', never: '' };
const advice = { actor: 'sender' as const, en: text, 'zh-CN': text };
const line = (seq: number, d: Diagnosis) => message(seq, { kind: 'event', event: { what: 'diagnosis', d } });
const states = (list: readonly Diagnosis[]) => list.map(entry => `${entry.id} ${entry.state}`);

test('the newest transaction stands first, and each once', () => {
  const known = mergeDiagnoses([], [diagnosis('b', { created_at: 2 }), diagnosis('a')]);
  const after = mergeDiagnoses(known, [
    diagnosis('c', { created_at: 3 }),
    diagnosis('a', { at: 2, state: 'final' }),
  ]);
  assert.deepEqual(states(after), ['c pending', 'b pending', 'a final']);
});

test('an answer that was on its way does not cover what came live meanwhile', () => {
  const live = mergeDiagnoses([], [diagnosis('a', { at: 20, state: 'replaced' })]);
  assert.deepEqual(states(mergeDiagnoses(live, [diagnosis('a', { at: 10 })])), ['a replaced']);
});

test('while the chains are asked once more, what they said stays readable', () => {
  const known = [diagnosis('a', { advice })];
  const asked = mergeDiagnoses(known, [diagnosis('a', { at: 9, state: 'asking' })]);
  assert.deepEqual(states(asked), ['a pending']);
  assert.deepEqual(states(mergeDiagnoses([], [diagnosis('a', { state: 'asking' })])), ['a asking']);
});

test('the timeline keeps each change, but neither answered questions nor overtaken counts', () => {
  const messages = [
    line(1, diagnosis('a', { state: 'asking' })),
    line(2, diagnosis('b', { state: 'asking' })),
    line(3, diagnosis('a', { state: 'pending' })),
    line(4, diagnosis('a', { state: 'included', confirmations: 1 })),
    line(5, diagnosis('a', { state: 'included', confirmations: 12 })),
    line(6, diagnosis('a', { state: 'final' })),
  ];
  assert.deepEqual([...outdatedEvents(messages)], ['m1', 'm4']);
  const rows = rowsOf({ ...emptyThread('c'), messages }, () => 0);
  const shown = rows.flatMap(row => (row.kind === 'message' ? [row.message.seq] : []));
  assert.deepEqual(shown, [2, 3, 5, 6]);
});

test('other events carry no diagnosis', () => {
  assert.equal(diagnosisIn(message(1, { kind: 'event', event: { what: 'guard' } })), undefined);
  assert.equal(diagnosisIn(message(1)), undefined);
});

const delivery: Delivery = {
  id: 'd',
  thread: 't',
  inbox: { id: 'i', name: 'Bot' },
  kind: 'telegram',
  state: 'queued',
  code: '',
  detail: '',
  attempts: 0,
  due_at: null,
  at: 5,
};

test('an answer that comes late does not take back what a frame has said of a delivery', () => {
  const reply = (state: 'queued' | 'failed', at: number) => ({
    ...message(1, { kind: 'reply' }),
    deliveries: [{ ...delivery, state, at }],
  });
  let thread = receive(emptyThread('c'), [message(1, { kind: 'reply' })]);
  thread = withDeliveries(thread, thread.messages[0]?.id ?? '', [{ ...delivery, state: 'failed', at: 7 }]);
  thread = receive(thread, [reply('queued', 5)]);
  assert.equal(thread.messages[0]?.deliveries?.[0]?.state, 'failed');
  // And a frame without them leaves them.
  thread = receive(thread, [message(1, { kind: 'reply' })]);
  assert.equal(thread.messages[0]?.deliveries?.length, 1);
});
