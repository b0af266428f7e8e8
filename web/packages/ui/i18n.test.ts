import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayLabel, dictionary, fill, locale, localeFrom } from './i18n';

test('Chinese of any kind is zh-CN, everything else English, and nothing at all Chinese', () => {
  for (const tag of ['zh', 'zh-CN', 'zh-Hant-TW', 'zh_HK', 'yue', 'cmn-Hans'])
    assert.equal(localeFrom(tag), 'zh-CN', tag);
  for (const tag of ['en', 'en-GB', 'fr', 'ja']) assert.equal(localeFrom(tag), 'en', tag);
  assert.equal(localeFrom('', null, undefined), 'zh-CN');
});

test('the first tag that we speak decides', () => {
  assert.equal(localeFrom('fr', 'zh-CN'), 'zh-CN');
  assert.equal(localeFrom('en', 'zh-CN'), 'en');
});

test('a dictionary follows the language and fills the places', () => {
  const t = dictionary({ hi: '你好，{name}' }, { hi: 'Hello {name}' });
  locale.value = 'zh-CN';
  assert.equal(t('hi', { name: '林晓' }), '你好，林晓');
  locale.value = 'en';
  assert.equal(t('hi', { name: 'Lin' }), 'Hello Lin');
});

test('a parameter that is not given stays visible', () => {
  assert.equal(fill('a {b}', {}), 'a {b}');
});

test('days are named by nearness', () => {
  locale.value = 'zh-CN';
  const now = new Date(2026, 6, 15, 9).getTime();
  assert.equal(dayLabel(now, now), '今天');
  assert.equal(dayLabel(now - 86_400_000, now), '昨天');
  assert.equal(dayLabel(new Date(2026, 6, 1).getTime(), now), '7月1日星期三');
  assert.equal(dayLabel(new Date(2025, 0, 2).getTime(), now), '2025年1月2日');
});
