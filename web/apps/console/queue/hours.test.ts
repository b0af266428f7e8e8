import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHours, words, writeHours } from './hours';

test('hours are read and written as people write them', () => {
  assert.deepEqual(readHours('09:00-12:00, 13:30-18:00'), [
    [540, 720],
    [810, 1080],
  ]);
  assert.equal(writeHours([[540, 720]]), '09:00-12:00');
  assert.deepEqual(readHours(''), []);
});

test('hours may come from a Chinese keyboard', () => {
  assert.deepEqual(readHours('9：00～12：00，13：00-24:00'), [
    [540, 720],
    [780, 1440],
  ]);
});

test('hours that end before they begin, or are none, are refused', () => {
  assert.equal(readHours('18:00-09:00'), undefined);
  assert.equal(readHours('nine to five'), undefined);
  assert.equal(readHours('09:75-10:00'), undefined);
});

test('words are parted by any comma', () => {
  assert.deepEqual(words('a, b，c、 d'), ['a', 'b', 'c', 'd']);
});
