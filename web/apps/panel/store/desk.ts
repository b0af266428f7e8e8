// The panel's heart: one connection, one thread, one outbox, as signals for the view.

import { locale } from '@keydesk/ui/i18n';
import { fullJitter } from '@keydesk/wire/backoff';
import type { Ack, ClientFrame, Message, Nack, Queue, ServerFrame } from '@keydesk/wire/frames';
import { Link, type LinkState } from '@keydesk/wire/link';
import { computed, signal } from '@preact/signals';
import type { Findings, GuardClient, GuardContext, Verdict } from '../guard';
import type { OtherDoor } from '../shell';
import { device } from './device';
import { Driver } from './driver';
import { Outbox, stored, type Waiting } from './outbox';
import { type Own, Takeouts } from './takeouts';
import {
  emptyThread,
  fromSnap,
  overTheHole,
  type Thread,
  unread as unreadOf,
  withAck,
  withEvent,
  withHistory,
} from './thread';
import { Uploads } from './uploads';
import type { Vault } from './vault';

export const MAX_BODY = 8000;
const EARLIER_FOR_GUARD = 6;
const HOLE_PATIENCE_MS = 2000;
const TYPING_ENDS_MS = 6000;

export class Desk {
  readonly thread = signal<Thread>(emptyThread);
  readonly state = signal<LinkState>('idle');
  readonly waiting = signal<readonly Waiting[]>([]);
  readonly typing = signal<{ name: string; avatar?: string } | null>(null);
  readonly presence = signal<{ agents: number; eta?: number } | null>(null);
  readonly queue = signal<Queue | null>(null);
  /** What the guard said of the draft, once typing paused. */
  readonly judged = signal<{ text: string; state: Verdict['state'] } | null>(null);
  /** What was found once in a draft is held against all of it, until it is empty. */
  judge(text: string, state: Verdict['state']): void {
    this.judged.value = { text, state: this.judged.peek()?.state === 'found' ? 'found' : state };
  }
  readonly loadingOlder = signal(false);
  readonly visitor = signal('');
  readonly unread = computed(() => unreadOf(this.thread.value));
  readonly uploads: Uploads;
  private readonly link: Link;
  private readonly outbox: Outbox;
  private readonly takeouts: Takeouts;
  private readonly driver: Driver;
  /** Client ids that went out on the present connection. */
  readonly out = signal<ReadonlySet<string>>(new Set());
  private jwt: string | undefined;
  private token: string | undefined;
  private gotTimer: ReturnType<typeof setTimeout> | undefined;
  private gotSent = 0;
  private readSent = '';
  private holeTimer: ReturnType<typeof setTimeout> | undefined;
  private holeAt = -1;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private refusals = 0;

  constructor(
    readonly inbox: string,
    readonly vault: Vault,
    private readonly guard: GuardClient,
    private readonly arrived: (m: Message) => void,
  ) {
    this.outbox = new Outbox(vault, items => {
      this.waiting.value = items;
    });
    this.driver = new Driver(
      inbox,
      () => void this.outbox.load(),
      () => void this.outbox.load().then(() => this.flush()),
    );
    this.uploads = new Uploads({
      send: frame => this.link.send(frame),
      token: () => this.token,
      address: url => this.withInbox(url),
      cleared: file => this.clearedFile(file),
    });
    this.takeouts = new Takeouts(frame => this.link.send(frame));
    this.link = new Link({
      base: location.origin,
      inbox,
      token: () => this.token,
      position: () => {
        const { epoch, seq } = this.thread.peek();
        return epoch ? { epoch, seq } : undefined;
      },
      hello: () => this.hello(),
      frame: frame => this.received(frame),
      state: state => this.entered(state),
      refused: () => this.forget(),
    });
  }

  async start(): Promise<void> {
    this.token = await this.vault.get<string>('token');
    await this.outbox.load();
    this.driver.take();
    this.link.start();
    addEventListener('online', () => this.link.kick());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.link.kick();
    });
  }

  // ---- what the customer does -----------------------------------------------------------------------

  /** The last own messages: a phrase may be split over them. */
  private own(): Own[] {
    const said = this.thread.peek().messages.filter(m => m.from === 'customer');
    return [...said, ...this.unsettled()].slice(-EARLIER_FOR_GUARD);
  }

  private context(own: readonly Own[], declaredHash: boolean): GuardContext {
    const agent = [...this.thread.peek().messages].reverse().find(m => m.from === 'agent');
    return {
      earlier: own.map(m => m.body),
      agentSaid: agent?.body ?? '',
      locale: locale.peek() === 'en' ? 'en' : 'zh',
      declaredHash,
    };
  }

  /** Pieces of the same secret that are out already are taken out of the desk's records. */
  async check(text: string, declaredHash = false): Promise<Verdict> {
    const own = this.own();
    const verdict = await this.guard.check(text, this.context(own, declaredHash));
    if (verdict.state === 'found') this.takeouts.add(own, verdict.findings.earlier);
    return verdict;
  }

  /** Keeps the message, then sends it. The text must have passed the guard. `alone`: without the files that
      stand in the composer. */
  async say(body: string, declared?: 'tx_hash', alone = false): Promise<void> {
    const files = alone ? [] : this.uploads.items.peek().filter(u => u.state === 'done' && u.fid);
    const item: Waiting = { cmid: crypto.randomUUID(), body, at: Date.now() };
    if (declared) item.declared = declared;
    if (files.length) {
      item.att = files.map(u => ({
        fid: u.fid!,
        name: u.file.name,
        size: u.file.size,
        type: u.file.type,
        image: u.image,
      }));
    }
    await this.outbox.add(item);
    if (!alone) this.uploads.clear();
    this.driver.tell();
    if (this.driver.drives) this.flush();
    else this.driver.take(true);
  }

  async retry(cmid: string): Promise<void> {
    await this.outbox.renew(cmid, crypto.randomUUID());
    this.driver.tell();
    this.flush();
  }

  /** Takes a refused message back; its text goes to the composer again. */
  async takeBack(cmid: string): Promise<string> {
    const body = this.waiting.peek().find(i => i.cmid === cmid)?.body ?? '';
    await this.outbox.settle(cmid);
    this.driver.tell();
    return body;
  }

  older(): void {
    const first = this.thread.peek().messages[0];
    if (!first || !this.thread.peek().more || this.loadingOlder.peek()) return;
    this.loadingOlder.value = this.link.send({ t: 'more', before: first.seq });
  }

  read(): void {
    const last = [...this.thread.peek().messages].reverse().find(m => m.from !== 'customer');
    if (!last || last.mid === this.readSent || this.unread.peek() === 0) return;
    if (!this.link.send({ t: 'read', mid: last.mid })) return;
    this.readSent = last.mid;
    this.thread.value = { ...this.thread.peek(), readByCustomer: last.mid };
  }

  typed(on: boolean): void {
    this.link.send({ t: 'typing', on });
  }

  identify(jwt: string): void {
    this.jwt = jwt;
    this.link.send({ t: 'identify', jwt });
  }

  page(url: string, title: string): void {
    this.pageNow = { t: 'page', url, title };
    this.link.send(this.pageNow);
  }
  private pageNow: ClientFrame | undefined;

  /** The bytes of an attachment: the token goes in a header, so an address alone opens nothing. */
  async file(fid: string): Promise<Blob> {
    return (await this.ask(`/chat/v1/files/${encodeURIComponent(fid)}`)).blob();
  }

  /** A link that leads this conversation on by another door; works once. */
  async elsewhere(door: OtherDoor): Promise<string> {
    if (!this.token) return door.url;
    const body = JSON.stringify({ inbox: door.inbox });
    return (await this.ask('/chat/v1/continue', { method: 'POST', body })).json().then(said => said.url);
  }

  async ask(path: string, init?: RequestInit): Promise<Response> {
    const headers: HeadersInit = this.token ? { Authorization: `Bearer ${this.token}` } : {};
    const response = await fetch(this.withInbox(path), { ...init, headers });
    if (!response.ok) throw new Error(String(response.status));
    return response;
  }

  private withInbox(url: string): string {
    return `${url}?inbox=${encodeURIComponent(this.inbox)}`;
  }

  // ---- what the desk says ---------------------------------------------------------------------------

  private hello(): ClientFrame {
    const { epoch, seq } = this.thread.peek();
    return {
      t: 'hello',
      v: 1,
      dev: device(navigator.userAgent),
      lang: locale.peek(),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(this.token ? { token: this.token } : {}),
      ...(this.jwt ? { jwt: this.jwt } : {}),
      ...(epoch ? { resume: { epoch, seq } } : {}),
    };
  }

  private received(frame: ServerFrame): void {
    switch (frame.t) {
      case 'welcome':
        if (frame.token) this.remember(frame.token);
        if (!frame.resumed)
          this.thread.value = { ...emptyThread, epoch: frame.epoch, messages: this.thread.peek().messages };
        if (frame.visitor?.name) this.visitor.value = frame.visitor.name;
        return;
      case 'snap':
        this.thread.value = fromSnap(this.thread.peek(), frame, this.thread.peek().epoch);
        this.queue.value = frame.queue ?? null;
        this.gotSent = 0;
        this.settleKnown(frame.msgs);
        return;
      case 'ev':
        return this.happened(frame);
      case 'ack':
        return this.acknowledged(frame);
      case 'nack':
        return this.refused(frame);
      case 'queue':
        this.queue.value = frame;
        return;
      case 'more':
        this.loadingOlder.value = false;
        this.thread.value = withHistory(this.thread.peek(), frame.msgs, frame.more);
        return;
      case 'visitor':
        this.visitor.value = frame.name;
        return;
      case 'typing':
        return this.agentTypes(frame.on ? frame.agent : null);
      case 'pres':
        this.presence.value = { agents: frame.agents, eta: frame.eta };
        return;
      case 'up':
        return this.uploads.granted(frame);
    }
  }

  private happened(event: Extract<ServerFrame, { t: 'ev' }>): void {
    const before = this.thread.peek();
    this.thread.value = withEvent(before, event);
    if (event.k === 'edit') this.takeouts.done(event.mid);
    if (event.k === 'msg' && event.seq > before.seq) {
      if (event.m.cmid) this.settleKnown([event.m]);
      if (event.m.from !== 'customer') {
        this.agentTypes(null);
        this.arrived(event.m);
      }
    }
    if (event.k === 'status' && event.name) this.visitor.value = event.name;
    this.watchHole();
    this.confirm();
  }

  private acknowledged(ack: Ack): void {
    this.refusals = 0;
    const item = this.waiting.peek().find(i => i.cmid === ack.cmid);
    if (!item) return;
    this.thread.value = withAck(this.thread.peek(), ack, {
      from: 'customer',
      att: item.att,
      ...stored(item, ack),
    });
    this.takeouts.acked(ack.cmid, ack.mid);
    void this.outbox.settle(ack.cmid).then(() => this.driver.tell());
    this.watchHole();
  }

  private refused(nack: Nack): void {
    this.uploads.refused(nack);
    const { cmid } = nack;
    // A refused identity: the conversation goes on without it. A refused token ends in close code 4401.
    if (nack.code === 'auth' && !cmid) this.jwt = undefined;
    if (!cmid || !this.waiting.peek().some(i => i.cmid === cmid)) return;
    switch (nack.code) {
      case 'rate':
        return this.again(cmid, Math.max(1, nack.retry ?? 3) * 1000);
      case 'unavailable':
        return this.again(cmid, 1000 + fullJitter(this.refusals++));
      case 'conflict':
        void this.outbox.renew(cmid, crypto.randomUUID()).then(() => this.flush());
        return;
      case 'auth':
        this.forget();
        this.link.restart();
        return;
      default:
        void this.outbox.fail(cmid, nack.code, nack.detail).then(() => this.driver.tell());
    }
  }

  private again(cmid: string, wait: number): void {
    setTimeout(() => {
      const out = new Set(this.out.peek());
      out.delete(cmid);
      this.out.value = out;
      this.flush();
    }, wait);
  }

  private entered(state: LinkState): void {
    this.state.value = state;
    if (state !== 'online') {
      this.out.value = new Set();
      this.loadingOlder.value = false;
      this.readSent = '';
      this.agentTypes(null);
      return;
    }
    if (this.pageNow) this.link.send(this.pageNow);
    this.uploads.resume();
    this.takeouts.flush();
    this.flush();
  }

  /** Sends what waits, in order, and each message once per connection. */
  private flush(): void {
    if (!this.link.online || !this.driver.drives) return;
    const out = new Set(this.out.peek());
    for (const frame of this.outbox.frames()) {
      if (out.has(frame.cmid)) continue;
      if (!this.link.send(frame)) break;
      out.add(frame.cmid);
    }
    this.out.value = out;
  }

  private settleKnown(messages: readonly Message[]): void {
    for (const m of messages) {
      if (m.cmid && this.waiting.peek().some(i => i.cmid === m.cmid)) void this.outbox.settle(m.cmid);
    }
  }

  private unsettled(): readonly Waiting[] {
    const known = new Set(this.thread.peek().messages.map(m => m.cmid));
    return this.waiting.peek().filter(i => !known.has(i.cmid));
  }

  private agentTypes(agent: { name: string; avatar?: string } | null): void {
    clearTimeout(this.typingTimer);
    this.typing.value = agent;
    if (agent) this.typingTimer = setTimeout(() => this.agentTypes(null), TYPING_ENDS_MS);
  }

  /** `got`: every ten events, or two seconds after the last. */
  private confirm(): void {
    const { seq } = this.thread.peek();
    clearTimeout(this.gotTimer);
    const tell = () => {
      if (this.link.send({ t: 'got', seq: this.thread.peek().seq })) this.gotSent = this.thread.peek().seq;
    };
    if (seq - this.gotSent >= 10) tell();
    else this.gotTimer = setTimeout(tell, 2000);
  }

  /** A hole between two events: resume once; when that does not fill it, go on without. */
  private watchHole(): void {
    clearTimeout(this.holeTimer);
    if (this.thread.peek().early.length === 0) return;
    this.holeTimer = setTimeout(() => {
      const now = this.thread.peek();
      if (now.early.length === 0) return;
      if (this.holeAt === now.seq) {
        this.thread.value = overTheHole(now);
        return this.watchHole();
      }
      this.holeAt = now.seq;
      this.thread.value = { ...now, early: [] };
      this.link.restart();
    }, HOLE_PATIENCE_MS);
  }

  private remember(token: string): void {
    this.token = token;
    void this.vault.set('token', token);
  }

  /** The desk does not know this visitor any more: begin as a new one, but keep what was written. */
  private forget(): void {
    this.token = undefined;
    this.thread.value = emptyThread;
    void this.vault.del('token');
  }

  private async clearedFile(file: File): Promise<'clean' | 'found' | 'unavailable'> {
    const text = await file.text();
    for (let at = 0; at < Math.max(1, text.length); at += 7500) {
      const verdict = await this.guard.check(
        text.slice(Math.max(0, at - 500), at + 7500),
        this.context(this.own(), false),
      );
      if (verdict.state === 'unavailable') return 'unavailable';
      if (verdict.state === 'found' && certain(verdict.findings)) return 'found';
    }
    return 'clean';
  }
}

/** Whether anything but "this could be a transaction hash" was found. */
export function certain(findings: Findings): boolean {
  return findings.earlier.length > 0 || findings.spans.some(s => !s.uncertain);
}
