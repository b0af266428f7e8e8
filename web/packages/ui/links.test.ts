import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pieces } from './links';

const links = (text: string) => pieces(text).flatMap(p => (p.kind === 'link' ? [p] : []));
const again = (text: string) =>
  pieces(text)
    .map(p => (p.kind === 'text' ? p.text : `<${p.href}>`))
    .join('');

test('an address in Chinese text ends where the sentence goes on', () => {
  assert.equal(again('请看https://a.example/x，谢谢。'), '请看<https://a.example/x>，谢谢。');
  assert.equal(again('（https://a.example/x）'), '（<https://a.example/x>）');
});

test('punctuation after an address is not part of it, brackets inside are', () => {
  assert.equal(again('see https://a.example/x.'), 'see <https://a.example/x>.');
  assert.equal(again('(https://a.example/x)'), '(<https://a.example/x>)');
  assert.equal(again('https://a.example/x_(y)'), '<https://a.example/x_(y)>');
});

test('only http and https become links', () => {
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.example',
    'vbscript:x',
    'a.example',
    'mailto:a@b.example',
    '//a.example',
  ]) {
    assert.deepEqual(links(text), [], text);
  }
});

test('a look-alike host is shown in ASCII and marked', () => {
  const [link] = links('https://linkbrìdge.com/login');
  assert.equal(link?.host, 'xn--linkbrdge-b5a.com');
  assert.equal(link?.disguised, true);
});

test('a name before an @ is dropped: what is shown is where it leads', () => {
  const [link] = links('https://www.wallet.example@evil.example/x');
  assert.equal(link?.host, 'evil.example');
  assert.equal(link?.href, 'https://evil.example/x');
  assert.equal(link?.disguised, true);
});

test('an honest address is not marked, whatever its case or default port', () => {
  for (const text of [
    'https://Wallet.Example/x',
    'https://wallet.example:443/',
    'http://wallet.example:8080/a?b=c#d',
  ]) {
    assert.equal(links(text)[0]?.disguised, false, text);
  }
});

test('text without links comes back whole, also with markup in it', () => {
  assert.deepEqual(pieces('<b>1 & 2</b>'), [{ kind: 'text', text: '<b>1 & 2</b>' }]);
});

test('a very long path is shortened in the middle, the link itself is not', () => {
  const long = `https://a.example/${'x'.repeat(200)}`;
  const [link] = links(long);
  assert.equal(link?.href, long);
  assert.ok(link!.after.length < 60);
});
