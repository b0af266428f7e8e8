import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Span } from '@keydesk/guard';
import { wordOf } from './view/guardcard';
import { t } from './words';

const { 'zh-CN': zh, en } = t.all;
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(m => m[1]).sort();

test('every sentence exists in both languages, with the same places to fill', () => {
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  for (const key of Object.keys(zh) as (keyof typeof zh)[]) {
    assert.ok(zh[key].trim() && en[key].trim(), key);
    assert.deepEqual(places(zh[key]), places(en[key]), key);
  }
});

test('no Chinese is left in the English words but the name of the language', () => {
  for (const [key, text] of Object.entries(en)) {
    if (key === 'language' || key === 'language_label') continue;
    assert.doesNotMatch(text, /[\u3000-\u9fff\uff00-\uffef]/, key);
  }
});

test('Chinese sentences use Chinese punctuation', () => {
  for (const [key, text] of Object.entries(zh)) assert.doesNotMatch(text, /[\u4e00-\u9fff][,;?!]/, key);
});

test('every kind the guard names has a sentence', () => {
  const kinds: Span['kind'][] = [
    'seed_phrase',
    'recovery_share',
    'private_key',
    'extended_key',
    'encrypted_key',
    'keystore',
    'pem_key',
    'password',
    'one_time_code',
    'pin',
    'backup_codes',
    'totp_secret',
  ];
  for (const kind of kinds) {
    assert.notEqual(wordOf(kind), 'other', kind);
    assert.ok(zh[`kind_${wordOf(kind)}`], kind);
  }
});
