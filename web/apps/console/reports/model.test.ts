import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeOf, duration, heatLevel, rangeOf, sorted, ticks, timeTicks, zoneText } from './model';

const hour = 3_600_000;

test('a clock that changes is told with the hour of the change', () => {
  const change = Date.UTC(2026, 2, 29, 1);
  const berlin = (at: number) => (at < change ? 60 : 120);
  const from = Date.UTC(2026, 2, 20, 3);
  assert.equal(zoneText(from, Date.UTC(2026, 3, 3), berlin), `60;${change}:120`);
  assert.equal(zoneText(from, from + 5 * hour, berlin), '60');
  assert.equal(
    zoneText(from, from + 500 * hour, () => -210),
    '-210',
  );
});

test('axes end in round numbers that nothing exceeds', () => {
  for (const most of [1, 3, 7, 10, 38, 99, 420, 12_345]) {
    const list = ticks(most);
    assert.ok((list.at(-1) ?? 0) >= most, String(most));
    assert.ok(list.length <= 7 && list.length >= 2, `${most}: ${list}`);
  }
  assert.deepEqual(ticks(3), [0, 1, 2, 3]);
  assert.deepEqual(ticks(0), [0, 1]);
  assert.deepEqual(
    timeTicks(7000).map(s => s / 3600),
    [0, 1, 2],
  );
  for (const most of [5, 59, 61, 3000, 90_000, 9_000_000]) {
    const list = timeTicks(most);
    assert.ok((list.at(-1) ?? 0) >= most && list.length <= 7, `${most}: ${list}`);
  }
});

test('times are said in the unit that fits', () => {
  assert.deepEqual(duration(44.3), { n: 44, unit: 'seconds' });
  assert.deepEqual(duration(150), { n: 2.5, unit: 'minutes' });
  assert.deepEqual(duration(3 * 3600), { n: 3, unit: 'hours' });
  assert.deepEqual(duration(72 * 3600), { n: 3, unit: 'days' });
});

test('a change needs something to change from', () => {
  assert.equal(changeOf(15, 10), 0.5);
  assert.equal(changeOf(15, 0), undefined);
  assert.equal(changeOf(null, 3), undefined);
});

test('lines without a number stay last, whichever way they are sorted', () => {
  const line = (name: string, n: number | null) => ({ name, figures: { first_median: n } as never });
  const lines = [line('a', null), line('b', 5), line('c', 9)];
  assert.deepEqual(
    sorted(lines, 'first_median', true, 'en').map(l => l.name),
    ['c', 'b', 'a'],
  );
  assert.deepEqual(
    sorted(lines, 'first_median', false, 'en').map(l => l.name),
    ['b', 'c', 'a'],
  );
});

test('only nothing is blank in a heat map, and the most is darkest', () => {
  assert.equal(heatLevel(0, 40), 0);
  assert.equal(heatLevel(1, 40), 1);
  assert.equal(heatLevel(40, 40), 6);
  assert.equal(rangeOf('9999d'), '28d');
});
