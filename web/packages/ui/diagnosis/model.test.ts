import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advice, ChainState } from '@keydesk/wire/frames';
import {
  adviceMessage,
  bandOf,
  certaintyOf,
  hostOf,
  type Sight,
  saidInRed,
  shortId,
  signOf,
  stateOf,
  toneOf,
  withAdvice,
} from './model';
import { changeText, en, progressOf, type Words, zh } from './words';

const advice = (title: string, never = 'Never.'): Advice => ({
  actor: 'sender',
  en: { title, see: 'See.', why: 'Why.', now: 'Now.', never },
  'zh-CN': { title: '标题', see: '看到。', why: '原因。', now: '现在。', never: never && '不要。' },
});
const sight = (change: Partial<Sight> = {}): Sight => ({
  kind: 'transaction',
  subject: `0x${'ab'.repeat(32)}`,
  state: 'pending',
  confirmations: 0,
  needed: 64,
  eta: null,
  replaced_by: '',
  advice: advice('The fee is too low'),
  shield_advice: [],
  ...change,
});

test('a waiting time is a band in a unit that a person would use', () => {
  const said = (p50: number, p90: number, words: Words = en) => words.band(bandOf({ p50, p90 }));
  assert.equal(said(416, 1382), '7–23 min');
  assert.equal(said(416, 1382, zh), '7–23 分钟');
  assert.equal(said(12, 40), '12–40 s');
  assert.equal(said(5, 100), 'up to 2 min');
  assert.equal(said(110, 130), 'about 2 min');
  assert.equal(said(3600, 4 * 3600), '1–4 h');
  assert.equal(said(86_400, 3 * 86_400, zh), '1–3 天');
  assert.equal(said(0, 0), 'up to 1 s');
});

test('a hash keeps both its ends, and nothing that is short is cut', () => {
  assert.equal(shortId(`0x12ab34${'0'.repeat(52)}56cd78`), '0x12ab34…56cd78');
  assert.equal(shortId(`aa11bb${'0'.repeat(52)}cc22dd`), 'aa11bb…cc22dd');
  assert.equal(shortId('0x1234'), '0x1234');
});

test('the host of a look-alike is shown whole', () => {
  assert.equal(shortId('etherscan.io.evil.cc'), 'etherscan.io.evil.cc');
  assert.equal(shortId('insufficient funds for gas'), 'insufficient funds for gas');
});

test('below a half nothing is called likely', () => {
  assert.deepEqual([0.97, 0.8, 0.5, 0.49].map(certaintyOf), ['sure', 'likely', 'maybe', 'open']);
});

test('nothing is green, and nothing ticked, beside a warning of a scam', () => {
  const final = sight({ state: 'final' });
  assert.deepEqual([toneOf(final), signOf(final)], ['ok', 'final']);
  const scam = sight({ state: 'final', shield_advice: [advice('A fake token')] });
  assert.deepEqual([toneOf(scam), signOf(scam)], ['bad', 'alarm']);
  assert.equal(signOf(sight({ shield_advice: [advice('A fake token')] })), 'pending');
});

test('a state from a newer server is shown as one that we do not know', () => {
  const future = sight({ state: 'teleported' as ChainState });
  assert.equal(stateOf(future), 'unknown');
  assert.equal(toneOf(future), 'calm');
  assert.match(changeText(future, en, 'en'), /^unclear/);
});

test('only web addresses become links', () => {
  assert.equal(hostOf('https://etherscan.io/tx/0x1'), 'etherscan.io');
  assert.equal(hostOf('javascript:alert(1)'), '');
  assert.equal(hostOf(''), '');
});

test('progress counts confirmations and bands waiting, and says nothing elsewhere', () => {
  assert.equal(progressOf(sight({ eta: { p50: 416, p90: 1382 } }), en), 'Usually 7–23 min');
  assert.equal(progressOf(sight(), en), '');
  assert.equal(progressOf(sight({ state: 'included', confirmations: 12 }), en), '12 of 64 confirmations');
  assert.equal(progressOf(sight({ state: 'included', confirmations: 1, needed: 0 }), en), '1 confirmation');
  assert.equal(progressOf(sight({ state: 'included', confirmations: 12 }), zh), '12/64 次确认');
  assert.equal(progressOf(sight({ state: 'failed', eta: { p50: 1, p90: 2 } }), en), '');
});

test('the timeline says what has become of it', () => {
  const by = `0x34cd56${'0'.repeat(52)}78ef90`;
  assert.equal(
    changeText(sight({ state: 'replaced', replaced_by: by }), en, 'en'),
    'replaced by 0x34cd56…78ef90',
  );
  assert.equal(
    changeText(sight({ state: 'final', confirmations: 64 }), en, 'en'),
    'final after 64 confirmations',
  );
  assert.equal(
    changeText(sight({ state: 'final', confirmations: 64 }), zh, 'zh-CN'),
    '经 64 次确认，已最终确认',
  );
  assert.equal(changeText(sight(), en, 'en'), 'pending · The fee is too low');
  assert.equal(
    changeText(sight({ state: 'included', confirmations: 3 }), en, 'en'),
    'in a block, 3 of 64 confirmations',
  );
  assert.equal(changeText(sight({ state: 'asking', advice: null }), zh, 'zh-CN'), '查询中…');
});

test('the reply is paragraphs in the customer’s language, with the scam warning first', () => {
  const link = 'https://etherscan.io/tx/0x1';
  const one = { ...sight({ shield_advice: [advice('A fake token')] }), link };
  assert.equal(
    adviceMessage(one, 'About it:', 'en'),
    ['About it:', '⚠️ A fake token. See. Why. Now. Never.', 'See. Why.', 'Now.', 'Never.', link].join('\n\n'),
  );
  assert.equal(
    adviceMessage({ ...sight(), link: '' }, '关于它：', 'zh-CN'),
    '关于它：\n\n看到。原因。\n\n现在。\n\n不要。',
  );
  assert.equal(adviceMessage({ ...sight({ advice: null }), link }, 'About it:', 'en'), '');
});

test('what is never said leaves no empty paragraph', () => {
  const quiet = { ...sight({ advice: advice('x', '') }), link: '' };
  assert.equal(adviceMessage(quiet, 'H', 'en'), 'H\n\nSee. Why.\n\nNow.');
});

test('an inserted advice keeps what was begun and is not put in twice', () => {
  const once = withAdvice('Hello Lin,\n', 'Advice.');
  assert.equal(once, 'Hello Lin,\n\nAdvice.');
  assert.equal(withAdvice(once, 'Advice.'), once);
  assert.equal(withAdvice('  ', 'Advice.'), 'Advice.');
});

test('what stands in red is not said a second time', () => {
  const [poison, other] = [advice('Poisoned address'), advice('Arrived')];
  assert.equal(saidInRed({ advice: poison, shield_advice: [poison] }), true);
  assert.equal(saidInRed({ advice: other, shield_advice: [poison] }), false);
  assert.equal(saidInRed({ advice: null, shield_advice: [poison] }), false);
});
