import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerFrame } from './frames';
import { type Address, type Ears, events, longPoll, type Transport } from './transports';

type Answer = Response | Error;

/** A server of answers by path; what is asked is written down. */
async function withServer(
  answers: Record<string, (call: number) => Answer | Promise<Answer>>,
  body: (asked: { path: string; init: RequestInit }[]) => Promise<void>,
): Promise<void> {
  const kept = globalThis.fetch;
  const asked: { path: string; init: RequestInit }[] = [];
  const calls: Record<string, number> = {};
  globalThis.fetch = (async (url: string, init: RequestInit) => {
    const path = new URL(url).pathname;
    asked.push({ path: new URL(url).pathname + new URL(url).search, init });
    calls[path] = (calls[path] ?? 0) + 1;
    const answer = await answers[path]!(calls[path]);
    if (answer instanceof Error) throw answer;
    return answer;
  }) as typeof fetch;
  try {
    await body(asked);
  } finally {
    globalThis.fetch = kept;
  }
}

const frames = (...list: unknown[]) => Response.json({ frames: list });
const stream = (...pieces: string[]) =>
  new Response(new Blob(pieces).stream(), { headers: { 'Content-Type': 'text/event-stream' } });
const welcome = { t: 'welcome', sid: 's', epoch: 'e', seq: 3, resumed: true, hb: 25, max: 1, now: 0 };
const address: Address = {
  base: 'http://desk',
  inbox: 'k',
  token: () => 'secret',
  position: () => ({ epoch: 'e', seq: 3 }),
};

/** Opens the way, says hello, and resolves when it has closed. */
function run(transport: Transport): Promise<{ heard: ServerFrame[]; code: number; unfit: boolean }> {
  return new Promise(resolve => {
    const heard: ServerFrame[] = [];
    const ears: Ears = {
      opened: () => wire.send({ t: 'hello', v: 1, dev: 'd' }),
      frame: frame => heard.push(frame),
      alive: () => {},
      closed: (code, unfit = false) => resolve({ heard, code, unfit }),
    };
    const wire = transport(address, ears);
  });
}

test('an event stream is resumed by epoch and sequence, with the token in a header and never in the address', () =>
  withServer(
    {
      '/chat/v1/cmd': () => frames(welcome),
      '/chat/v1/events': () => stream('id: e.4\ndata: {"t":"pres",', '"agents":1}\n\n'),
    },
    async asked => {
      const { heard } = await run(events);
      assert.deepEqual(
        heard.map(f => f.t),
        ['welcome', 'pres'],
      );
      const headers = asked[1]!.init.headers as Record<string, string>;
      assert.equal(headers['Last-Event-ID'], 'e.3');
      assert.equal(headers.Authorization, 'Bearer secret');
      assert.ok(asked.every(a => !a.path.includes('secret')));
    },
  ));

test('frames cut anywhere in the stream arrive whole', () =>
  withServer(
    {
      '/chat/v1/cmd': () => frames(welcome),
      '/chat/v1/events': () =>
        stream('data: {"t":"pi', 'ng"}\n', '\n: a comment\n\nda', 'ta: {"t":"pres","agents":2}\n\n'),
    },
    async () => {
      const { heard } = await run(events);
      assert.deepEqual(
        heard.map(f => f.t),
        ['welcome', 'ping', 'pres'],
      );
    },
  ));

test('where greetings pass but the stream does not, the way is called unfit', () =>
  withServer(
    { '/chat/v1/cmd': () => frames(welcome), '/chat/v1/events': () => new TypeError('network') },
    async () => {
      assert.equal((await run(events)).unfit, true);
    },
  ));

test('a refused token ends the way with 4401, also when it is said in a frame', async () => {
  await withServer({ '/chat/v1/cmd': () => new Response('', { status: 401 }) }, async () => {
    assert.equal((await run(events)).code, 4401);
  });
  await withServer({ '/chat/v1/cmd': () => frames({ t: 'nack', code: 'auth' }) }, async () => {
    assert.equal((await run(longPoll)).code, 4401);
  });
});

test('the long poll asks again and again from where it is, until it is refused', () =>
  withServer(
    {
      '/chat/v1/cmd': () => frames(welcome),
      '/chat/v1/poll': call =>
        call < 3 ? frames({ t: 'pres', agents: call }) : new Response('', { status: 503 }),
    },
    async asked => {
      const { heard, code } = await run(longPoll);
      assert.deepEqual(
        heard.map(f => f.t),
        ['welcome', 'pres', 'pres'],
      );
      assert.equal(code, 4503);
      assert.match(asked[1]!.path, /after=3&epoch=e&wait=25/);
    },
  ));
