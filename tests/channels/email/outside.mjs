// The rest of the world's mail server: keeps what comes, refuses and greylists by the name before
// the @, and passes on what is for a desk with the verdict that its receiving server would write.
import { createServer, connect } from 'node:net';
import { freePort, until } from '../kit/house.mjs';
import { AUTHSERV, DESKS } from './mail_servers.mjs';

const domainOf = address => address.split('@').at(-1).toLowerCase();

/** The value of a header, unfolded; '' when there is none. */
export function header(raw, name) {
  const head = raw.split('\r\n\r\n')[0].replace(/\r\n[ \t]+/g, ' ');
  const line = head.split('\r\n').find(one => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line ? line.slice(name.length + 1).trim() : '';
}

/** The readable text of a mail of ours. */
export function textOf(raw) {
  const part = raw.split(/\r\n(?=Content-Type: text\/plain)/i)[1] ?? raw;
  const [head, ...rest] = part.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n').split('\r\n--')[0];
  const coding = /Content-Transfer-Encoding:\s*(\S+)/i.exec(head)?.[1]?.toLowerCase();
  if (coding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (coding !== 'quoted-printable') return body;
  const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

export class Outside {
  /** Everything that came: { from, to, raw }. */
  mails = [];
  /** Addresses before the @ that are greylisted until they are taken out. */
  grey = new Set(['grey']);
  /** What it does after the last dot: 'none', 'hang', 'late200', 'fail_after_accept', 'refuse'. */
  mode = 'none';
  /** Changes a mail that goes from one desk to another. */
  bend = raw => raw;

  static async start() {
    const outside = new Outside();
    outside.port = await freePort();
    outside.server = createServer(socket => outside.serve(socket)).listen(outside.port, '127.0.0.1');
    return outside;
  }

  serve(socket) {
    let have = '', data = false, from = '', to = [];
    const say = line => socket.write(`${line}\r\n`);
    const command = line => {
      const word = line.slice(0, 4).toUpperCase();
      if (word === 'EHLO' || word === 'HELO') return say('250 outside.test');
      if (word === 'MAIL') {
        from = /<(.*?)>/.exec(line)?.[1] ?? '';
        to = [];
        return say('250 ok');
      }
      if (word === 'RCPT') return this.recipient(/<(.*?)>/.exec(line)?.[1] ?? '', to, say);
      if (word === 'DATA') {
        data = true;
        return say('354 go on');
      }
      if (word === 'QUIT') {
        say('221 bye');
        return socket.end();
      }
      return say('250 ok');
    };
    say('220 outside.test');
    socket.on('error', () => {});
    socket.on('data', bytes => {
      have += bytes.toString('latin1');
      for (;;) {
        const end = data ? have.indexOf('\r\n.\r\n') : have.indexOf('\r\n');
        if (end < 0) return;
        const part = have.slice(0, end);
        have = have.slice(end + (data ? 5 : 2));
        if (!data) {
          command(part);
          continue;
        }
        data = false;
        this.end({ from, to, raw: `${part.replace(/^\.\./gm, '.')}\r\n` }, say, socket);
      }
    });
  }

  end(mail, say, socket) {
    if (this.mode === 'hang') return undefined;
    if (this.mode === 'refuse') return say('554 5.7.1 not this one');
    this.take(mail);
    // The answer gets lost on its way.
    if (this.mode === 'fail_after_accept') return socket.destroy();
    if (this.mode === 'late200') return setTimeout(() => say('250 2.0.0 taken'), 1000);
    return say('250 2.0.0 taken');
  }

  recipient(address, to, say) {
    const name = address.split('@')[0].split('+')[0];
    if (this.grey.has(name)) return say('451 4.7.1 greylisted, come again');
    if (name === 'nouser') return say('550 5.1.1 no such user');
    to.push(address);
    return say('250 ok');
  }

  take(mail) {
    this.mails.push(mail);
    for (const address of mail.to.filter(one => DESKS.includes(domainOf(one)))) {
      const author = /<(.*?)>/.exec(header(mail.raw, 'From'))?.[1] ?? header(mail.raw, 'From');
      this.post({ from: mail.from, to: address, raw: this.bend(verdict('pass', author) + mail.raw) });
    }
  }

  /** Hands a mail to the desks' servers. `inPort` is set by the test. */
  post({ from, to, raw }) {
    return new Promise((resolve, reject) => {
      const words = ['EHLO outside.test', `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA', `${raw.replace(/^\./gm, '..')}\r\n.`, 'QUIT'];
      const socket = connect(this.inPort, '127.0.0.1');
      socket.on('error', reject);
      let have = '';
      socket.on('data', bytes => {
        have += bytes.toString('latin1');
        if (!/^\d{3} .*\r\n$/m.test(have)) return;
        const code = Number(have.match(/(\d{3}) [^\r\n]*\r\n$/)?.[1] ?? 0);
        if (code === 0) return;
        have = '';
        if (code >= 400) {
          socket.destroy();
          return reject(new Error(`${words[0] ?? 'QUIT'}: ${code}`));
        }
        if (words.length === 0) {
          socket.end();
          return resolve();
        }
        socket.write(Buffer.from(`${words.shift()}\r\n`, 'latin1'));
      });
    });
  }

  /** Waits for a mail to this address whose text holds `text`. */
  async mailTo(address, text, limit = 20000) {
    let found;
    await until(
      () => {
        found = this.mails.find(one => one.to.includes(address) && textOf(one.raw).includes(text));
        return found !== undefined;
      },
      limit,
      `a mail to ${address} with “${text}”`,
    );
    return found;
  }

  stop() {
    this.server.close();
  }
}

/** What the desks' receiving server would say of an author. */
export const verdict = (result, author) =>
  `Authentication-Results: ${AUTHSERV}; dmarc=${result} header.from=${domainOf(author)}\r\n`;

let made = 0;

/** A mail as text. `fields`: { from, to, subject, body, auth: 'pass' | 'fail' | null, …headers }. */
export function write({ from, to, subject, body, auth = 'pass', ...more }) {
  const author = /<(.*?)>/.exec(from)?.[1] ?? from;
  made += 1;
  const extra = Object.entries(more).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `${auth ? verdict(auth, author) : ''}From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\n` +
    `Message-ID: <m${made}.${Date.now()}@${domainOf(author)}>\r\nDate: ${new Date().toUTCString()}\r\n` +
    `MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n${extra}\r\n` +
    `${Buffer.from(body).toString('base64')}\r\n`;
}
