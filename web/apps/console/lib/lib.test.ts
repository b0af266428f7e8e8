import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzyFilter, fuzzyScore } from './fuzzy';
import { piecesOf, withMentions } from './rich-text';
import { agoText, dayName, shortAge, snoozePresets, waitingLevel, waitingTime } from './time';

const minute = 60_000;
const hour = 60 * minute;
const noon = new Date(2026, 10, 18, 12, 0).getTime(); // a Wednesday

test('a row says its age shortly, in both languages', () => {
  assert.equal(shortAge(noon - 20_000, noon, 'en'), 'now');
  assert.equal(shortAge(noon - 3 * minute, noon, 'en'), '3m');
  assert.equal(shortAge(noon - 3 * minute, noon, 'zh-CN'), '3分钟');
  assert.equal(shortAge(noon - 5 * hour, noon, 'en'), '5h');
  assert.equal(shortAge(noon - 50 * hour, noon, 'zh-CN'), '2天');
  assert.equal(shortAge(noon + 5000, noon, 'en'), 'now');
  assert.equal(agoText(noon - 3 * minute, noon, 'zh-CN'), '3分钟前');
  assert.equal(agoText(noon, noon, 'en'), 'now');
});

test('waiting time counts up by the minute and grows louder', () => {
  assert.equal(waitingTime(noon - 59_000, noon, 'en'), '<1m');
  assert.equal(waitingTime(noon - 61_000, noon, 'en'), '1m');
  assert.equal(waitingTime(noon - 65 * minute, noon, 'en'), '1h 5m');
  assert.equal(waitingTime(noon - 65 * minute, noon, 'zh-CN'), '1 时 5 分');
  assert.equal(waitingTime(noon - 30 * hour, noon, 'en'), '1d');
  assert.deepEqual(
    [5, 10, 30].map(age => waitingLevel(noon - age * minute, noon)),
    ['calm', 'warn', 'late'],
  );
});

test('days are named by the calendar, not by 24 hours', () => {
  const earlyToday = new Date(2026, 10, 18, 0, 5).getTime();
  const lateYesterday = new Date(2026, 10, 17, 23, 55).getTime();
  assert.equal(dayName(earlyToday, noon, 'en'), 'Today');
  assert.equal(dayName(lateYesterday, noon, 'zh-CN'), '昨天');
  assert.equal(dayName(new Date(2026, 10, 15, 9).getTime(), noon, 'en'), 'Sunday');
  assert.match(dayName(new Date(2025, 5, 1, 9).getTime(), noon, 'en'), /2025/);
});

test('snooze presets lie in the future, Monday never today', () => {
  const monday = new Date(2026, 10, 16, 8, 0).getTime();
  for (const now of [noon, monday]) {
    const presets = snoozePresets(now);
    assert.ok(presets.every(preset => preset.at > now));
    assert.equal(new Date(presets[2]?.at ?? 0).getDay(), 1);
    assert.ok((presets[2]?.at ?? 0) - now > 24 * hour);
  }
});

test('on a Sunday, Monday is offered once', () => {
  const sunday = new Date(2026, 10, 15, 12).getTime();
  assert.deepEqual(
    snoozePresets(sunday).map(preset => preset.key),
    ['later', 'tomorrow'],
  );
  assert.equal(dayName(snoozePresets(sunday)[1]?.at ?? 0, sunday, 'en'), 'Tomorrow');
});

test('the fuzzy filter finds letters in order and prefers starts of words', () => {
  assert.equal(fuzzyScore('zz', 'assign'), undefined);
  assert.equal(fuzzyScore('gis', 'assign'), undefined);
  const found = fuzzyFilter('rs', ['orders', 'Resolve', 'Reopen snoozed', 'Add label'], text => [text]);
  assert.equal(found[0], 'Reopen snoozed');
  assert.ok(!found.includes('Add label'));
});

test('the fuzzy filter reads Chinese and full-width letters', () => {
  const items = ['索要交易哈希', '哈希说明', 'Gas 说明'];
  assert.equal(fuzzyFilter('哈希', items, text => [text])[0], '哈希说明');
  assert.deepEqual(
    fuzzyFilter('ｇａｓ', items, text => [text]),
    ['Gas 说明'],
  );
});

test('a title weighs more than a body, and no query changes nothing', () => {
  const items = [
    { title: 'other', body: 'hash' },
    { title: 'hash', body: '' },
  ];
  const texts = (item: { title: string; body: string }) => [item.title, item.body];
  assert.equal(fuzzyFilter('hash', items, texts)[0], items[1]);
  assert.deepEqual(fuzzyFilter('  ', items, texts), items);
});

test('a link shows the host that the browser really opens', () => {
  const [link] = piecesOf('https://etherscan.io@evil.example/tx', false);
  assert.equal(link?.kind === 'link' && link.host, 'evil.example');
  const [alike] = piecesOf('https://linkbrìdge.com/login', false);
  assert.match((alike?.kind === 'link' && alike.host) || '', /^xn--/);
});

test('punctuation around a link belongs to the sentence, Chinese punctuation too', () => {
  const texts = (body: string) => piecesOf(body, false).map(piece => piece.text);
  assert.deepEqual(texts('看 https://a.example/x。谢谢'), ['看 ', 'https://a.example/x', '。谢谢']);
  assert.deepEqual(texts('(see https://a.example/b_(c)).'), ['(see ', 'https://a.example/b_(c)', ').']);
  assert.deepEqual(texts('javascript:alert(1) ftp://x.example'), ['javascript:alert(1) ftp://x.example']);
});

test("the guard's marks are marks only where the guard has been", () => {
  const kinds = (redacted: boolean) =>
    piecesOf('我的 [已移除: 助记词] 和 [removed: private key]', redacted).map(piece => piece.kind);
  assert.deepEqual(kinds(true), ['text', 'removed', 'text', 'removed']);
  assert.deepEqual(kinds(false), ['text']);
});

test('a note shows who is called: the longest name, never part of a link', () => {
  const names = ['Li', 'Li Wei', '苏雅', ''];
  const called = (body: string) =>
    withMentions(piecesOf(body, false), names)
      .filter(piece => piece.kind === 'mention')
      .map(piece => piece.text);
  assert.deepEqual(called('@Li Wei 和@苏雅@Li'), ['@Li Wei', '@苏雅', '@Li']);
  assert.deepEqual(called('https://wallet.example/@Li @nobody'), []);
  assert.equal(
    withMentions(piecesOf('请 @苏雅 看', false), names)
      .map(piece => piece.text)
      .join(''),
    '请 @苏雅 看',
  );
});
