import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Capabilities, Door } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { budgetText, measure, measureText, refusal } from './budget';
import { faultOf, faultText, warningText } from './faults';
import { doorFor } from './names';

const wechat: Capabilities = {
  text: { longest: 2000, unit: 'bytes' },
  window: { hours: 48, messages: 5 },
  files: {
    pictures: true,
    others: false,
    largest_picture: 10 << 20,
    largest: 0,
    types: ['image/jpeg', 'image/png'],
    caption: false,
  },
  typing: true,
  replies: false,
  subjects: false,
};

const door = (more: Partial<Door> = {}): Door => ({
  thread: 't1',
  inbox: { id: 'i', name: '链桥微信' },
  kind: 'wechat',
  title: '',
  is_public: false,
  current: true,
  state: 'open',
  budget: null,
  handle: '',
  name: '林',
  capabilities: wechat,
  ...more,
});

const now = new Date(2026, 10, 22, 18, 0).getTime();
const tomorrow = new Date(2026, 10, 23, 14, 20).getTime();

test('the budget says how many are left, of how many, and until when', () => {
  locale.value = 'en';
  const budget = { left: 4, until: tomorrow };
  assert.equal(budgetText(door({ budget }), now, 'en'), '4 of 5 left, until 14:20 tomorrow');
  // A menu click allows three, whatever the window usually is.
  const asked = { left: 7, until: null };
  assert.equal(budgetText(door({ budget: asked }), now, 'en'), '7 left');
  assert.equal(budgetText(door(), now, 'en'), '');
  locale.value = 'zh-CN';
  assert.equal(budgetText(door({ budget }), now, 'zh-CN'), '还可发 4/5 条，明天 14:20 前有效');
});

test('a reply is measured in the unit of its door', () => {
  locale.value = 'en';
  const one = measure('你好', 0, wechat);
  assert.deepEqual([one.used, one.parts, one.near], [6, 1, false]);
  assert.equal(measureText(one, wechat), '6 of 2,000 bytes');
  const long = measure('好'.repeat(1000), 1, wechat);
  assert.deepEqual([long.parts, long.near], [3, true]);
  assert.equal(measureText(long, wechat), '3 messages of 2,000');
});

test('a file is refused with the reason of the door', () => {
  locale.value = 'en';
  assert.equal(refusal({ type: 'image/png', size: 100 }, door()), '');
  assert.equal(refusal({ type: 'application/pdf', size: 1 }, door()), 'WeChat does not carry such files.');
  assert.equal(
    refusal({ type: 'image/png', size: 11 << 20 }, door()),
    'larger than 10.0 MB, which is the most WeChat takes.',
  );
  assert.equal(refusal({ type: 'x/y', size: 1 }, undefined), '');
});

test('the answer goes by the chosen door, else by the one he wrote by last', () => {
  const doors = [door({ thread: 'a', current: false }), door({ thread: 'b' })];
  assert.equal(doorFor(doors, 'a')?.thread, 'a');
  assert.equal(doorFor(doors, undefined)?.thread, 'b');
  assert.equal(doorFor(doors, 'gone')?.thread, 'b');
  assert.equal(doorFor([], 'a'), undefined);
});

test('a code becomes a sentence, and the code stays readable', () => {
  locale.value = 'en';
  assert.equal(faultOf('weibo', '21327'), 'account');
  assert.equal(faultOf('email', '5.1.1'), 'gone');
  assert.equal(faultOf('email', '451'), 'busy');
  assert.equal(
    faultText('wechat', '45015', 'x'),
    'the provider lets us write again when the customer does (45015)',
  );
  assert.equal(faultText('telegram', 'interrupted', 'x'), 'Keydesk was stopped while it was being sent');
  assert.equal(faultText('telegram', '418', 'I am a teapot'), 'I am a teapot (418)');
});

test('a warning is said in our language and keeps the name it is about', () => {
  locale.value = 'zh-CN';
  assert.equal(warningText('sender not verified: dmarc=fail'), '发件人未经验证：任何人都可能冒充');
  assert.equal(warningText('name resembles ours: MyWallet'), '名称与我们相似 (MyWallet)');
  assert.equal(warningText('something new'), 'something new');
});
