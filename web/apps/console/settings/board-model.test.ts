import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Suggestion } from '@keydesk/client/index';
import { languageTags, waitingFirst } from './board-model';

const wish = (number: number, published: boolean) => ({ number, published }) as Suggestion;

test('what waits comes first, the newest on top; what is published follows', () => {
  const given = [wish(1, true), wish(2, false), wish(3, true), wish(4, false)];
  assert.deepEqual(
    waitingFirst(given).map(item => item.number),
    [4, 2, 3, 1],
  );
  assert.equal(given[0]?.number, 1, 'the given list stays as it was');
});

test('languages may be listed as one is used to', () => {
  assert.deepEqual(languageTags(' zh-CN, en '), ['zh-CN', 'en']);
  assert.deepEqual(languageTags('zh-CN、en，ja en'), ['zh-CN', 'en', 'ja']);
  assert.deepEqual(languageTags(' ， '), []);
});
