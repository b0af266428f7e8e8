import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Capabilities, Unit } from './doors';
import { fileFault, lengthOf, partsOf, split } from './split';

// The same cases as src/desk/channels/split_test.cpp: both sides must count alike.

const chat: Capabilities = {
  text: { longest: 4096, unit: 'code_points' },
  window: { hours: 0, messages: 0 },
  files: { pictures: true, others: true, largest_picture: 10, largest: 50, types: [], caption: true },
  typing: false,
  replies: false,
  subjects: false,
};

test('a text is counted as the provider counts it', () => {
  assert.equal(lengthOf('你好ab', 'code_points'), 4);
  assert.equal(lengthOf('你好ab', 'bytes'), 8);
  assert.equal(lengthOf('你好ab', 'hanzi'), 3);
  assert.equal(lengthOf('你好abc', 'hanzi'), 4);
  assert.equal(lengthOf('👍é', 'bytes'), 6);
});

test('a short text stays whole, an empty one has no part', () => {
  assert.deepEqual(split('你好，世界', 20, 'code_points'), ['你好，世界']);
  assert.deepEqual(split('', 20, 'code_points'), []);
});

test('a cut is made at a paragraph before a sentence before a word', () => {
  assert.deepEqual(split('First one here.\nSecond one. Third', 20, 'code_points'), [
    'First one here.',
    'Second one. Third',
  ]);
  const [first] = split('第一句话说完了。第二句话也说完了。尾巴在这里', 17, 'code_points');
  assert.equal(first, '第一句话说完了。第二句话也说完了。');
});

test('an emoji of several points is never parted', () => {
  const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';
  const flag = '\u{1F1E8}\u{1F1F3}';
  const text = Array.from({ length: 30 }, (_, i) => (i % 2 ? family : flag)).join('');
  for (const piece of split(text, 16, 'code_points')) {
    assert.equal(piece.replaceAll(family, '').replaceAll(flag, ''), '', piece);
  }
});

test('nothing is lost and every part fits, whatever the text', () => {
  let seed = 20261122;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 0x80000000;
    return seed;
  };
  const alphabet = ['a', 'Z', ' ', '\n', '。', '，', '链', 'é', '\u0301', '😀', '\u200D', '\u{1F1E8}', '.'];
  const units: Unit[] = ['code_points', 'bytes', 'hanzi'];
  for (let round = 0; round < 500; round++) {
    const text = Array.from({ length: random() % 300 }, () => alphabet[random() % alphabet.length]).join('');
    const unit = units[round % 3] as Unit;
    const limit = 16 + (random() % 60);
    const pieces = split(text, limit, unit);
    for (const piece of pieces) assert.ok(lengthOf(piece, unit) <= limit, piece);
    assert.equal(pieces.join('').replace(/\s/g, ''), text.replace(/\s/g, ''));
  }
});

test('a letter takes its files along, a chat message sends them after it', () => {
  assert.equal(partsOf('见附件', 2, { ...chat, subjects: true }), 2);
  assert.equal(partsOf('见附件', 2, chat), 3);
  assert.equal(partsOf('见附件', 1, chat), 1);
  assert.equal(partsOf('', 1, chat), 1);
  assert.equal(partsOf('a'.repeat(4097), 0, chat), 2);
});

test('what the door does not carry is known before it is uploaded', () => {
  assert.equal(fileFault({ type: 'image/png', size: 10 }, chat), '');
  assert.equal(fileFault({ type: 'image/png', size: 11 }, chat), 'file_size');
  assert.equal(fileFault({ type: 'text/plain', size: 50 }, chat), '');
  assert.equal(fileFault({ type: 'text/plain', size: 51 }, chat), 'file_size');
  const pictures = { ...chat, files: { ...chat.files, others: false, types: ['image/jpeg'] } };
  assert.equal(fileFault({ type: 'text/plain', size: 1 }, pictures), 'file_type');
  assert.equal(fileFault({ type: 'image/png', size: 1 }, pictures), 'file_type');
});
