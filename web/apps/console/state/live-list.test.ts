import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Conv } from '@keydesk/client/index';
import {
  append,
  belongs,
  compare,
  emptyList,
  type Filter,
  fitsView,
  isNewer,
  type ListState,
  place,
} from './live-list';

const me = 'me';
const inbox: Filter = { view: 'all', status: 'open', sort: 'newest' };

function conv(id: string, change: Partial<Conv> = {}): Conv {
  return {
    id,
    number: 1,
    inbox: { id: 'web', name: 'Web', kind: 'web' },
    customer: { id: 'c', name: 'Lin', verified: false },
    status: 'open',
    priority: 'none',
    labels: [],
    unread: 0,
    last_message_at: 0,
    created_at: 0,
    findings: 0,
    change: 1,
    seq: 1,
    case_type: '',
    tier: 'agent',
    ...change,
  };
}

function listOf(convs: Conv[], next: string | null = null): [ListState, (id: string) => Conv | undefined] {
  const known = new Map(convs.map(entry => [entry.id, entry]));
  return [append(emptyList, convs, next), id => known.get(id)];
}

const three = [
  conv('c', { last_message_at: 30 }),
  conv('b', { last_message_at: 20 }),
  conv('a', { last_message_at: 10 }),
];

test('a new message moves its conversation to the top', () => {
  const [list, look] = listOf(three);
  const moved = place(list, conv('a', { last_message_at: 40 }), inbox, me, look);
  assert.deepEqual(moved.ids, ['a', 'c', 'b']);
});

test('a conversation that no longer belongs leaves the list', () => {
  const [list, look] = listOf(three);
  assert.deepEqual(place(list, conv('b', { status: 'resolved' }), inbox, me, look).ids, ['c', 'a']);
});

test('a reopened conversation comes back to its place', () => {
  const [list, look] = listOf([three[0] as Conv, three[2] as Conv]);
  assert.deepEqual(place(list, conv('b', { last_message_at: 20 }), inbox, me, look).ids, ['c', 'b', 'a']);
});

test('a change that moves nothing keeps the very same list', () => {
  const [list, look] = listOf(three);
  assert.equal(place(list, conv('b', { last_message_at: 20, unread: 3 }), inbox, me, look), list);
});

test('what sorts behind the loaded rows waits for its own page', () => {
  const [list, look] = listOf(three, 'cursor');
  assert.equal(place(list, conv('old', { last_message_at: 1 }), inbox, me, look), list);
  const [whole, lookWhole] = listOf(three);
  assert.deepEqual(place(whole, conv('old', { last_message_at: 1 }), inbox, me, lookWhole).ids, [
    'c',
    'b',
    'a',
    'old',
  ]);
});

test('a further page does not double a row that moved up meanwhile', () => {
  const [list] = listOf(three, 'cursor');
  const more = append(list, [conv('a'), conv('z')], null);
  assert.deepEqual(more.ids, ['c', 'b', 'a', 'z']);
  assert.equal(more.next, null);
});

test('each view holds what its name says', () => {
  const mine = conv('1', { assignee: { id: me, name: 'Me' } });
  const free = conv('2');
  const leaked = conv('3', { findings: 1 });
  assert.equal(belongs(mine, { ...inbox, view: 'mine' }, me), true);
  assert.equal(belongs(free, { ...inbox, view: 'mine' }, me), false);
  assert.equal(belongs(free, { ...inbox, view: 'unassigned' }, me), true);
  assert.equal(belongs(mine, { ...inbox, view: 'unassigned' }, me), false);
  assert.equal(belongs(leaked, { ...inbox, view: 'security' }, me), true);
  assert.equal(belongs(free, { ...inbox, view: 'security' }, me), false);
  assert.equal(belongs(free, { ...inbox, inbox: 'other' }, me), false);
  assert.equal(belongs(free, { ...inbox, label: 'x' }, me), false);
  assert.equal(belongs(free, { ...inbox, status: 'any' }, me), true);
});

test('who waits longest comes first, who does not wait comes last', () => {
  const order = [conv('calm'), conv('new', { waiting_since: 50 }), conv('old', { waiting_since: 5 })];
  order.sort((a, b) => compare('waiting', a, b));
  assert.deepEqual(
    order.map(entry => entry.id),
    ['old', 'new', 'calm'],
  );
});

test('urgent comes before high, and equal priorities by the newest message', () => {
  const order = [
    conv('none', { last_message_at: 99 }),
    conv('high', { priority: 'high' }),
    conv('older', { priority: 'urgent', last_message_at: 1 }),
    conv('newer', { priority: 'urgent', last_message_at: 2 }),
  ];
  order.sort((a, b) => compare('priority', a, b));
  assert.deepEqual(
    order.map(entry => entry.id),
    ['newer', 'older', 'high', 'none'],
  );
});

test('an answer that was overtaken by a newer frame is not believed', () => {
  assert.equal(isNewer(conv('a', { change: 4 }), conv('a', { change: 5 })), false);
  assert.equal(isNewer(conv('a', { change: 5 }), conv('a', { change: 5 })), true);
  assert.equal(isNewer(conv('a'), undefined), true);
});

test('a saved view takes what every part of its filter takes, as the server does', () => {
  const everything = {
    statuses: [],
    inboxes: [],
    doors: [],
    labels: [],
    teams: [],
    cases: [],
    tiers: [],
    priorities: [],
    assignees: [],
    locales: [],
    sla: [],
  };
  const mine = conv('1', { assignee: { id: me, name: 'Ann' }, priority: 'high', waiting_since: 5 });
  const nobodys = conv('2', { status: 'resolved' });
  const fits = (one: Conv, part: object) => fitsView(one, { ...everything, ...part }, me);
  assert.ok(fits(mine, {}) && fits(nobodys, {}));
  assert.ok(fits(mine, { assignees: ['me'] }) && !fits(nobodys, { assignees: ['me'] }));
  assert.ok(fits(nobodys, { assignees: ['none'] }) && !fits(mine, { assignees: ['none'] }));
  assert.ok(fits(mine, { waiting: true }) && fits(nobodys, { waiting: false }));
  assert.ok(!fits(nobodys, { statuses: ['open'] }) && !fits(nobodys, { priorities: ['high', 'urgent'] }));
  assert.ok(fits(mine, { locales: ['en'] }) && !fits(mine, { locales: ['zh'] }));
});
