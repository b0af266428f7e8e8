import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './outcome.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const BINARY = process.env.KEYDESK_BINARY ?? join(ROOT, 'build/release/keydesk');

export function freshFolder() {
  return mkdtempSync(join(tmpdir(), 'keydesk-faults-'));
}

export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** The real program on a data folder of its own; it keeps its port over restarts. */
export class Desk {
  constructor(data, port, options = {}) {
    this.data = data;
    this.port = port;
    this.launcher = options.launcher ?? [];
    /** More words for the command line: --public-url … */
    this.words = options.words ?? [];
    this.log = join(options.logs ?? data, 'server.log');
    this.child = null;
  }

  static async make(options = {}) {
    return new Desk(options.data ?? freshFolder(), await freePort(), options);
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts, and resolves when it serves. Returns the milliseconds that took. */
  async start(limit = 30000) {
    const began = performance.now();
    const log = openSync(this.log, 'a');
    const command = [...this.launcher, BINARY, 'serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`,
      // Rate limits have tests of their own; here everybody writes as fast as it goes.
      '--no-limits', ...this.words];
    this.child = spawn(command[0], command.slice(1), { stdio: ['ignore', log, log] });
    this.gone = new Promise(resolve => this.child.once('exit', (code, signal) => resolve({ code, signal })));
    let ended = null;
    this.gone.then(how => {
      ended = how;
    });
    await until(
      async () => {
        if (ended) throw new Error(`the server ended (${ended.code ?? ended.signal}): ${this.lastWords()}`);
        return fetch(`${this.url}/readyz`).then(answer => answer.ok, () => false);
      },
      limit,
      'the server being ready',
    );
    return performance.now() - began;
  }

  lastWords() {
    return readFileSync(this.log, 'utf8').trim().split('\n').slice(-3).join(' | ');
  }

  async kill() {
    this.child?.kill('SIGKILL');
    await this.gone;
  }

  /** Asks it to stop; resolves with how it went. */
  async stop() {
    this.child?.kill('SIGTERM');
    return this.gone;
  }

  /** Runs another command of the program on the same data; returns what it printed. */
  command(...words) {
    return execFileSync(BINARY, [...words, '--data', this.data], { encoding: 'utf8', input: '' });
  }

  /** Reads the database, without ever writing or checkpointing it. */
  rows(sql, file = join(this.data, 'desk.db')) {
    const text = execFileSync('sqlite3', ['-readonly', '-json', file, sql], { encoding: 'utf8', maxBuffer: 1 << 28 });
    return text.trim() ? JSON.parse(text) : [];
  }

  /** Changes the database. Only while the server is down. */
  write(sql) {
    execFileSync('sqlite3', [join(this.data, 'desk.db'), sql]);
  }

  async remove() {
    if (this.child && this.child.exitCode === null && this.child.signalCode === null) await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }
}
