import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en, type Words, zh } from './words';

const band = { low: 1, high: 2, unit: 'minute' } as const;

/** Every sentence that a language has, with its places filled. */
function sentences(words: Words): Map<string, string> {
  const all = new Map<string, string>();
  for (const [name, entry] of Object.entries(words)) {
    if (typeof entry === 'string') all.set(name, entry);
    else if (typeof entry === 'object') {
      for (const [key, text] of Object.entries(entry)) all.set(`${name}.${key}`, text as string);
    }
  }
  for (const unit of ['second', 'minute', 'hour', 'day'] as const) {
    for (const low of [0, 1, 2]) all.set(`band.${unit}.${low}`, words.band({ low, high: 2, unit }));
  }
  all.set('wait', words.wait(words.band(band)));
  all.set('waitWhy', words.waitWhy(words.band(band), words.band(band)));
  for (const needed of [0, 9]) all.set(`confirmations.${needed}`, words.confirmations(3, needed));
  all.set('finalAfter', words.finalAfter(3));
  all.set('replacedBy', words.replacedBy('0x1'));
  for (const address of [true, false]) all.set(`about.${address}`, words.about('0x1', 'X', address));
  all.set('shield', words.shield('X'));
  all.set('open', words.open('x.io'));
  return all;
}

test('both languages say everything; Chinese is Chinese and English is not', () => {
  const [chinese, english] = [sentences(zh), sentences(en)];
  assert.deepEqual([...chinese.keys()], [...english.keys()]);
  for (const [key, text] of chinese) assert.match(text, /[\u4e00-\u9fff]/, key);
  for (const [key, text] of english) {
    assert.ok(text.trim(), key);
    assert.doesNotMatch(text, /[\u3000-\u9fff\uff00-\uffef]/, key);
  }
});

test('what is put into a sentence stands in it, in both languages', () => {
  for (const words of [en, zh]) {
    assert.match(words.waitWhy('A', 'B'), /A.*B/);
    assert.match(words.confirmations(3, 64), /3.*64/);
    assert.match(words.about('0x1', 'Ethereum', false), /0x1.*Ethereum/);
    assert.doesNotMatch(words.about('0x1', '', true), /[(（]/);
  }
});
