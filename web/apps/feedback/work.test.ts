import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { firstWord } from './sha256';
import { randomToken, work } from './work';

const truth = (text: string) => createHash('sha256').update(text).digest().readUInt32BE(0);

test('the hash is SHA-256, whatever the length', () => {
  for (let n = 0; n < 200; n++) {
    const text = '表单a'.repeat(n).slice(0, n);
    assert.equal(firstWord(text), truth(text), `${n} characters`);
  }
});

test('the work makes the hash begin with as many zero bits as asked', async () => {
  const found = await work('1700000000000.abc.def', 12);
  assert.ok(Math.clz32(truth(`1700000000000.abc.def.${found}`)) >= 12);
});

test('a token is 43 characters of base64url', () => {
  assert.match(randomToken(), /^[\w-]{43}$/);
});
