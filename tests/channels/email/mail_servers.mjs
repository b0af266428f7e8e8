// Real mail servers on loopback: Dovecot (IMAPS, submission, LMTP) and OpenSMTPD (queue, retries,
// bounces), with accounts of two desks. What leaves them arrives at the Outside (outside.mjs).
//
//   desk ─ submission (STARTTLS, AUTH) ─▶ Dovecot ─▶ OpenSMTPD ─▶ Outside
//   Outside ─▶ OpenSMTPD ─▶ Dovecot (LMTP) ─▶ mailbox ─ IMAPS ─▶ desk
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BINARY } from '../../faults/kit/desk.mjs';
import { freePort, until } from '../kit/house.mjs';

export const DESKS = ['desk.test', 'second.test'];
const USERS = ['support', 'second', 'direct', 'loop', 'greeter'];
export const AUTHSERV = 'mx.desk.test';

const idOf = name => Number(execFileSync('id', ['-u', name], { encoding: 'utf8' }));

function makeUser(name) {
  try {
    return idOf(name);
  } catch {
    execFileSync('useradd', ['-r', '-M', '-s', '/usr/sbin/nologin', name]);
    return idOf(name);
  }
}

const dovecotConfig = ({ folder, ports }) => `
base_dir = ${folder}/run
state_dir = ${folder}/state
listen = 127.0.0.1
protocols = imap lmtp submission
log_path = ${folder}/dovecot.log
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = yes
auth_mechanisms = plain login
mail_location = maildir:${folder}/home/%n/Maildir
mail_uid = vmail
mail_gid = vmail
first_valid_uid = 1
recipient_delimiter = +
default_internal_user = dovecot
default_login_user = dovenull
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%n ${folder}/users
}
userdb {
  driver = static
  args = uid=vmail gid=vmail home=${folder}/home/%n
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = ${ports.imaps}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${ports.lmtp}
  }
}
protocol lmtp {
  auth_username_format = %Ln
}
protocol imap {
  mail_max_userip_connections = 50
}
namespace inbox {
  inbox = yes
  mailbox Archive {
    auto = subscribe
  }
}
submission_relay_host = 127.0.0.1
submission_relay_port = ${ports.out}
submission_relay_trusted = no
hostname = mail.test
service submission-login {
  chroot =
  inet_listener submission {
    address = 127.0.0.1
    port = ${ports.submission}
  }
}
`;

const smtpdConfig = ({ folder, ports }) => `
table vmap file:${folder}/vmap
queue ttl 1h
listen on 127.0.0.1 port ${ports.in} hostname mail.test tag IN
listen on 127.0.0.1 port ${ports.out} hostname mail.test tag OUT
listen on socket
action "lmtp" lmtp "127.0.0.1:${ports.lmtp}" rcpt-to virtual <vmap>
action "out" relay host smtp://127.0.0.1:${ports.outside} helo mail.test
match tag OUT from any for any action "out"
match from any for domain { ${DESKS.map(one => `"${one}"`).join(' ')} } action "lmtp"
match from local for any action "out"
`;

const answers = port =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

export class MailServers {
  /** `outside`: the port where mail for the rest of the world goes. Needs root. */
  static async start(outside) {
    const servers = new MailServers();
    servers.folder = mkdtempSync(join(tmpdir(), 'keydesk-mail-'));
    chmodSync(servers.folder, 0o755);
    servers.ports = { outside };
    for (const name of ['imaps', 'lmtp', 'submission', 'in', 'out']) servers.ports[name] = await freePort();
    servers.prepare();
    servers.children = [
      servers.run('/usr/sbin/dovecot', ['-F', '-c', join(servers.folder, 'dovecot.conf')]),
      servers.run('/usr/sbin/smtpd', ['-d', '-f', join(servers.folder, 'smtpd.conf')]),
    ];
    for (const name of ['imaps', 'lmtp', 'submission', 'in', 'out']) {
      await until(() => answers(servers.ports[name]), 20000, `${name} answering (${servers.folder})`);
    }
    return servers;
  }

  prepare() {
    const { folder } = this;
    const owner = this.owner = makeUser('vmail');
    for (const name of ['run', 'state', 'home']) mkdirSync(join(folder, name));
    chownSync(join(folder, 'home'), owner, owner);
    this.certificate = join(folder, 'cert.pem');
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', join(folder, 'key.pem'),
      '-out', this.certificate, '-days', '30', '-subj', '/CN=localhost',
      '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'], { stdio: 'ignore' });
    writeFileSync(join(folder, 'users'), USERS.map(one => `${one}:{PLAIN}secret\n`).join(''));
    writeFileSync(join(folder, 'vmap'), DESKS.map(one => `@${one} vmail\n`).join(''));
    writeFileSync(join(folder, 'dovecot.conf'), dovecotConfig(this));
    writeFileSync(join(folder, 'smtpd.conf'), smtpdConfig(this));
  }

  run(program, words) {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', text => { child.said += text; });
    child.gone = new Promise(resolve => child.once('exit', resolve));
    return child;
  }

  /** What an inbox needs to live here. */
  settings(user, domain, more = {}) {
    return {
      address: `${user}@${domain}`,
      name: 'Wallet Support',
      imap_host: 'localhost',
      imap_port: String(this.ports.imaps),
      imap_security: 'tls',
      smtp_host: 'localhost',
      smtp_port: String(this.ports.submission),
      smtp_security: 'starttls',
      user,
      password: 'secret',
      authorities: this.certificate,
      authserv_id: AUTHSERV,
      archive: 'Archive',
      poll: '2',
      ...more,
    };
  }


  /** Puts a mail into an inbox as if the server had got it at `date`: a Maildir's file says so. */
  append(user, raw, date) {
    this.appended = (this.appended ?? 0) + 1;
    const place = join(this.folder, 'home', user, 'Maildir');
    const name = `${Math.floor(date / 1000)}.M${this.appended}P1.mail`;
    const temporary = join(place, 'tmp', name);
    writeFileSync(temporary, raw);
    chownSync(temporary, this.owner, this.owner);
    utimesSync(temporary, date, date);
    renameSync(temporary, join(place, 'new', name));
  }

  /** Pipes a mail to the desk as an MTA would; resolves with the exit code. */
  async deliver(data, raw, recipient) {
    const child = spawn(BINARY, ['mail', 'deliver', '--recipient', recipient, '--sender', 'ann@customer.test',
      '--lmtp', join(data, 'lmtp.sock')], { stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin.end(raw);
    return new Promise(resolve => child.once('exit', resolve));
  }

  /** All UIDs of an inbox become new ones. */
  renumber(user) {
    execFileSync('doveadm', ['-c', join(this.folder, 'dovecot.conf'), 'mailbox', 'update', '-u', user,
      '--uid-validity', String(Math.floor(Date.now() / 1000) + 1000), 'INBOX']);
  }

  /** Mails of a folder: ".Archive", or "" for the inbox. */
  mails(user, folder = '') {
    const place = join(this.folder, 'home', user, 'Maildir', folder);
    return execFileSync('sh', ['-c', `find '${place}/cur' '${place}/new' -maxdepth 1 -type f 2>/dev/null | wc -l`], { encoding: 'utf8' }).trim() | 0;
  }

  log() {
    return `${readFileSync(join(this.folder, 'dovecot.log'), 'utf8')}\n${this.children.map(one => one.said).join('\n')}`;
  }

  async stop() {
    for (const child of this.children) child.kill('SIGTERM');
    await Promise.all(this.children.map(one => one.gone));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
