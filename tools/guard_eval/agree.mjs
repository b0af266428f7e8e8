// The server's guard and the browser's must say the same of every line.
// Usage: node agree.mjs KEYDESK lines.jsonl   (lines: {id, text, prev?, thread?})
// Needs esbuild, from web/node_modules or NODE_PATH, to read the loader's TypeScript.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = new URL('../../', import.meta.url);
const require = createRequire(new URL('web/package.json', root));
const { transformSync } = require('esbuild');
const source = readFileSync(new URL('web/packages/guard/guard.ts', root), 'utf8');
const file = join(mkdtempSync(join(tmpdir(), 'guard-')), 'guard.mjs');
writeFileSync(file, transformSync(source, { loader: 'ts' }).code);
const { instantiate } = await import(pathToFileURL(file));

const dist = new URL('web/packages/guard/dist/', root);
const bare = await instantiate(readFileSync(new URL('guard.wasm', dist)));
const guard = await instantiate(readFileSync(new URL('guard_full.wasm', dist)));
for (const name of readdirSync(new URL('lists/', dist))) {
  if (!guard.addList(readFileSync(new URL(`lists/${name}`, dist)))) throw new Error(name);
}

const [program, path] = process.argv.slice(2);
const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l));
const input = lines.map(({ id, text, prev, thread }) => JSON.stringify({ id, text, prev, thread })).join('\n');
const native = spawnSync(program, ['guard', 'scan'], { input, maxBuffer: 1 << 30 }).stdout.toString().split('\n').filter(Boolean).map((l) => JSON.parse(l));

const threads = new Map();
const said = new Map(lines.map((l) => [l.id, l]));
const seen = new Set();
let differences = 0;
let holes = 0;
let asked = 0;
let micros = 0;
for (const out of native) {
  const line = said.get(out.id);
  const bodies = threads.get(line.thread) ?? new Map();
  if (seen.has(out.id)) { bodies.set(out.id, out.redacted); continue; } // Printed again: rewritten.
  seen.add(out.id);
  const earlier = line.thread ? [...bodies.values()] : [];
  const started = process.hrtime.bigint();
  const found = guard.scan(line.text, { earlier, agentSaid: line.prev });
  micros += Number(process.hrtime.bigint() - started) / 1000;
  const spans = JSON.stringify(found.spans.map((s) => [s.start, s.end, s.kind]));
  if (!line.thread && (spans !== JSON.stringify(out.spans) || found.redacted !== out.redacted)) {
    if (++differences <= 5) console.log('differs', JSON.stringify(line.text), JSON.stringify(out), spans, found.redacted);
  }
  // The first module may let a secret pass only when it asks for the full one.
  const first = bare.scan(line.text, { earlier, agentSaid: line.prev });
  if (first.needs.length > 0) ++asked;
  else if (found.spans.length > 0 && first.spans.length === 0 && ++holes <= 5) console.log('hole', JSON.stringify(line.text));
  if (line.thread) { bodies.set(out.id, out.redacted); threads.set(line.thread, bodies); }
}
console.log(`${seen.size} lines, ${differences} differences, ${holes} missed without asking for more, ${asked} asked (${((100 * asked) / seen.size).toFixed(1)} %), ${(micros / seen.size).toFixed(1)} us a scan`);
process.exit(differences + holes > 0 ? 1 : 0);
