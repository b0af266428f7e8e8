// Mail comes by the pipe command, as an MTA hands it over: again and again until it is taken. It
// leaves for a mail server that misbehaves on demand.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { BINARY } from '../../faults/kit/desk.mjs';
import { Outside, textOf } from '../email/outside.mjs';
import { sleep } from '../kit/house.mjs';

const TEMPORARY = 75;

export default class EmailRig {
  kind = 'email';
  idempotent = false;

  async open() {
    this.outside = await Outside.start();
  }

  settings() {
    return {
      address: 'support@desk.test', receive: 'lmtp', smtp_host: '127.0.0.1',
      smtp_port: String(this.outside.port), smtp_security: 'none',
    };
  }

  async inboxReady({ house }) {
    this.house = house;
  }

  deliver(raw, who) {
    const child = spawn(BINARY, ['mail', 'deliver', '--recipient', 'support@desk.test', '--sender', `${who}@customer.test`,
      '--lmtp', join(this.house.desk.data, 'lmtp.sock')], { stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin.on('error', () => {}).end(raw);
    return new Promise(resolve => child.once('exit', resolve));
  }

  async say({ id, who, text, times = 1, late = 0 }) {
    this.begun ??= Date.now();
    const date = new Date(this.begun - late * 1000 + id * 1000).toUTCString();
    const raw = `From: ${who}@customer.test\r\nTo: support@desk.test\r\nSubject: hello\r\nMessage-ID: <${id}@customer.test>\r\n` +
      `Date: ${date}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`;
    let acknowledged = false;
    for (let time = 0; time < times; time += 1) {
      let code = TEMPORARY;
      for (let attempt = 0; attempt < 50 && code === TEMPORARY; attempt += 1) {
        if (attempt > 0) await sleep(100);
        code = await this.deliver(raw, who);
      }
      acknowledged ||= code === 0;
    }
    return acknowledged;
  }

  sent() {
    return this.outside.mails.map(one => ({ who: one.to[0].split('@')[0], text: textOf(one.raw) }));
  }

  async fault(name) {
    this.outside.mode = name;
  }

  async close() {
    this.outside.stop();
  }
}
