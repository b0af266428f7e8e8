// Three ways to carry the same frames: the socket, server-sent events read from a fetch stream (so that
// the token can stand in a header), and the long poll. A transport lives for one connection.
import type { ClientFrame, ServerFrame } from './frames';

export interface Wire {
  send(frame: ClientFrame): boolean;
  close(): void;
}

export interface Ears {
  opened(): void;
  frame(frame: ServerFrame): void;
  /** Any sign of life, so that a silent connection can be told from a quiet one. */
  alive(): void;
  /** `unfit`: this way works for greetings but not for news, so the next rung is wanted at once. */
  closed(code: number, unfit?: boolean): void;
}

export interface Address {
  base: string;
  inbox: string;
  token(): string | undefined;
  position(): { epoch: string; seq: number } | undefined;
}

export type Transport = (address: Address, ears: Ears) => Wire;

const query = (a: Address) => `?inbox=${encodeURIComponent(a.inbox)}`;

export const socket: Transport = (address, ears) => {
  const ws = new WebSocket(`${address.base.replace(/^http/, 'ws')}/chat/v1/ws${query(address)}`, 'chat.v1');
  let over = false;
  const end = (code: number) => {
    if (over) return;
    over = true;
    ears.closed(code);
  };
  ws.onopen = () => ears.opened();
  ws.onmessage = event => {
    if (over) return;
    ears.alive();
    ears.frame(JSON.parse(event.data as string) as ServerFrame);
  };
  ws.onclose = event => end(event.code);
  ws.onerror = () => end(1006);
  return {
    send(frame) {
      if (ws.readyState !== WebSocket.OPEN) return false;
      ws.send(JSON.stringify(frame));
      return true;
    },
    close() {
      over = true;
      ws.close(1000);
    },
  };
};

const CODE_OF_STATUS: Record<number, number> = { 400: 4400, 401: 4401, 403: 4401, 429: 4429, 503: 4503 };

/** What SSE and the long poll share: frames go by POST, one request at a time, in order. */
function overHttp(address: Address, ears: Ears, listen: (stop: AbortSignal) => Promise<void>): Wire {
  const stop = new AbortController();
  let queue: ClientFrame[] = [];
  let busy = false;
  let listening = false;
  const end = (code: number, unfit = false) => {
    if (stop.signal.aborted) return;
    stop.abort();
    ears.closed(code, unfit);
  };
  const flush = async () => {
    if (busy || queue.length === 0 || stop.signal.aborted) return;
    busy = true;
    const batch = queue;
    queue = [];
    try {
      const response = await fetch(`${address.base}/chat/v1/cmd${query(address)}`, {
        method: 'POST',
        headers: headers(address, { 'Content-Type': 'application/json' }),
        body: JSON.stringify(batch.length === 1 ? batch[0] : batch),
        signal: stop.signal,
        cache: 'no-store',
      });
      if (!response.ok) return end(CODE_OF_STATUS[response.status] ?? 1006);
      const { frames } = (await response.json()) as { frames: ServerFrame[] };
      ears.alive();
      if (frames.some(f => f.t === 'nack' && f.code === 'auth') && !frames.some(f => f.t === 'welcome')) {
        if (!listening) return end(4401);
      }
      for (const frame of frames) ears.frame(frame);
      if (!listening) {
        listening = true;
        listen(stop.signal).then(
          () => end(1000),
          error => (error instanceof Refused ? end(error.code) : end(1006, error instanceof Held)),
        );
      }
    } catch {
      return end(1006);
    } finally {
      busy = false;
    }
    void flush();
  };
  queueMicrotask(() => ears.opened());
  return {
    send(frame) {
      if (stop.signal.aborted) return false;
      queue.push(frame);
      void flush();
      return true;
    },
    close() {
      stop.abort();
    },
  };
}

class Refused extends Error {
  constructor(readonly code: number) {
    super(`refused ${code}`);
  }
}

/** Something on the way does not let the stream through, or keeps it to itself. */
class Held extends Error {}

function headers(address: Address, more: Record<string, string> = {}): Record<string, string> {
  const token = address.token();
  return token ? { ...more, Authorization: `Bearer ${token}` } : more;
}

async function opened(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, cache: 'no-store' });
  if (!response.ok) throw new Refused(CODE_OF_STATUS[response.status] ?? 1006);
  return response;
}

const STREAM_OPENS_WITHIN_MS = 8000;

function within<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Held()), ms);
    const failed = (error: unknown) => reject(error instanceof Refused ? error : new Held());
    work.then(resolve, failed).finally(() => clearTimeout(timer));
  });
}

export const events: Transport = (address, ears) =>
  overHttp(address, ears, async stop => {
    const at = address.position();
    const opening = opened(`${address.base}/chat/v1/events${query(address)}`, {
      headers: headers(address, {
        Accept: 'text/event-stream',
        ...(at ? { 'Last-Event-ID': `${at.epoch}.${at.seq}` } : {}),
      }),
      signal: stop,
    });
    const response = await within(opening, STREAM_OPENS_WITHIN_MS);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      ears.alive();
      const blocks = (rest + value).split(/\r?\n\r?\n/);
      rest = blocks.pop()!;
      for (const block of blocks) {
        const data = block
          .split(/\r?\n/)
          .filter(line => line.startsWith('data:'))
          .map(line => line.slice(5).trimStart())
          .join('\n');
        if (data && !stop.aborted) ears.frame(JSON.parse(data) as ServerFrame);
      }
    }
  });

export const longPoll: Transport = (address, ears) =>
  overHttp(address, ears, async stop => {
    while (!stop.aborted) {
      const at = address.position();
      const where = at ? `&after=${at.seq}&epoch=${encodeURIComponent(at.epoch)}` : '&after=0';
      const response = await opened(`${address.base}/chat/v1/poll${query(address)}${where}&wait=25`, {
        headers: headers(address),
        signal: stop,
      });
      const { frames } = (await response.json()) as { frames: ServerFrame[] };
      ears.alive();
      if (!stop.aborted) for (const frame of frames) ears.frame(frame);
    }
  });
