import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bitsOf } from './seal';

test('addresses that share beginning and end look different', () => {
  const address = '0x9115d932e947ccdac5c4a427e5c9888d814d8de6';
  const seen = new Set<string>();
  for (let i = 6; i < address.length - 6; i++) {
    for (const digit of '0123456789abcdef') {
      seen.add(bitsOf(address.slice(0, i) + digit + address.slice(i + 1)).join());
    }
  }
  // Every position once unchanged, all others different: the pictures' shape, hue and colours.
  assert.equal(seen.size, (address.length - 12) * 15 + 1);
  const drawn = new Set(
    [...seen].map(s => (Number(s.split(',')[0]) & 0x7fff) * 360 + (Number(s.split(',')[1]) % 360)),
  );
  assert.ok(drawn.size > seen.size * 0.99);
});
