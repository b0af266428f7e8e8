// A desk that says what a test wants it to say: the panel and its origin are real, the socket is not.
import type { Page, WebSocketRoute } from '@playwright/test';

interface Said {
  from: 'agent' | 'system' | 'customer';
  body: string;
  auto?: string;
  quick?: string[];
  links?: { title: string; url: string }[];
}

type Frame = Record<string, unknown>;

export class SaidDesk {
  /** What the customer sent, by frame. */
  readonly heard: Frame[] = [];
  queue: Frame | null = null;
  private seq = 0;
  private readonly messages: Frame[] = [];
  private line: WebSocketRoute | undefined;

  static async on(page: Page): Promise<SaidDesk> {
    const desk = new SaidDesk();
    await page.routeWebSocket(/\/chat\/v1\/ws/, line => {
      desk.line = line;
      line.onMessage(text => desk.hears(JSON.parse(String(text)) as Frame));
    });
    return desk;
  }

  bodies(): unknown[] {
    return this.heard.filter(f => f.t === 'send').map(f => f.body);
  }

  frame(frame: Frame): void {
    this.line?.send(JSON.stringify(frame));
  }

  says(said: Said): void {
    const m = this.keep({ ...said });
    this.frame({ t: 'ev', seq: m.seq, k: 'msg', m });
  }

  inQueue(queue: Frame): void {
    this.queue = queue;
    this.frame({ t: 'queue', ...queue });
  }

  /** The connection breaks; the panel comes back by itself. */
  async cut(): Promise<void> {
    await this.line?.close({ code: 1012 });
  }

  private keep(said: Frame): Frame {
    this.seq += 1;
    const m = { mid: `m${this.seq}`, seq: this.seq, ts: Date.now(), ...said };
    this.messages.push(m);
    return m;
  }

  private hears(frame: Frame): void {
    this.heard.push(frame);
    if (frame.t === 'hello') {
      const { seq } = this;
      const now = Date.now();
      this.frame({ t: 'welcome', sid: 's', epoch: 'e', seq, resumed: false, hb: 25, max: 65536, now });
      const conv = seq ? { id: 'c', status: 'open' } : null;
      this.frame({ t: 'snap', seq, conv, msgs: this.messages, more: false, unread: 0, queue: this.queue });
    }
    if (frame.t === 'send') {
      const m = this.keep({ from: 'customer', body: frame.body, cmid: frame.cmid });
      this.frame({ t: 'ack', cmid: frame.cmid, mid: m.mid, seq: m.seq, ts: m.ts });
    }
    if (frame.t === 'ping') this.frame({ t: 'pong' });
  }
}

/** Answers a route with JSON and keeps what it was asked. */
export async function answers(page: Page, path: string, answer: unknown): Promise<Frame[]> {
  const asked: Frame[] = [];
  await page.route(`**${path}*`, route => {
    const text = route.request().postData();
    asked.push(text ? (JSON.parse(text) as Frame) : {});
    return typeof answer === 'number'
      ? route.fulfill({ status: answer, body: '' })
      : route.fulfill({ json: typeof answer === 'function' ? answer() : answer });
  });
  return asked;
}
