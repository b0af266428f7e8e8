import assert from 'node:assert/strict';
import { test } from 'node:test';
import { held } from './hints';

test('what a description holds is ticked off, in both languages', () => {
  const zh = held(`昨天 14:30 打开钱包，点击转账。哈希 0x${'ab'.repeat(32)}，手机尾号 1234`);
  assert.deepEqual(zh, { time: true, steps: true, hash: true, digits: true });
  const en = held('Yesterday I tapped send, phone ending in 9876.');
  assert.deepEqual(en, { time: true, steps: true, hash: false, digits: true });
});

test('a whole phone number is not what we ask for', () => {
  assert.equal(held('手机尾号 13800138000').digits, false);
  assert.deepEqual(held('钱不见了'), { time: false, steps: false, hash: false, digits: false });
});
