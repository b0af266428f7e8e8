// The guard as a page uses it, with the modules that src/guard/wasm/build.sh made, over a fetch that
// answers from the folder.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, test } from 'node:test';
import { type Guard, load } from './guard';

const DIST = 'packages/guard/dist/';
const PHRASE = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const ZH_PHRASE = '枪 疫 霉 尝 俩 闹 饿 贤 枪 疫 霉 卿';
const HASH = '9b1fe7c2a4d80356ef1290acbd3478e5f6071829304a5b6c7d8e9fa0b1c2d3e4';

const real = globalThis.fetch;
let asked: string[] = [];
let missing = new Set<string>();

beforeEach(() => {
  asked = [];
  missing = new Set();
  globalThis.fetch = (async (url: string) => {
    const name = String(url).replace('https://desk.example/', '');
    asked.push(name);
    return missing.has(name) ? new Response('', { status: 503 }) : new Response(readFileSync(DIST + name));
  }) as typeof fetch;
});
afterEach(() => {
  globalThis.fetch = real;
});

const loaded = (): Promise<Guard> => load('https://desk.example/guard.wasm');

test('harmless lines are judged by the first module alone', async () => {
  const guard = await loaded();
  for (const line of [
    'hello, my transfer has not arrived since yesterday, can you look into it please?',
    '你好，我昨天转的账到现在还没有到，麻烦帮我看一下是什么原因',
    `0x${HASH}`,
    `tx ${HASH}`,
    `交易哈希是 ${HASH}`,
    'my address is 0x52908400098527886E0F7030069857D2E4169EE7',
    'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
    'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8',
    'order 20260412 of 1250.50 USDT, phone 13800138000',
    '',
  ]) {
    const found = await guard.check(line);
    assert.deepEqual([found.spans, found.needs, found.redacted], [[], [], line], line);
  }
  assert.deepEqual(asked, ['guard.wasm']);
});

test('a phrase is seen by the first module and taken out by the full one', async () => {
  const guard = await loaded();
  assert.equal(guard.scan(`my seed phrase is ${PHRASE}`).spans[0]?.kind, 'seed_phrase');
  assert.deepEqual(guard.scan(`my seed phrase is ${PHRASE}`).needs, ['full']);
  const found = await guard.check(`my seed phrase is ${PHRASE}. Why does it fail?`);
  assert.equal(found.redacted, 'my seed phrase is [removed: seed phrase]. Why does it fail?');
  assert.deepEqual(found.needs, []);
  assert.equal((await guard.check(`助记词：${ZH_PHRASE}`)).redacted, '助记词：[已移除: 助记词]');
});

test('a phrase of another language brings its list', async () => {
  const guard = await loaded();
  const words = 'ábaco abdomen abeja abierto abogado abono aborto abrazo abrir abuelo abuso acabar';
  assert.equal((await guard.check(words)).redacted, '[removed: seed phrase]');
  assert.ok(asked.includes('lists/bip39_spanish.words'));
});

test('a phrase in pieces is seen with what was said before', async () => {
  const guard = await loaded();
  const words = PHRASE.split(' ');
  const found = await guard.check(words.slice(6).join(' '), { earlier: [words.slice(0, 6).join(' ')] });
  assert.equal(found.redacted, '[removed: seed phrase]');
  const [piece, ...more] = found.earlier;
  assert.equal(more.length, 0);
  assert.deepEqual([piece?.index, piece?.start, piece?.end], [0, 0, words.slice(0, 6).join(' ').length]);
});

test('bare digits are asked about until they are declared a hash', async () => {
  const guard = await loaded();
  assert.equal((await guard.check(HASH)).spans[0]?.uncertain, true);
  assert.deepEqual((await guard.check(HASH, { declaredHash: true })).spans, []);
});

test('a check is refused while the full module cannot be had, and works once it can', async () => {
  const guard = await loaded();
  missing.add('guard_full.wasm');
  await assert.rejects(guard.check('my PIN is 4821'));
  missing.clear();
  assert.equal((await guard.check('my PIN is 4821')).redacted, 'my PIN is [removed: PIN]');
});

test('after prefetch nothing more is fetched', async () => {
  const guard = await loaded();
  await guard.prefetch();
  const before = asked.length;
  assert.equal((await guard.check(PHRASE)).spans.length, 1);
  assert.equal((await guard.check('hola, buenos dias')).spans.length, 0);
  assert.equal(asked.length, before);
  assert.equal(new Set(asked).size, asked.length);
});
