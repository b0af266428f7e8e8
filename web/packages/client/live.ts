// The live socket: says hello with the last change it has applied, answers pings, comes back with
// full jitter after a cut, and tells its owner whether what was missed has been replayed.

import type { ClientFrame, ServerFrame } from './types';

export type LiveState = 'idle' | 'connecting' | 'live' | 'waiting';

export interface LiveOptions {
  url: string;
  csrf: () => string;
  onFrame: (frame: ServerFrame) => void;
  onState?: (state: LiveState) => void;
  /** The socket was refused because the session has ended. */
  onDenied?: () => void;
  makeSocket?: (url: string, protocol: string) => WebSocket;
  random?: () => number;
}

const firstWait = 500;
const longestWait = 30_000;

/** Full jitter: anything between nothing and the doubled wait, so that a restart is not a stampede. */
export function jitteredWait(attempt: number, random: () => number): number {
  return Math.min(longestWait, firstWait * 2 ** attempt) * random();
}

export class LiveSocket {
  #options: LiveOptions;
  #socket: WebSocket | undefined;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #heartbeat = 25;
  #change: number | undefined;
  #state: LiveState = 'idle';
  #stopped = true;
  #viewing: string | null = null;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  get state(): LiveState {
    return this.#state;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#attempt = 0;
    this.#open();
  }

  stop(): void {
    this.#stopped = true;
    this.#change = undefined;
    clearTimeout(this.#timer);
    this.#drop();
    this.#set('idle');
  }

  /** The browser is online or visible again: do not sit out the wait. */
  hurry(): void {
    if (this.#stopped || this.#state !== 'waiting') return;
    clearTimeout(this.#timer);
    this.#attempt = 0;
    this.#open();
  }

  /** Somebody looks again, perhaps after hours of sleep: the line answers within 5 s or is dropped. */
  probe(): void {
    if (this.#state !== 'live') return this.hurry();
    this.#send({ t: 'ping' });
    this.#watch(5000);
  }

  /** What this tab looks at; said again after every reconnect. */
  view(conversation: string | null): void {
    this.#viewing = conversation;
    this.#send({ t: 'view', conversation });
  }

  typing(conversation: string, on: boolean, note: boolean): void {
    this.#send({ t: 'typing', conversation, on, note });
  }

  #send(frame: ClientFrame): void {
    if (this.#state === 'live' || frame.t === 'hello') this.#socket?.send(JSON.stringify(frame));
  }

  #open(): void {
    this.#set('connecting');
    const make = this.#options.makeSocket ?? ((url, protocol) => new WebSocket(url, protocol));
    let socket: WebSocket;
    try {
      socket = make(this.#options.url, 'desk.v1');
    } catch {
      this.#later();
      return;
    }
    this.#socket = socket;
    socket.onopen = () => {
      const hello: ClientFrame = { t: 'hello', csrf: this.#options.csrf() };
      if (this.#change !== undefined) hello.after = this.#change;
      this.#send(hello);
      this.#watch();
    };
    socket.onmessage = event => socket === this.#socket && this.#receive(String(event.data));
    socket.onclose = event => {
      if (socket !== this.#socket) return;
      this.#drop();
      if (event.code === 4401) {
        this.stop();
        this.#options.onDenied?.();
      } else this.#later();
    };
    this.#watch();
  }

  #receive(text: string): void {
    this.#watch();
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text) as ServerFrame;
    } catch {
      return;
    }
    if (frame.t === 'ping') return this.#send({ t: 'pong' });
    if (frame.t === 'pong') return;
    if (frame.t === 'bye') {
      this.#drop();
      if (frame.reconnect === false) this.#set('waiting');
      else this.#later((frame.after ?? 0) * 1000);
      return;
    }
    if (frame.t === 'welcome') {
      this.#heartbeat = frame.hb || 25;
      this.#attempt = 0;
      // A welcome that resumes replays everything after our own change; it must not jump ahead of it.
      if (!frame.resumed || this.#change === undefined) this.#change = frame.change;
      this.#set('live');
      // A page cannot see the protocol's own pings: it asks for a sign of life itself.
      clearInterval(this.#beat);
      this.#beat = setInterval(() => this.#send({ t: 'ping' }), this.#heartbeat * 1000);
      if (this.#viewing !== null) this.#send({ t: 'view', conversation: this.#viewing });
    }
    this.#options.onFrame(frame);
    if (frame.t === 'conv') this.#change = Math.max(this.#change ?? 0, frame.conv.change);
  }

  /** Silence for two heartbeats means the line is dead although nobody closed it. */
  #watch(patience = this.#heartbeat * 2000): void {
    clearTimeout(this.#watchdog);
    const socket = this.#socket;
    this.#watchdog = setTimeout(() => {
      if (socket !== this.#socket) return;
      this.#drop();
      this.#later();
    }, patience);
  }

  #later(atLeast = 0): void {
    if (this.#stopped) return;
    this.#set('waiting');
    const wait = atLeast + jitteredWait(this.#attempt++, this.#options.random ?? Math.random);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), wait);
  }

  #drop(): void {
    clearTimeout(this.#watchdog);
    clearInterval(this.#beat);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #set(state: LiveState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.onState?.(state);
  }
}
