// Plays Weibo's fans' service from its documents: signs and pushes messages, answers the calls.
// Source: open.weibo.com/wiki, Messages_api_start and the pages below it.
import { createHash, randomInt } from 'node:crypto';
import { createServer } from 'node:http';

export const APP_SECRET = 'xyz123xyz';
export const TOKEN = '2.00weibo-token';
export const ACCOUNT = 1902538057;

export function signature(secret, timestamp, nonce) {
  return createHash('sha1').update([secret, timestamp, nonce].sort().join('')).digest('hex');
}

/** "Mon Jul 16 18:09:20 +0800 2012" */
export function weiboDate(ms) {
  const [day, number, month, year, time] = new Date(ms + 8 * 3_600_000).toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${number} ${time} +0800 ${year}`;
}

export function push(type, text, data = {}, more = {}) {
  return {
    type,
    receiver_id: ACCOUNT,
    sender_id: 2489518277,
    created_at: weiboDate(more.at ?? Date.now()),
    text,
    data,
    ...(more.sender ? { sender_id: more.sender } : {}),
  };
}

export class Platform {
  constructor() {
    this.replies = []; // what fans were sent: { who, text }
    this.asked = []; // every call
    this.mode = 'none';
    this.error = 0; // the next reply.json answers this code
    this.hanging = new Set();
  }

  async open() {
    this.server = createServer((request, response) => this.serve(request, response));
    await new Promise(ready => this.server.listen(0, '127.0.0.1', ready));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  settings() {
    return {
      app_secret: APP_SECRET,
      access_token: TOKEN,
      uid: String(ACCOUNT),
      api_root: this.url,
      deadline_seconds: '2',
    };
  }

  async close() {
    for (const response of this.hanging) response.destroy();
    this.server?.closeAllConnections();
    await new Promise(closed => (this.server ? this.server.close(closed) : closed()));
  }

  /** One call to the desk, as Weibo makes it. */
  async call(hookUrl, body, { bad = false, secret = APP_SECRET, age = 0, extra = {} } = {}) {
    const timestamp = String(Date.now() - age);
    const nonce = String(randomInt(1, 99_999_999));
    const url = new URL(hookUrl);
    const signed = bad ? '0'.repeat(40) : signature(secret, timestamp, nonce);
    for (const [key, value] of Object.entries({ signature: signed, timestamp, nonce, ...extra })) {
      url.searchParams.set(key, value);
    }
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(5000), // Weibo waits no longer
    });
    return { status: response.status, text: await response.text() };
  }

  /** Three tries in all; true when one of them was acknowledged. */
  async deliver(hookUrl, body, pause = 100) {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const answer = await this.call(hookUrl, body).catch(() => ({ status: 0 }));
      if (answer.status === 200) return true;
      await new Promise(r => setTimeout(r, pause));
    }
    return false;
  }

  async serve(request, response) {
    const url = new URL(request.url, 'http://weibo');
    let body = '';
    for await (const piece of request) body += piece;
    this.asked.push(url.pathname);
    const form = new URLSearchParams(body);
    const json = (status, value) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    const fail = code => json(403, { request: url.pathname, error_code: code, error: 'words that may change' });
    if ((form.get('access_token') ?? url.searchParams.get('access_token')) !== TOKEN) return fail(21332);
    switch (url.pathname) {
      case '/oauth2/get_token_info':
        return json(200, { uid: ACCOUNT, appkey: '42', scope: '', create_at: 1, expire_in: 30 * 86_400 });
      case '/2/messages/menu/show.json':
        return json(200, { menu: { button: [] } });
      case '/2/messages/menu/create.json':
        this.menu = JSON.parse(form.get('menus'));
        return json(200, { result: true });
      case '/2/mss/msget':
        response.writeHead(200, { 'Content-Type': 'image/png' });
        return response.end(PNG);
      case '/2/messages/reply.json':
        return this.reply(form, json, fail, response);
      default:
        return fail(10020);
    }
  }

  reply(form, json, fail, response) {
    if (this.error) return fail(this.error);
    const data = JSON.parse(form.get('data'));
    if (form.get('type') !== 'text' || !/^\d+$/.test(form.get('receiver_id'))) return fail(10017);
    const wide = [...data.text].filter(c => c.codePointAt(0) > 0xff).length;
    if (wide + (([...data.text].length - wide) / 2) >= 300) return fail(20012);
    if (this.mode === 'refuse') return fail(10008);
    if (this.mode === 'hang') {
      this.hanging.add(response);
      return undefined;
    }
    this.replies.push({ who: form.get('receiver_id'), text: data.text });
    if (this.mode === 'fail_after_accept') return response.writeHead(500).end('oops');
    const good = { result: true, receiver_id: form.get('receiver_id'), sender_id: ACCOUNT, type: 'text', data: '' };
    if (this.mode === 'late200') return setTimeout(() => json(200, good), 1200);
    return json(200, good);
  }
}

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
