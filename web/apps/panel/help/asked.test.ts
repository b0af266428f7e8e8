import assert from 'node:assert/strict';
import { test } from 'node:test';
import { articlesOf, hintOf, incidentsOf, webAddress } from './asked';
import { words } from './words';

const BASE = 'https://support.wallet.example/panel';

test('only addresses of the web can be opened', () => {
  assert.equal(webAddress('/help/a', BASE), 'https://support.wallet.example/help/a');
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'http://', null, {}])
    assert.equal(webAddress(bad, BASE), undefined);
});

test('articles come as a list or in one', () => {
  const one = { title: 'A', url: '/help/a' };
  const read = [{ title: 'A', url: 'https://support.wallet.example/help/a' }];
  assert.deepEqual(articlesOf([one, { title: 'B', url: 'javascript:x' }], BASE), read);
  assert.deepEqual(articlesOf({ items: [one] }, BASE), read);
});

test('misshapen answers are nothing', () => {
  for (const bad of [null, 1, 'x', [], [null], {}, { ask: 1 }, { ask: [{}] }, { incidents: [{ at: 1 }] }]) {
    assert.equal(hintOf(bad), '');
    assert.deepEqual(articlesOf(bad, BASE), []);
    assert.deepEqual(incidentsOf(bad), []);
  }
  assert.deepEqual(incidentsOf({ incidents: [{ title: 'T' }] }), [{ id: 'T', title: 'T', text: '', at: 0 }]);
});

test('no Chinese is left in the English words, no English sentence in the Chinese', () => {
  const texts = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'function'
        ? [String(value('1', '2'))]
        : Object.values(value as object).flatMap(texts);
  for (const text of texts(words.en)) assert.doesNotMatch(text, /[\u3000-\u9fff\uff00-\uffef]/);
  for (const text of texts(words['zh-CN'])) assert.doesNotMatch(text, /[a-z]{3}|[\u4e00-\u9fff][,;?!]/);
});
