// Runs `keydesk guard scan` over messages with known secrets and over harmless lines and prints tables.
// Usage: node measure.mjs KEYDESK secrets.jsonl [FOLDER_OF_HARMLESS_LINES] [--misses] [--alarms]
// The folder holds *.jsonl.xz with lines {id, text, src, cat, lang} or *.json.xz with [[src, lang, text], ...].
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const flags = new Set(process.argv.slice(2).filter((a) => a.startsWith('--')));
const [program, secretsFile, folder] = process.argv.slice(2).filter((a) => !a.startsWith('--'));

function scan(lines) {
  const input = lines.map(({ id, text, thread, prev }) => JSON.stringify({ id, text, thread, prev })).join('\n');
  const started = process.hrtime.bigint();
  const run = spawnSync(program, ['guard', 'scan'], { input, maxBuffer: 1 << 30 });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (run.status !== 0) throw new Error(run.stderr.toString());
  const found = new Map();
  for (const line of run.stdout.toString().split('\n').filter(Boolean)) { const o = JSON.parse(line); found.set(o.id, o); }
  return { found, seconds, bytes: Buffer.byteLength(input) };
}

/** What of the secret can still be read: at most two words, or 8 characters and a quarter. */
function safe(line, spans) {
  const chars = [...line.text];
  const [start, end] = line.secret[0];
  const left = chars.slice(start, end).map((c, i) => (spans.some(([a, b]) => a <= start + i && start + i < b) ? ' ' : c)).join('');
  const words = left.split(/[^\p{L}]+/u).filter((w) => w.length > 0 && !/^(word|第|个是)$/.test(w));
  const clear = left.replace(/[^\p{L}\p{N}]/gu, '').length;
  return words.length <= 2 && /^(bip39|electrum|slip39|monero|ton|algorand|split)/.test(line.kind)
    ? clear <= (end - start) / 2 || words.length <= 2 : clear <= 8 && clear * 4 <= end - start;
}

function table(title, rows, head) {
  console.log(`\n${title}\n\n| ${head.join(' | ')} |\n|${head.map(() => '---').join('|')}|`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
}
const percent = (n, of) => (of === 0 ? '-' : ((100 * n) / of).toFixed(1));

const secrets = readFileSync(secretsFile, 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l));
{
  const { found } = scan(secrets);
  const cases = new Map();
  for (const line of secrets) {
    const key = line.thread ?? line.id;
    const spans = found.get(line.id).spans;
    const hit = spans.some(([a, b]) => a < line.secret[0][1] && b > line.secret[0][0]);
    const one = cases.get(key) ?? { kind: line.kind, lang: line.lang, hit: true, safe: true, lines: [] };
    one.hit &&= hit;
    one.safe &&= safe(line, spans);
    one.lines.push(line);
    cases.set(key, one);
  }
  const group = (by) => {
    const groups = new Map();
    for (const one of cases.values()) {
      const g = groups.get(one[by]) ?? [0, 0, 0];
      groups.set(one[by], [g[0] + 1, g[1] + one.hit, g[2] + one.safe]);
    }
    return [...groups].sort().map(([name, [n, h, s]]) => [name, n, percent(h, n), percent(s, n)]);
  };
  table('By kind', group('kind'), ['kind', 'messages', 'hit %', 'safe %']);
  table('By language', group('lang'), ['language', 'messages', 'hit %', 'safe %']);
  const all = [...cases.values()];
  table('Together', [[all.length, percent(all.filter((c) => c.hit).length, all.length), percent(all.filter((c) => c.safe).length, all.length)]],
    ['messages', 'hit %', 'safe %']);
  if (flags.has('--misses')) {
    for (const one of all.filter((c) => !c.hit || !c.safe)) {
      console.log(one.hit ? 'UNSAFE' : 'MISS', one.kind, JSON.stringify(one.lines.map((l) => l.text)), JSON.stringify(one.lines.map((l) => found.get(l.id).spans)));
    }
  }
}

if (folder && existsSync(folder)) {
  const harmless = [];
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.xz')) continue;
    const text = spawnSync('xz', ['-dc', join(folder, name)], { maxBuffer: 1 << 30 }).stdout.toString();
    if (name.includes('jsonl')) for (const l of text.split('\n').filter(Boolean)) harmless.push({ ...JSON.parse(l), file: name });
    else JSON.parse(text).forEach(([src, lang, said], i) => harmless.push({ id: `${name}${i}`, src, lang, text: said, cat: 'corpus', file: name }));
  }
  const CHAT = new Set(['banking77', 'clinc150', 'spamassassin_ham', 'nus-sms-zh', 'egret-wenda', 'crosswoz', 'ChineseNlpCorpus']);
  const { found, seconds, bytes } = scan(harmless);
  const groups = new Map();
  for (const line of harmless) {
    const alarm = found.get(line.id).spans.length > 0;
    const names = [`${line.file}: all`, `${line.file}: ${CHAT.has(line.src) ? 'chat, mail, reviews' : line.cat?.startsWith('corpus') ? 'documents, poems' : 'hard set'}`];
    if (flags.has('--sources')) names.push(`src ${line.src}`, `cat ${line.cat}`);
    for (const name of names) { const g = groups.get(name) ?? [0, 0]; groups.set(name, [g[0] + 1, g[1] + alarm]); }
    if (alarm && flags.has('--alarms')) console.log('ALARM', line.src, line.cat, JSON.stringify(found.get(line.id).spans), JSON.stringify([...line.text].slice(Math.max(0, found.get(line.id).spans[0][0] - 40), found.get(line.id).spans[0][1] + 20).join('')).slice(0, 400));
  }
  table('False alarms', [...groups].sort().map(([name, [n, a]]) => [name, n, a, ((1e4 * a) / n).toFixed(1)]), ['lines', 'number', 'alarms', 'per 10,000']);
  console.log(`\n${(bytes / seconds / 1e6).toFixed(1)} MB/s through the command, JSON included.`);
}
