import assert from 'node:assert/strict';
import { test } from 'node:test';
import { t } from './index';

const { 'zh-CN': zh, en } = t.all;

const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]).sort();

test('both languages say everything, with the same placeholders', () => {
  assert.deepEqual(Object.keys(zh), Object.keys(en));
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    assert.ok(zh[key].trim() && en[key].trim(), key);
    assert.deepEqual(names(zh[key]), names(en[key]), key);
  }
});

test('Chinese is Chinese and English is not', () => {
  const plain = new Set([
    'profile.text',
    'invite.text',
    'search.count',
    'rail.language_other',
    'thread.spoken',
    'door.files_refused',
    'door.length',
  ]);
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    if (plain.has(key)) continue;
    assert.match(zh[key], /[\u4e00-\u9fff]/, key);
    if (key !== 'rail.language') assert.doesNotMatch(en[key], /[\u4e00-\u9fff]/, key);
  }
});
