import { createRequire } from 'node:module';
import { sleep } from './outcome.mjs';

const require = createRequire(new URL('../../../web/package.json', import.meta.url));
const WebSocket = require('ws');

/**
 * A customer's client as docs/chat-protocol.md asks for it: outbox with client message ids, resume
 * by epoch and seq, reconnect with full jitter. It keeps what it saw, and notes what must not be.
 */
export class Customer {
  constructor({ url, inbox, name, random, journal = null, pause = 200 }) {
    Object.assign(this, { url, inbox, name, random, journal, pause });
    this.token = undefined;
    this.epoch = undefined;
    this.applied = 0; // every event up to here was seen
    this.snapshotAt = 0; // numbers up to here came as a snapshot, not one by one
    this.events = new Map(); // seq → event, above snapshotAt
    this.messages = new Map(); // seq → {mid, body, from, cmid}
    this.outbox = [];
    this.acks = new Map(); // cmid → {seq, mid}
    this.faults = [];
    this.connects = this.resumes = this.snapshots = 0;
    this.running = true;
    this.socket = null;
    this.ready = false;
  }

  /** Puts a message into the outbox and sends it when connected. */
  async send(body) {
    const message = { cmid: this.random.uuid(), body, sent: 0 };
    await this.journal?.write({ what: 'send', who: this.name, cmid: message.cmid, body });
    this.outbox.push(message);
    if (this.ready) this.post(message);
    return message;
  }

  post(message) {
    message.sent = Date.now();
    this.frame({ t: 'send', cmid: message.cmid, kind: 'text', body: message.body });
  }

  frame(value) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(value));
  }

  /** Stays connected until `stop`. */
  async run() {
    let wait = 20;
    while (this.running) {
      const lived = await this.connectOnce();
      if (lived) wait = 20;
      await sleep(this.random.next() * wait); // full jitter, faster than a browser's
      wait = Math.min(wait * 2, this.pause);
    }
  }

  stop() {
    this.running = false;
    this.socket?.terminate();
  }

  /** One connection from its handshake to its end; true when it said hello successfully. */
  connectOnce() {
    return new Promise(resolve => {
      const socket = new WebSocket(
        `${this.url.replace(/^http/, 'ws')}/chat/v1/ws?inbox=${encodeURIComponent(this.inbox)}`,
        'chat.v1',
        { origin: this.url, handshakeTimeout: 5000, perMessageDeflate: false },
      );
      this.socket = socket;
      let welcomed = false;
      // A cut that nobody announces: no word for two seconds while an answer is due.
      const watch = setInterval(() => {
        const due = this.outbox.find(message => message.sent && Date.now() - message.sent > 4000);
        if (due || !welcomed) socket.terminate();
      }, 4000);
      socket.on('open', () => {
        const resume = this.epoch === undefined ? undefined : { epoch: this.epoch, seq: this.applied };
        this.frame({ t: 'hello', v: 1, token: this.token, dev: `faults-${this.name}`, lang: 'en', resume });
      });
      socket.on('message', bytes => {
        let frame;
        try {
          frame = JSON.parse(bytes);
        } catch {
          this.faults.push(`not JSON: ${String(bytes).slice(0, 80)}`);
          return;
        }
        welcomed ||= frame.t === 'welcome';
        this.receive(frame);
      });
      socket.on('error', () => {}); // 'close' follows
      socket.on('close', () => {
        clearInterval(watch);
        this.ready = false;
        for (const message of this.outbox) message.sent = 0;
        resolve(welcomed);
      });
    });
  }

  receive(frame) {
    switch (frame.t) {
      case 'welcome': return this.welcome(frame);
      case 'snap': return this.snapshot(frame);
      case 'ack': return this.acknowledged(frame);
      case 'nack': return this.refused(frame);
      case 'ev': return this.event(frame);
      case 'more': return this.older(frame);
      case 'ping': return this.frame({ t: 'pong' });
      default: return undefined; // typing, pres, bye
    }
  }

  welcome(frame) {
    this.connects += 1;
    if (frame.token) this.token = frame.token;
    if (this.epoch !== undefined && frame.resumed && frame.epoch !== this.epoch)
      this.faults.push(`resumed over a change of epoch, ${this.epoch} to ${frame.epoch}`);
    this.epoch = frame.epoch;
    if (!frame.resumed) return; // a snapshot follows, then we are ready
    this.resumes += 1;
    this.begin();
  }

  /** Everything in the outbox goes out (again), in order. */
  begin() {
    this.ready = true;
    for (const message of this.outbox) this.post(message);
  }

  snapshot(frame) {
    this.snapshots += 1;
    this.messages.clear();
    this.events.clear();
    this.applied = this.snapshotAt = frame.seq;
    for (const message of frame.msgs) this.keep(message);
    if (frame.more && frame.msgs.length) this.frame({ t: 'more', before: Math.min(...frame.msgs.map(m => m.seq)) });
    else this.whole = true;
    this.begin();
  }

  older(frame) {
    for (const message of frame.msgs) this.keep(message);
    if (frame.more && frame.msgs.length) this.frame({ t: 'more', before: Math.min(...frame.msgs.map(m => m.seq)) });
    else this.whole = true;
  }

  keep({ mid, seq, body, from, cmid }) {
    const before = this.messages.get(seq);
    if (before && before.mid !== mid) this.faults.push(`number ${seq} is two messages, ${before.mid} and ${mid}`);
    this.messages.set(seq, { mid, body, from, cmid: cmid ?? before?.cmid });
  }

  saw(seq, event) {
    if (seq <= this.snapshotAt) return;
    this.events.set(seq, event);
    while (this.events.has(this.applied + 1)) this.applied += 1;
  }

  event(frame) {
    const before = this.events.get(frame.seq);
    if (before && before.k !== frame.k) this.faults.push(`number ${frame.seq} is ${before.k} and ${frame.k}`);
    this.saw(frame.seq, { k: frame.k });
    if (frame.k === 'msg') {
      this.keep({ ...frame.m, seq: frame.seq });
      if (frame.m.cmid) this.leave(frame.m.cmid, frame.seq, frame.m.mid);
    }
    if (frame.k === 'edit') {
      for (const message of this.messages.values()) if (message.mid === frame.mid) message.body = frame.body;
    }
    if (this.applied % 10 === 0) this.frame({ t: 'got', seq: this.applied });
  }

  acknowledged(frame) {
    const sent = this.outbox.find(message => message.cmid === frame.cmid);
    const known = this.acks.get(frame.cmid);
    if (known && (known.seq !== frame.seq || known.mid !== frame.mid))
      this.faults.push(`two different acks for ${frame.cmid}: ${known.seq} and ${frame.seq}`);
    if (sent) this.keep({ mid: frame.mid, seq: frame.seq, body: frame.body ?? sent.body, from: 'customer', cmid: frame.cmid });
    this.saw(frame.seq, { k: 'msg' });
    this.leave(frame.cmid, frame.seq, frame.mid);
  }

  leave(cmid, seq, mid) {
    if (!this.acks.has(cmid)) {
      this.acks.set(cmid, { seq, mid });
      this.journal?.write({ what: 'ack', who: this.name, cmid, seq, mid });
    }
    this.outbox = this.outbox.filter(message => message.cmid !== cmid);
  }

  refused(frame) {
    this.nacks ??= {};
    this.nacks[frame.code] = (this.nacks[frame.code] ?? 0) + 1;
    const message = this.outbox.find(candidate => candidate.cmid === frame.cmid);
    if (frame.code === 'auth') this.token = undefined;
    if (!message) return;
    if (frame.code === 'rate' || frame.code === 'unavailable') {
      message.sent = 0;
      // The whole outbox again and in order, as a client that keeps its order must.
      clearTimeout(this.again);
      this.again = setTimeout(() => this.ready && this.begin(), (frame.retry ?? 0.3) * 1000);
    } else {
      this.faults.push(`nack ${frame.code} for ${frame.cmid}: ${frame.detail}`);
      this.outbox = this.outbox.filter(candidate => candidate !== message);
    }
  }

  /** Numbers that this client should have seen one by one and has not. */
  holes() {
    const top = Math.max(this.applied, ...this.events.keys());
    const missing = [];
    for (let seq = this.snapshotAt + 1; seq <= top; seq += 1) if (!this.events.has(seq)) missing.push(seq);
    return missing;
  }

  history() {
    return [...this.messages].sort(([a], [b]) => a - b).map(([seq, m]) => ({ seq, mid: m.mid, body: m.body, from: m.from }));
  }
}

/** The server's history for a token, asked anew, without resume. */
export async function historyOf({ url, inbox, token, random }) {
  const reader = new Customer({ url, inbox, name: 'reader', random });
  reader.token = token;
  const running = reader.run();
  for (let waited = 0; !reader.whole && waited < 10000; waited += 10) await sleep(10);
  reader.stop();
  await running;
  if (!reader.whole) throw new Error('the history could not be read');
  return reader.history();
}
