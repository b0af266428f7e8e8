import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offsetsOf, rangeInSight, rowAt } from './virtual-model';

test('ten thousand rows: only those in sight are drawn, wherever one looks', () => {
  const offsets = offsetsOf(10_000, index => (index % 2 ? 40 : 60));
  for (const top of [0, 123_456, 500_000 - 800]) {
    const { from, to } = rangeInSight(offsets, top, 800, 500);
    assert.ok(to - from <= 40, `${to - from} rows`);
    assert.ok((offsets.starts[from] ?? 0) <= top);
    assert.ok((offsets.starts[to] ?? 0) >= Math.min(top + 800, 500_000));
  }
});

test('the row at an offset is the one that covers it', () => {
  const offsets = offsetsOf(3, () => 10);
  assert.deepEqual(
    [0, 9, 10, 29, 99].map(at => rowAt(offsets, at)),
    [0, 0, 1, 2, 2],
  );
});

test('an empty list draws nothing', () => {
  assert.deepEqual(
    rangeInSight(
      offsetsOf(0, () => 10),
      0,
      500,
      100,
    ),
    { from: 0, to: 0 },
  );
});
