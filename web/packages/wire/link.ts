// One customer's connection: says hello, keeps alive, comes back with full jitter, and goes from the
// socket to server-sent events to the long poll when something on the way eats the better one.
import { fullJitter } from './backoff';
import type { ClientFrame, ServerFrame } from './frames';
import { type Address, type Ears, events, longPoll, socket, type Transport, type Wire } from './transports';

export type LinkState = 'idle' | 'connecting' | 'online' | 'offline' | 'stopped';

export interface LinkOptions extends Address {
  hello(): ClientFrame;
  frame(frame: ServerFrame): void;
  state(state: LinkState): void;
  /** The server refused the token (4401): forget it before the next hello. */
  refused(): void;
  ladder?: Transport[];
  random?: () => number;
}

/** A rung is given up after this many connections in a row that never reached `welcome`. */
const TRIES_PER_RUNG = 2;
const WELCOME_WITHIN_MS = 10_000;

export class Link {
  private wire: Wire | undefined;
  private readonly ladder: Transport[];
  private rung = 0;
  private misses = 0;
  private attempt = 0;
  private delay: number | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private welcomeTimer: ReturnType<typeof setTimeout> | undefined;
  private watchTimer: ReturnType<typeof setInterval> | undefined;
  private heard = 0;
  private heartbeat = 25;
  private current: LinkState = 'idle';

  constructor(private readonly options: LinkOptions) {
    this.ladder = options.ladder ?? [socket, events, longPoll];
  }

  get online(): boolean {
    return this.current === 'online';
  }

  get transport(): 'ws' | 'sse' | 'poll' {
    return (['ws', 'sse', 'poll'] as const)[this.rung] ?? 'ws';
  }

  start(): void {
    if (this.current === 'idle') this.connect();
  }

  /** Something changed for the better (network back, page visible): try now. */
  kick(): void {
    if (this.current === 'online' || this.current === 'connecting' || this.current === 'idle') return;
    this.attempt = 0;
    this.connect();
  }

  /** Drops the connection and resumes at once, for instance when events are missing in between. */
  restart(): void {
    if (this.current === 'idle' || this.current === 'stopped') return;
    this.drop();
    this.connect();
  }

  stop(): void {
    this.drop();
    clearTimeout(this.retryTimer);
    this.enter('stopped');
  }

  send(frame: ClientFrame): boolean {
    return this.current === 'online' && (this.wire?.send(frame) ?? false);
  }

  private enter(state: LinkState): void {
    if (this.current === state) return;
    this.current = state;
    this.options.state(state);
  }

  private drop(): void {
    clearTimeout(this.welcomeTimer);
    clearInterval(this.watchTimer);
    const wire = this.wire;
    this.wire = undefined;
    wire?.close();
  }

  private connect(): void {
    clearTimeout(this.retryTimer);
    this.drop();
    this.enter('connecting');
    this.delay = undefined;
    let mine: Wire | undefined;
    const current = () => mine !== undefined && this.wire === mine;
    const ears: Ears = {
      opened: () => current() && mine!.send(this.options.hello()),
      alive: () => {
        this.heard = Date.now();
      },
      frame: frame => current() && this.received(frame),
      closed: (code, unfit) => current() && this.lost(code, unfit),
    };
    try {
      mine = this.ladder[this.rung]!(this.options, ears);
    } catch {
      this.lost(1006);
      return;
    }
    this.wire = mine;
    this.welcomeTimer = setTimeout(() => this.lost(1006), WELCOME_WITHIN_MS);
  }

  private received(frame: ServerFrame): void {
    if (frame.t === 'pong') return;
    if (frame.t === 'ping') {
      this.wire?.send({ t: 'pong' });
      return;
    }
    if (frame.t === 'bye') {
      if (frame.reconnect) this.delay = frame.after * 1000 * (1 + (this.options.random ?? Math.random)());
      else this.stop();
      return;
    }
    if (frame.t === 'welcome') this.welcomed(frame.hb);
    this.options.frame(frame);
    // Told only now: whoever hears "online" must find the position and the token already in place.
    if (frame.t === 'welcome') this.enter('online');
  }

  private welcomed(heartbeat: number): void {
    clearTimeout(this.welcomeTimer);
    this.heartbeat = heartbeat || 25;
    this.attempt = 0;
    this.misses = 0;
    this.heard = Date.now();
    clearInterval(this.watchTimer);
    this.watchTimer = setInterval(() => {
      const quiet = Date.now() - this.heard;
      if (quiet > this.heartbeat * 2000) this.lost(1006);
      // A page cannot see the socket's own pings: it asks for a sign of life itself.
      else if (quiet >= this.heartbeat * 1000) this.wire?.send({ t: 'ping' });
    }, 5000);
  }

  private lost(code: number, unfit = false): void {
    const reached = this.current === 'online';
    this.drop();
    if (code === 4401) this.options.refused();
    if (code === 4409) {
      this.enter('stopped');
      return;
    }
    if (unfit) this.misses = TRIES_PER_RUNG;
    if (unfit || (!reached && code < 4000)) this.climbDown();
    this.enter('offline');
    const least = code === 4429 ? 3000 : 0;
    const wait = this.delay ?? least + fullJitter(this.attempt++, this.options.random);
    this.retryTimer = setTimeout(() => this.connect(), wait);
  }

  private climbDown(): void {
    if (typeof navigator !== 'undefined' && navigator.onLine === false) return;
    this.misses += 1;
    if (this.misses < TRIES_PER_RUNG) return;
    this.misses = 0;
    this.rung = (this.rung + 1) % this.ladder.length;
  }
}
