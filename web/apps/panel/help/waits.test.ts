import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '@keydesk/wire/frames';
import { callWindows, mayAskForPerson, momentOf, queueLine, rangeOf } from './waits';
import { words } from './words';

const NOON = new Date(2026, 7, 4, 12).getTime();
const HOUR = 3600_000;

test('a range is honest and never "now", in both languages', () => {
  assert.equal(rangeOf(120, 400, 'en'), '2–7 minutes');
  assert.equal(rangeOf(120, 400, 'zh-CN'), '2–7 分钟');
  assert.equal(rangeOf(0, 0, 'en'), '1–2 minutes');
  assert.equal(rangeOf(1510, 3000, 'en'), '25–50 minutes');
  assert.equal(rangeOf(2400, 9000, 'en'), '40 minutes to 3 hours');
  assert.equal(rangeOf(5000, 9000, 'en'), '1–3 hours');
  assert.equal(rangeOf(2400, 9000, 'zh-CN'), '40 分钟至 3 小时');
});

test('what is shown always holds what was estimated', () => {
  for (let p50 = 0; p50 < 20_000; p50 += 37) {
    for (const p90 of [p50, p50 + 61, p50 * 2 + 200]) {
      const said = rangeOf(p50, p90, 'en');
      const parts = /^(\d+)(?: (minutes?|hours?) to |–)(\d+) (minutes|hours)$/.exec(said);
      assert.ok(parts, said);
      const [, low, unit, high, last] = parts;
      const inMinutes = (n: string, of: string) => Number(n) * (of.startsWith('hour') ? 60 : 1);
      assert.ok(inMinutes(low!, unit ?? last!) <= Math.max(1, p50 / 60), `${p50} ${p90}: ${said}`);
      assert.ok(inMinutes(high!, last!) >= p90 / 60, `${p50} ${p90}: ${said}`);
      assert.ok(inMinutes(high!, last!) > inMinutes(low!, unit ?? last!), said);
    }
  }
});

test('the line says the place and the range, or by when we reply', () => {
  const waiting = { state: 'waiting' as const, place: 3, p50: 120, p90: 400 };
  assert.equal(queueLine(waiting, 'en', NOON), 'You are number 3 · usually 2–7 minutes');
  assert.equal(queueLine(waiting, 'zh-CN', NOON), '您排在第 3 位 · 一般 2–7 分钟');
  const rounded = { ...waiting, low: 60, high: 900 };
  assert.equal(queueLine(rounded, 'en', NOON), 'You are number 3 · usually 1–15 minutes');
  assert.equal(queueLine({ state: 'waiting' }, 'en', NOON), 'You are in the queue');
  const away = { state: 'away' as const, reply_by: NOON + 6 * HOUR };
  assert.equal(queueLine(away, 'en', NOON), 'We are away now · We reply by today 18:00');
  assert.equal(queueLine(away, 'zh-CN', NOON), '客服暂时不在线 · 我们会在今天 18:00 前回复');
  assert.equal(queueLine({ ...away, reply_by: NOON - 1 }, 'en', NOON), words.en.awayOpen);
  assert.equal(queueLine({ state: 'answered' }, 'en', NOON), '');
  assert.equal(queueLine({ state: 'new_kind' as 'away', place: 2 }, 'en', NOON), '');
});

test('a moment is named by its day when it is not near', () => {
  assert.equal(momentOf(NOON + 24 * HOUR, NOON, 'en'), 'tomorrow 12:00');
  assert.match(momentOf(NOON + 72 * HOUR, NOON, 'en'), /Aug 7 12:00$/);
});

test('a person is offered after an automatic answer, until one is asked for or speaks', () => {
  const m = (from: Message['from'], body: string, auto?: string) => ({ from, body, auto });
  const bot = m('system', 'Try this', 'answer');
  assert.equal(mayAskForPerson([]), false);
  assert.equal(mayAskForPerson([m('customer', 'hello')]), false);
  assert.equal(mayAskForPerson([m('customer', 'hello'), bot]), true);
  assert.equal(mayAskForPerson([bot, m('customer', 'no')]), true);
  assert.equal(mayAskForPerson([bot, m('customer', '转人工')]), false);
  assert.equal(mayAskForPerson([bot, m('customer', 'Talk to a person'), m('system', '', 'place')]), false);
  assert.equal(mayAskForPerson([bot, m('agent', 'I am here')]), false);
  assert.equal(mayAskForPerson([m('agent', 'bye'), m('customer', 'new question'), bot]), true);
  assert.equal(mayAskForPerson([m('system', 'A secret was removed')]), false);
});

test('call-back windows lie ahead, in the customer’s time', () => {
  const windows = callWindows(NOON, 'en');
  assert.equal(windows.length, 8);
  assert.deepEqual([windows[0]!.from, windows[0]!.to], [NOON + 2 * HOUR, NOON + 6 * HOUR]);
  assert.equal(windows[0]!.label, 'today 14:00–18:00');
  assert.ok(callWindows(new Date(2026, 7, 4, 23).getTime(), 'zh-CN').length > 0);
});
