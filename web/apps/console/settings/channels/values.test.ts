import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InboxChannel, SettingField } from '@keydesk/client/index';
import { changesOf, isAdvanced, missingIn, piecesOf, valuesOf } from './values';

const nothing = { en: '', zh: '' };
const field = (key: string, more: Partial<SettingField> = {}): SettingField => ({
  key,
  kind: 'text',
  required: false,
  initial: '',
  name: nothing,
  help: nothing,
  options: [],
  ...more,
});
const fields = [
  field('bot_token', { kind: 'secret', required: true }),
  field('mode', { kind: 'choice', initial: 'polling' }),
  field('groups', { kind: 'lines' }),
  field('api_root', { kind: 'url', initial: 'https://api.telegram.org' }),
];
const stored: InboxChannel = {
  settings: { mode: 'webhook', groups: '-100 x' },
  secrets: ['bot_token'],
  hook_url: '',
  address: '',
  paused: false,
};

test('a new inbox sends only what somebody has set', () => {
  assert.equal(valuesOf(fields).mode, 'polling');
  const values = { ...valuesOf(fields), bot_token: ' 1:A ' };
  assert.deepEqual(changesOf(fields, values), { bot_token: '1:A' });
  assert.deepEqual(missingIn(fields, valuesOf(fields)), ['bot_token']);
});

test('an edit sends what differs, keeps secrets that were not typed, and can take a field away', () => {
  const values = valuesOf(fields, stored);
  assert.deepEqual(changesOf(fields, values, stored), {});
  assert.deepEqual(missingIn(fields, values, stored), []);
  const edited = { ...values, mode: 'polling', groups: '' };
  assert.deepEqual(changesOf(fields, edited, stored), { mode: 'polling', groups: '' });
});

test('servers and proxies are folded away unless they are required', () => {
  assert.equal(isAdvanced(field('api_root')), true);
  assert.equal(isAdvanced(field('smtp_proxy')), true);
  assert.equal(isAdvanced(field('api_root', { required: true })), false);
  assert.equal(isAdvanced(field('groups')), false);
});

test('a description may have links, and only to https', () => {
  assert.deepEqual(piecesOf('Ask [@BotFather](https://t.me/BotFather) first.'), [
    { text: 'Ask ' },
    { text: '@BotFather', href: 'https://t.me/BotFather' },
    { text: ' first.' },
  ]);
  assert.deepEqual(piecesOf('[x](javascript:alert(1))'), [{ text: '[x](javascript:alert(1))' }]);
});
