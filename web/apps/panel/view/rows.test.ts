import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '@keydesk/wire/frames';
import { emptyThread } from '../store/thread';
import { type Row, rowsOf } from './rows';

const DAY = 86_400_000;
const NOON = new Date(2026, 4, 4, 12).getTime();
const m = (seq: number, from: Message['from'], ts: number): Message => ({
  mid: `m${seq}`,
  seq,
  from,
  body: `${seq}`,
  ts,
});
const online = { online: true, out: new Set<string>(), newAfter: null };
const states = (rows: Row[]) => rows.flatMap(r => (r.kind === 'message' ? [r.state] : []));

test('a line stands before the first message of each day', () => {
  const messages = [m(1, 'agent', NOON - DAY), m(2, 'agent', NOON), m(3, 'agent', NOON + 60_000)];
  assert.deepEqual(
    rowsOf({ ...emptyThread, messages }, [], online).map(r => r.kind),
    ['day', 'message', 'day', 'message', 'message'],
  );
});

test('messages of one speaker within five minutes are one group', () => {
  const messages = [
    m(1, 'agent', NOON),
    m(2, 'agent', NOON + 60_000),
    m(3, 'customer', NOON + 90_000),
    m(4, 'agent', NOON + 20 * 60_000),
  ];
  const groups = rowsOf({ ...emptyThread, messages }, [], online).flatMap(r =>
    r.kind === 'message' ? [[r.first, r.last]] : [],
  );
  assert.deepEqual(groups, [
    [true, false],
    [false, true],
    [true, true],
    [true, true],
  ]);
});

test('an own message shows waiting, sending, sent, then delivered, then read', () => {
  const waiting = [{ cmid: 'c', body: 'x', at: NOON }];
  const thread = { ...emptyThread, messages: [{ ...m(1, 'customer', NOON), cmid: 'c' }] };
  assert.deepEqual(states(rowsOf(emptyThread, waiting, { ...online, online: false })), ['waiting']);
  assert.deepEqual(states(rowsOf(emptyThread, waiting, online)), ['sending']);
  assert.deepEqual(states(rowsOf(emptyThread, waiting, { ...online, out: new Set(['c']) })), ['sent']);
  assert.deepEqual(states(rowsOf(thread, waiting, online)), ['delivered']);
  assert.deepEqual(states(rowsOf({ ...thread, readByAgent: 'm1' }, [], online)), ['read']);
});

test('a message that is both stored and still in the outbox is drawn once', () => {
  const thread = { ...emptyThread, messages: [{ ...m(1, 'customer', NOON), cmid: 'c' }] };
  assert.equal(states(rowsOf(thread, [{ cmid: 'c', body: 'x', at: NOON }], online)).length, 1);
});

test('the "new" line stands once, before the first unseen message of somebody else', () => {
  const messages = [m(1, 'agent', NOON), m(2, 'customer', NOON), m(3, 'agent', NOON), m(4, 'agent', NOON)];
  const kinds = rowsOf({ ...emptyThread, messages }, [], { ...online, newAfter: 1 }).map(r => r.kind);
  assert.deepEqual(kinds, ['day', 'message', 'message', 'new', 'message', 'message']);
});
