// A private Bitcoin-family node: litecoind on regtest. It is the real node of this family that
// Debian ships; RPC names, answers and reject reasons are those of Bitcoin Core 0.21.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';

// Not the wrapper in /usr/bin: that one writes into the home folder.
const PROGRAM = process.env.KEYDESK_LITECOIND ?? '/usr/lib/litecoin/litecoind';

export const installed = () => existsSync(PROGRAM);

export const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));

export class Litecoind {
  constructor({ folder, port, options = [] }) {
    Object.assign(this, { folder, port, options });
    this.url = `http://u:p@127.0.0.1:${port}`;
  }

  async start(...more) {
    await mkdir(this.folder, { recursive: true });
    this.process = spawn(PROGRAM, [
      '-regtest', `-datadir=${this.folder}`, '-server', '-rpcuser=u', '-rpcpassword=p',
      `-rpcport=${this.port}`, '-rpcbind=127.0.0.1', '-rpcallowip=127.0.0.1', '-dnsseed=0',
      '-txindex=1', '-acceptnonstdtxn=0', '-fallbackfee=0.00002', '-persistmempool=0',
      '-mempoolreplacement=1', '-blocksonly=1', '-rpcthreads=8', '-rpcworkqueue=64',
      '-printtoconsole=0', ...this.options, ...more], { stdio: 'ignore' });
    this.ended = new Promise(done => this.process.on('exit', done));
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const info = await this.rpc('getblockchaininfo').catch(() => null);
      if (info) return this;
      if (this.process.exitCode !== null) break;
      await sleep(100);
    }
    throw new Error(`litecoind on port ${this.port} does not start`);
  }

  async stop() {
    if (!this.process || this.process.exitCode !== null) return;
    await this.rpc('stop').catch(() => {});
    const late = setTimeout(() => this.process.kill('SIGKILL'), 15000);
    await this.ended;
    clearTimeout(late);
  }

  /** Rejects with an Error that has the node's `code`. */
  rpc(method, ...params) {
    const body = JSON.stringify({ jsonrpc: '1.0', id: 1, method, params });
    return new Promise((resolve, reject) => {
      const asked = request({
        host: '127.0.0.1', port: this.port, method: 'POST', path: this.wallet ? `/wallet/${this.wallet}` : '/',
        auth: 'u:p', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      }, answer => {
        const parts = [];
        answer.on('data', part => parts.push(part));
        answer.on('end', () => {
          let parsed;
          try {
            parsed = JSON.parse(Buffer.concat(parts).toString());
          } catch {
            return reject(new Error(`${method}: HTTP ${answer.statusCode}`));
          }
          if (!parsed.error) return resolve(parsed.result);
          return reject(Object.assign(new Error(`${method}: ${parsed.error.message}`), { code: parsed.error.code }));
        });
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }
}
