import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withHandClock } from '@keydesk/wire/hand_clock';
import { type Findings, GuardClient, type GuardContext, type GuardWorker } from './guard';

const context: GuardContext = { earlier: [], agentSaid: '', locale: 'en', declaredHash: false };
const clean: Findings = { spans: [], redacted: '', earlier: [] };

class FakeWorker implements GuardWorker {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  asked: { id: number; text: string }[] = [];
  ended = false;
  postMessage(message: { id: number; text: string }) {
    this.asked.push(message);
  }
  terminate() {
    this.ended = true;
  }
  answer(found: Findings | null, at = 0) {
    this.onmessage?.({ data: { id: this.asked[at]!.id, answer: found } } as MessageEvent);
  }
}

function fixture() {
  const workers: FakeWorker[] = [];
  const guard = new GuardClient(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
  return { guard, workers };
}

test('a clean verdict lets the text pass, a finding does not', async () => {
  const { guard, workers } = fixture();
  const first = guard.check('hello', context);
  workers[0]!.answer(clean);
  assert.deepEqual(await first, { state: 'clean' });

  const found = { ...clean, spans: [{ start: 0, end: 3, kind: 'seed_phrase', uncertain: false }] };
  const second = guard.check('secret', context);
  workers[0]!.answer(found, 1);
  assert.deepEqual(await second, { state: 'found', findings: found });
});

test('a finding in earlier messages alone holds the text too', async () => {
  const { guard, workers } = fixture();
  const verdict = guard.check('last word', context);
  workers[0]!.answer({
    ...clean,
    earlier: [{ index: 0, start: 0, end: 5, kind: 'seed_phrase', uncertain: false }],
  });
  assert.equal((await verdict).state, 'found');
});

test('no answer within three seconds is no permission, and the next try has a fresh worker', () =>
  withHandClock(async tick => {
    const { guard, workers } = fixture();
    const slow = guard.check('hello', context);
    tick(3000);
    assert.deepEqual(await slow, { state: 'unavailable' });
    assert.equal(workers[0]!.ended, true);
    const again = guard.check('hello', context);
    workers[1]!.answer(clean);
    assert.deepEqual(await again, { state: 'clean' });
  }));

test('a worker that breaks, or that cannot be made, is no permission', async () => {
  const { guard, workers } = fixture();
  const verdict = guard.check('hello', context);
  workers[0]!.onerror?.({} as ErrorEvent);
  assert.deepEqual(await verdict, { state: 'unavailable' });

  const none = new GuardClient(() => {
    throw new Error('refused by the page policy');
  });
  assert.deepEqual(await none.check('hello', context), { state: 'unavailable' });
});

test('a scan that fails inside the worker is no permission', async () => {
  const { guard, workers } = fixture();
  const verdict = guard.check('hello', context);
  workers[0]!.answer(null);
  assert.deepEqual(await verdict, { state: 'unavailable' });
});
