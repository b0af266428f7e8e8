// An IMAP server that can little: neither MOVE nor IDLE. Its mails can be given new UIDs.
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { freePort } from '../kit/house.mjs';

const hoodiecrow = createRequire(import.meta.url)('hoodiecrow-imap');

export class PoorServer {
  mails = [];
  validity = 77;
  /** The server itself never ends a connection: this stands before it and does. */
  lines = new Set();

  static async start() {
    const server = new PoorServer();
    await server.open();
    server.front = createServer(socket => {
      const inner = connect(server.inner, '127.0.0.1');
      for (const [one, other] of [[socket, inner], [inner, socket]]) {
        server.lines.add(one);
        one.pipe(other);
        one.on('error', () => {}).on('close', () => other.destroy());
      }
    });
    server.port = await freePort();
    await new Promise(resolve => server.front.listen(server.port, '127.0.0.1', resolve));
    return server;
  }

  async open() {
    this.inner = await freePort();
    const storage = {
      INBOX: { messages: this.mails.map(raw => ({ raw })), uidvalidity: this.validity },
      '': { separator: '/', folders: { Archive: {} } },
    };
    this.server = hoodiecrow({ plugins: ['ID', 'UIDPLUS'], storage });
    return new Promise(resolve => this.server.listen(this.inner, '127.0.0.1', resolve));
  }

  add(raw) {
    this.mails.push(raw);
    this.server.appendMessage('INBOX', [], false, raw);
  }

  count(folder) {
    return this.server.getMailbox(folder)?.messages.length ?? 0;
  }

  /** The same mails in a server that numbers them anew. */
  async renumber() {
    this.validity += 1;
    this.server.close();
    await this.open();
    this.hangUp();
  }

  hangUp() {
    for (const line of this.lines) line.destroy();
    this.lines.clear();
  }

  stop() {
    this.front.close();
    this.hangUp();
    this.server.close();
  }
}
