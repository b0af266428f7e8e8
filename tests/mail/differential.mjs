#!/usr/bin/env node
// Reads every mail of a folder with `keydesk mail parse` and with npm's mailparser, and prints where
// they differ.
//
//   tools/npm_install tests/mail
//   node tests/mail/differential.mjs FOLDER [--keydesk build/release/keydesk] [--all]
//
// --all prints every difference with both values; without it the differences of each kind are
// counted and three are shown. Exit code 1: a mail that mailparser reads was refused, or crashed us.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';

const flags = process.argv.slice(2);
const valueOf = (name, fallback) => (flags.includes(name) ? flags[flags.indexOf(name) + 1] : fallback);
const keydesk = valueOf('--keydesk', new URL('../../build/release/keydesk', import.meta.url).pathname);
const folder = flags.find((flag, at) => !flag.startsWith('--') && flags[at - 1] !== '--keydesk');
if (!folder) {
  console.error('which folder? node tests/mail/differential.mjs FOLDER');
  process.exit(2);
}

function mailsBelow(path) {
  if (!statSync(path).isDirectory()) return /\.(eml|txt|msg)$/i.test(path) ? [path] : [];
  return readdirSync(path).sort().flatMap((name) => mailsBelow(join(path, name)));
}

const words = (text) => (text ?? '').normalize('NFC').replace(/[\s\u200b\ufeff]+/g, ' ').trim();
const people = (list) =>
  [list ?? []]
    .flat()
    .flatMap((one) => one.value ?? [])
    .flatMap((one) => (one.group ? one.group : [one]))
    .map((one) => (one.address ?? '').toLowerCase())
    .filter(Boolean);
const bare = (id) => (id ?? '').replace(/[<>\s]/g, '');
const files = (list) => list.map((one) => `${one.name ?? one.filename ?? ''} ${one.size}`);

function theirs(mail, raw) {
  return {
    subject: words(mail.subject),
    from: people(mail.from),
    to: people(mail.to),
    cc: people(mail.cc),
    message_id: bare(mail.messageId),
    date: mail.date && /^date\s*:/im.test(raw.toString('latin1')) ? Math.floor(mail.date / 1000) : null,
    references: [mail.references ?? []].flat().map(bare),
    text: words(mail.text),
    attachments: files(mail.attachments),
    hashes: mail.attachments.map((one) => createHash('sha256').update(one.content).digest('hex')),
  };
}

function ours(mail) {
  const addresses = (list) => list.map((one) => one.address.toLowerCase()).filter(Boolean);
  return {
    subject: words(mail.subject),
    from: addresses(mail.from),
    to: addresses(mail.to),
    cc: addresses(mail.cc),
    message_id: mail.message_id.endsWith('@no-message-id.invalid') ? '' : mail.message_id,
    date: mail.date,
    references: mail.references,
    text: words(mail.text),
    attachments: files(mail.attachments),
    hashes: mail.attachments.map((one) => one.sha256),
  };
}

// Why two readers may differ, told from the bytes. The first that fits counts.
const onlyWords = (text) => text.replace(/<(https?:|mailto:)[^>]*>/g, '').replace(/\[[^\]]*\]/g, '').replace(/[^\p{L}\p{N}]+/gu, '');
const json = JSON.stringify;
const broken = /\ufffd|ï¿½|[ÃÂ][\u0080-\u00bf]|Ð/;
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
const aboutParts = (field) => ['text', 'attachments', 'hashes'].includes(field);
const reasons = [
  ['ours right: no header at all, theirs takes the first lines for one', ({ raw }) => !/^(From .*\n)?[!-9;-~]+[ \t]*:/.test(raw.replace(/^\s+/, ''))],
  ['ours right: theirs is not readable (U+FFFD or mojibake)', ({ a, b }) => broken.test(json(b)) && !/\ufffd/.test(json(a))],
  ['ours right: theirs is empty', ({ field, a, b }) => field === 'text' && b === '' && a !== ''],
  ['ours right: theirs holds controls', ({ field, a, b }) => field === 'text' && controls.test(b) && onlyWords(b.replace(controls, '')) === onlyWords(a)],
  ['ours right: theirs leaves uuencoded files as they are', ({ field, raw }) => aboutParts(field) && /x-uuencode/i.test(raw)],
  ['ours right: the time of reading is no date, nor one outside 1970–2200', ({ field, a, b }) => field === 'date' && a === null && (Math.abs(b - Date.now() / 1000) < 86400 || b <= 0 || b > 7258118400)],
  ['ours right: theirs has the time of reading for a date that can be read', ({ field, b }) => field === 'date' && Math.abs(b - Date.now() / 1000) < 86400],
  ['ours right: the path is no part of a file name', ({ field, a, b }) => field === 'attachments' && /[:/\\]/.test(json(b)) && !/[:/]/.test(json(a))],
  ['the first of two headers counts, theirs is the last', ({ field, raw }) => field === 'subject' && (raw.match(/^subject:/gim) ?? []).length > 1],
  ['same words: lists, links and pictures of HTML are written otherwise', ({ field, a, b }) => field === 'text' && onlyWords(a).toLowerCase() === onlyWords(b).toLowerCase()],
  ['reports are read as reports, mails in mails kept whole', ({ field, raw }) => aboutParts(field) && /message\/|multipart\/(report|digest)|rfc822-headers/i.test(raw)],
  ['we attach what is named or of a kind that is not shown', ({ field, mine, other }) => aboutParts(field) && mine.attachments.length > other.attachments.length],
  ['no such kind of text for one of both', ({ field, raw }) => aboutParts(field) && /content-type:\s*text\/(?!plain|html)/i.test(raw)],
  ['MIME that is broken on purpose', ({ path }) => /malformed|error_emails/.test(path)],
];

const fields = Object.keys(ours({ subject: '', from: [], to: [], cc: [], message_id: '', references: [], text: '', attachments: [] }));
const table = Object.fromEntries(fields.map((field) => [field, { equal: 0, different: 0 }]));
const found = new Map();
const refused = [];
let read = 0;
let spent = 0;

for (const path of mailsBelow(folder)) {
  const raw = readFileSync(path);
  let other = null;
  try {
    other = theirs(await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true }), raw);
  } catch (error) {
    other = null;
  }
  const started = performance.now();
  const run = spawnSync(keydesk, ['mail', 'parse'], { input: raw, maxBuffer: 1 << 28 });
  spent += performance.now() - started;
  if (run.status !== 0) {
    refused.push(`${path}: ${run.signal ?? run.stderr.toString().trim()}`);
    continue;
  }
  read += 1;
  if (!other) continue;
  const mine = ours(JSON.parse(run.stdout));
  for (const field of fields) {
    const [a, b] = [mine[field], other[field]];
    if (JSON.stringify(a) === JSON.stringify(b)) {
      table[field].equal += 1;
      continue;
    }
    table[field].different += 1;
    const difference = { field, a, b, mine, other, path, raw: raw.toString('latin1') };
    const reason = reasons.find(([, fits]) => fits(difference))?.[0] ?? 'not explained';
    const key = `${field}: ${reason}`;
    found.set(key, [...(found.get(key) ?? []), { path, a, b }]);
  }
}

console.log(`${read} mails read, ${refused.length} refused, ${(spent / (read + refused.length)).toFixed(1)} ms each with the program's start`);
for (const line of refused) console.log(`  refused ${line}`);
console.log('field         equal  different');
for (const field of fields) console.log(`${field.padEnd(12)} ${String(table[field].equal).padStart(6)} ${String(table[field].different).padStart(10)}`);
for (const [key, list] of [...found].sort()) {
  console.log(`\n${key}  (${list.length})`);
  for (const { path, a, b } of flags.includes('--all') ? list : list.slice(0, 3)) {
    const short = (value) => JSON.stringify(value ?? null).slice(0, flags.includes('--all') ? 600 : 160);
    console.log(`  ${path}\n    keydesk    ${short(a)}\n    mailparser ${short(b)}`);
  }
}
process.exit(refused.some((line) => !/: mail parse: (empty|neither)/.test(line)) ? 1 : 0);
