// A real Keydesk for the tests: its own data folder, a free loopback port, an admin, an inbox, and a page
// of a "wallet" on another port with the widget in it. Ended by its process id.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BINARY = process.env.KEYDESK ?? fileURLToPath(new URL('../../build/release/keydesk', import.meta.url));

export interface Person {
  id: string;
  name: string;
  email: string;
  password: string;
}

/** An agent's session over the API, for what a test does behind the console. */
export class AgentApi {
  private cookie = '';
  private csrf = '';

  constructor(
    private readonly base: string,
    readonly person: Pick<Person, 'email' | 'password'>,
  ) {}

  async logIn(): Promise<this> {
    const response = await fetch(`${this.base}/api/v1/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: this.base },
      body: JSON.stringify({ email: this.person.email, password: this.person.password }),
    });
    if (!response.ok) throw new Error(`log-in: ${response.status} ${await response.text()}`);
    this.cookie = response.headers
      .getSetCookie()
      .map(c => c.split(';')[0])
      .join('; ');
    this.csrf = ((await response.json()) as { csrf: string }).csrf;
    return this;
  }

  /** What a browser that had logged in would have. */
  get cookies(): { name: string; value: string }[] {
    return this.cookie.split('; ').map(pair => {
      const at = pair.indexOf('=');
      return { name: pair.slice(0, at), value: pair.slice(at + 1) };
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: the tests name the fields they use.
  async call(method: string, path: string, body?: unknown): Promise<any> {
    const response = await fetch(`${this.base}/api/v1${path}`, {
      method,
      headers: {
        Cookie: this.cookie,
        'X-CSRF-Token': this.csrf,
        Origin: this.base,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  get = (path: string) => this.call('GET', path);
  post = (path: string, body: unknown) => this.call('POST', path, body);
  patch = (path: string, body: unknown) => this.call('PATCH', path, body);
  put = (path: string, body: unknown) => this.call('PUT', path, body);

  /** The newest open conversation, once it says `text`. */
  async conversationSaying(text: string): Promise<{ id: string; seq: number }> {
    for (const until = Date.now() + 15_000; Date.now() < until; await new Promise(r => setTimeout(r, 150))) {
      const { items } = await this.get('/conversations?view=all&status=any&limit=50');
      for (const conv of items) {
        const { messages } = await this.get(`/conversations/${conv.id}`);
        if (messages.some((m: { body: string }) => m.body.includes(text))) return conv;
      }
    }
    throw new Error(`no conversation says "${text}"`);
  }

  async bodies(conversation: string): Promise<{ kind: string; body: string }[]> {
    const { messages } = await this.get(`/conversations/${conversation}`);
    return messages;
  }

  async reply(conversation: string, body: string, kind: 'reply' | 'note' = 'reply'): Promise<void> {
    const { conv } = await this.get(`/conversations/${conversation}`);
    await this.post(`/conversations/${conversation}/messages`, {
      client_id: crypto.randomUUID(),
      kind,
      body,
      seen_seq: conv.seq,
      force: true,
    });
  }
}

export class Desk {
  base = '';
  data = '';
  log = '';
  private process: ChildProcess | undefined;

  /** `demo` is `serve` with conversations in it and a log-in that is printed. */
  constructor(
    private readonly command: 'serve' | 'demo' = 'demo',
    private readonly more: readonly string[] = [],
  ) {}

  /** The log-in that `keydesk demo` prints. */
  get demoAgent(): Person {
    const [, email, password] = /Log in with\s+(\S+)\s+password:\s+(\S+)/.exec(this.log) ?? [];
    if (!email || !password) throw new Error(`no log-in in: ${this.log}`);
    return { id: '', name: '苏雅', email, password };
  }

  async start(options: { port?: number } = {}): Promise<void> {
    this.data ||= await mkdtemp(join(tmpdir(), 'keydesk-e2e-'));
    const child = spawn(
      BINARY,
      [this.command, '--data', this.data, '--listen', `127.0.0.1:${options.port ?? 0}`, ...this.more],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.process = child;
    const url = new Promise<string>((found, failed) => {
      const hear = (chunk: Buffer) => {
        this.log += chunk.toString();
        const match = /http:\/\/(127\.0\.0\.1:\d+)/.exec(this.log.slice(-4000));
        if (match) found(`http://${match[1]}`);
      };
      child.stdout!.on('data', hear);
      child.stderr!.on('data', hear);
      child.once('exit', code => failed(new Error(`keydesk ended with ${code}: ${this.log}`)));
      child.once('error', failed);
    });
    this.base = await url;
    for (const until = Date.now() + 10_000; ; ) {
      const ready = await fetch(`${this.base}/readyz`).catch(() => undefined);
      if (ready?.ok) return;
      if (Date.now() > until) throw new Error(`not ready: ${this.log}`);
      await new Promise(r => setTimeout(r, 50));
    }
  }

  /** SIGKILL leaves nothing a chance to tidy up. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise(r => child.once('exit', r));
    child.kill(signal);
    await gone;
  }

  async restart(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const port = Number(new URL(this.base).port);
    await this.stop(signal);
    this.log = '';
    await this.start({ port });
  }

  async remove(): Promise<void> {
    await this.stop();
    if (this.data) await rm(this.data, { recursive: true, force: true });
  }
}

/** The wallet's own site: another origin, a strict policy, the widget's tag and nothing else. */
export class WalletSite {
  private server: Server | undefined;
  port = 0;

  async start(): Promise<void> {
    this.server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://wallet');
      const desk = url.searchParams.get('desk') ?? '';
      const lang = url.searchParams.get('lang') ?? 'zh-CN';
      const hostile = url.searchParams.has('hostile');
      if (url.pathname === '/hostile.css') {
        response.writeHead(200, { 'Content-Type': 'text/css' });
        response.end(
          '*{display:none!important;transform:rotate(20deg)!important;opacity:0!important;z-index:-1!important}html,body{display:block!important}',
        );
        return;
      }
      response.writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': `default-src 'self'; script-src 'self' ${desk}; style-src 'self'; frame-src ${desk}; require-trusted-types-for 'script'; trusted-types 'none'`,
      });
      response.end(`<!doctype html><html lang="${lang}"><head><meta name="viewport" content="width=device-width"><title>Wallet</title>
${hostile ? '<link rel="stylesheet" href="/hostile.css">' : ''}
<script src="${desk}/widget.js" data-inbox="${url.searchParams.get('inbox') ?? ''}" data-test async></script>
</head><body><h1>Wallet</h1></body></html>`);
    });
    await new Promise<void>(ready => this.server!.listen(0, '127.0.0.1', ready));
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** `host` decides how the browser sees it: 127.0.0.1 is the desk's own site, localhost another one. */
  url(desk: string, inbox: string, more = '', host = '127.0.0.1'): string {
    return `http://${host}:${this.port}/?desk=${encodeURIComponent(desk)}&inbox=${inbox}${more}`;
  }

  origins(): string[] {
    return [`http://127.0.0.1:${this.port}`, `http://localhost:${this.port}`];
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise(r => (this.server ? this.server.close(r) : r(undefined)));
  }
}
