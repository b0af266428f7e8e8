// The real program, asked on its command line as an operator would.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const PROGRAM = process.env.KEYDESK ?? join(ROOT, 'build/release/keydesk');

export class Keydesk {
  constructor(memory) {
    this.memory = memory;
    this.times = [];
  }

  /** What it says of `text`: the answer object. */
  explain(text, nodes) {
    const options = ['tx', 'explain', ...nodes.flatMap(node => ['--node', `bitcoin=${node.url}`]), '--memory', this.memory, text];
    const begun = Date.now();
    return new Promise((done, failed) => {
      execFile(PROGRAM, options, { timeout: 30000, maxBuffer: 1 << 24 }, (error, output, complaint) => {
        this.times.push(Date.now() - begun);
        const line = output.trim().split('\n').at(-1);
        if (!line) return failed(new Error(`keydesk says nothing: ${complaint || error}`));
        return done(JSON.parse(line));
      });
    });
  }

  memories() {
    if (!existsSync(this.memory)) return [];
    return readFileSync(this.memory, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line));
  }

  /** As a wallet that shows us what it could not send: the raw form is known, no node has seen it. */
  remember(txid, hex) {
    this.put({ chain: 'bitcoin', id: txid, claims: [], details: JSON.stringify({ raw: hex }), first_seen: Date.now(), height: -1, block: '' });
  }

  /** Moves the first time that it was seen into the past. */
  age(txid, hours) {
    const known = this.memories().find(one => one.id === txid);
    this.put({ ...known, first_seen: Date.now() - hours * 3600e3 });
  }

  put(memory) {
    const others = this.memories().filter(one => one.id !== memory.id);
    writeFileSync(this.memory, [...others, memory].map(one => `${JSON.stringify(one)}\n`).join(''));
  }
}
