import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeApi } from './api';
import { makeHttp } from './http';
import { jitteredWait, LiveSocket } from './live';
import { ApiError } from './problem';
import type { ServerFrame } from './types';

function answering(...answers: (Response | Error)[]) {
  const asked: { url: string; init: RequestInit }[] = [];
  const fetch = (async (url: string, init: RequestInit) => {
    asked.push({ url, init });
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return (answer as Response).clone();
  }) as unknown as typeof globalThis.fetch;
  return { fetch, asked };
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

test('a problem document becomes a typed error with its fields and its wait', async () => {
  const problem = {
    code: 'rate_limited',
    detail: 'Slow down.',
    errors: [
      { field: 'name', problem: 'too_long' },
      { field: 'sites[2]', problem: 'malformed' },
    ],
  };
  const { fetch } = answering(json(429, problem, { 'Retry-After': '7' }));
  const failure = await makeHttp({ fetch })
    .send('POST', '/x', {})
    .catch((error: unknown) => error);
  assert.ok(failure instanceof ApiError);
  assert.equal(failure.code, 'rate_limited');
  assert.equal(failure.retryAfter, 7);
  assert.equal(failure.field('name'), 'too_long');
  assert.equal(failure.field('sites'), 'malformed');
  assert.equal(failure.field('site'), undefined);
  assert.equal(failure.message, 'Slow down.');
});

test('an error without a document still has a code', async () => {
  const { fetch } = answering(new Response('<html>bad gateway</html>', { status: 404 }));
  const failure = (await makeHttp({ fetch })
    .send('DELETE', '/x')
    .catch((error: unknown) => error)) as ApiError;
  assert.equal(failure.code, 'not_found');
});

test('a read is tried again when the server was not ready, a write never', async () => {
  const ready = json(200, { ok: 1 });
  const reads = answering(json(503, {}), new TypeError('cut'), ready);
  assert.deepEqual(await makeHttp({ fetch: reads.fetch, waits: [0, 0] }).get('/x'), { ok: 1 });
  assert.equal(reads.asked.length, 3);
  const writes = answering(json(503, {}), ready);
  await assert.rejects(makeHttp({ fetch: writes.fetch, waits: [0, 0] }).send('POST', '/x', {}));
  assert.equal(writes.asked.length, 1);
});

test('a refused read is not tried again', async () => {
  const refused = answering(json(403, { code: 'denied' }));
  await assert.rejects(makeHttp({ fetch: refused.fetch, waits: [0, 0] }).get('/x'));
  assert.equal(refused.asked.length, 1);
});

test('whatever changes something carries the token of the log-in', async () => {
  const { fetch, asked } = answering(json(200, { me: {}, csrf: 'token' }), json(200, { conv: {} }));
  const api = makeApi(makeHttp({ fetch }));
  await api.login({ email: 'a', password: 'b' });
  await api.patchConversation('a/b', { status: 'resolved' });
  assert.equal((asked[1]?.init.headers as Record<string, string> | undefined)?.['X-CSRF-Token'], 'token');
  assert.equal(asked[1]?.url, '/api/v1/conversations/a%2Fb');
});

test('a lost session is told once, but not for a wrong password', async () => {
  const { fetch } = answering(json(401, { code: 'denied' }));
  const http = makeHttp({ fetch });
  let lost = 0;
  http.onSessionLost = () => lost++;
  await http.send('POST', '/login', {}).catch(() => undefined);
  assert.equal(lost, 0);
  await http.get('/conversations').catch(() => undefined);
  assert.equal(lost, 1);
});

class FakeSocket {
  static all: FakeSocket[] = [];
  sent: Record<string, unknown>[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  closed = false;
  constructor() {
    FakeSocket.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
  say(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

function connect() {
  FakeSocket.all = [];
  const frames: ServerFrame[] = [];
  const live = new LiveSocket({
    url: 'ws://x',
    csrf: () => 'token',
    onFrame: frame => frames.push(frame),
    makeSocket: () => new FakeSocket() as unknown as WebSocket,
    random: () => 0,
  });
  live.start();
  const socket = () => FakeSocket.all[FakeSocket.all.length - 1] as FakeSocket;
  const welcome = (change: number, resumed = false) => {
    socket().onopen?.();
    socket().say({ t: 'welcome', now: 1, change, resumed, hb: 25, online: [] });
  };
  return { live, frames, socket, welcome };
}

const nextTurn = () => new Promise(resolve => setTimeout(resolve, 5));

test('after a cut the socket resumes from the last change it has applied', async () => {
  const { live, socket, welcome } = connect();
  welcome(10);
  assert.deepEqual(socket().sent[0], { t: 'hello', csrf: 'token' });
  live.view('c1');
  socket().say({ t: 'conv', conv: { id: 'c1', change: 12 } });
  socket().onclose?.({ code: 1006 });
  await nextTurn();
  welcome(20, true);
  assert.deepEqual(socket().sent[0], { t: 'hello', csrf: 'token', after: 12 });
  assert.deepEqual(socket().sent[1], { t: 'view', conversation: 'c1' });
  // Cut again before the missed changes came: it must ask from 12 once more, not from 20.
  socket().onclose?.({ code: 1006 });
  await nextTurn();
  socket().onopen?.();
  assert.equal(socket().sent[0]?.after, 12);
  live.stop();
});

test('when nothing could be resumed the server’s present is the new beginning', async () => {
  const { live, socket, welcome } = connect();
  welcome(10);
  socket().onclose?.({ code: 1006 });
  await nextTurn();
  welcome(300, false);
  socket().onclose?.({ code: 1006 });
  await nextTurn();
  socket().onopen?.();
  assert.equal(socket().sent[0]?.after, 300);
  live.stop();
});

test('pings are answered and frames of an abandoned socket are ignored', async () => {
  const { live, frames, socket, welcome } = connect();
  welcome(1);
  socket().say({ t: 'ping' });
  assert.deepEqual(socket().sent.at(-1), { t: 'pong' });
  const old = socket();
  old.say({ t: 'bye', code: 'draining', reconnect: true, after: 0 });
  assert.ok(old.closed);
  await nextTurn();
  assert.notEqual(socket(), old);
  const before = frames.length;
  old.say({ t: 'conv', conv: { id: 'x', change: 99 } });
  assert.equal(frames.length, before);
  live.stop();
});

test('a quiet line is asked for a sign of life, and a draining server names its wait in seconds', async () => {
  const { live, socket } = connect();
  socket().onopen?.();
  socket().say({ t: 'welcome', now: 1, change: 1, resumed: false, hb: 0.005, online: [] });
  await new Promise(resolve => setTimeout(resolve, 8));
  assert.ok(socket().sent.some(frame => frame.t === 'ping'));
  const old = socket();
  old.say({ t: 'bye', code: 'draining', reconnect: true, after: 2 });
  await new Promise(resolve => setTimeout(resolve, 30));
  assert.equal(socket(), old);
  live.stop();
});

test('a refused session stops the socket for good', async () => {
  FakeSocket.all = [];
  let denied = 0;
  const live = new LiveSocket({
    url: 'ws://x',
    csrf: () => '',
    onFrame: () => undefined,
    onDenied: () => denied++,
    makeSocket: () => new FakeSocket() as unknown as WebSocket,
  });
  live.start();
  FakeSocket.all[0]?.onclose?.({ code: 4401 });
  await nextTurn();
  assert.equal(denied, 1);
  assert.equal(FakeSocket.all.length, 1);
});

test('waits double up to half a minute and are anything below that', () => {
  assert.equal(
    jitteredWait(0, () => 1),
    500,
  );
  assert.equal(
    jitteredWait(3, () => 1),
    4000,
  );
  assert.equal(
    jitteredWait(30, () => 1),
    30_000,
  );
  assert.equal(
    jitteredWait(30, () => 0),
    0,
  );
});
