import { execFileSync } from 'node:child_process';
import { BINARY } from './desk.mjs';

const EMAIL = 'faults@example.org';
const PASSWORD = 'a long enough pass phrase';

/** Makes an agent in the data folder. Only while the server is down: it alone may write then. */
export function makeAgent(desk) {
  execFileSync(
    BINARY,
    ['admin', 'create', '--data', desk.data, '--email', EMAIL, '--name', 'Faults', '--role', 'admin', '--password-stdin'],
    { input: `${PASSWORD}\n`, encoding: 'utf8' },
  );
}

/** An agent over the agents' API. */
export class Agent {
  constructor(url) {
    this.url = url;
  }

  async call(method, path, body) {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        'Content-Type': 'application/json',
        Origin: this.url,
        ...(this.cookie ? { Cookie: this.cookie, 'X-CSRF-Token': this.csrf } : {}),
      },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    const cookie = answer.headers.get('set-cookie');
    if (cookie) this.cookie = cookie.split(';')[0];
    return text ? JSON.parse(text) : null;
  }

  async logIn() {
    const { csrf } = await this.call('POST', '/login', { email: EMAIL, password: PASSWORD });
    this.csrf = csrf;
  }

  async conversations() {
    return (await this.call('GET', '/conversations?view=all&status=any&limit=200')).items;
  }

  reply(conversation, clientId, body) {
    return this.call('POST', `/conversations/${conversation}/messages`,
      { client_id: clientId, kind: 'reply', body, seen_seq: 0, force: true });
  }

  note(conversation, clientId, body) {
    return this.call('POST', `/conversations/${conversation}/messages`,
      { client_id: clientId, kind: 'note', body, seen_seq: 0, force: true });
  }
}
