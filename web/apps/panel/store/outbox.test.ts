import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox, stored } from './outbox';
import { inMemory } from './vault';

const item = (cmid: string, body = cmid) => ({ cmid, body, at: 1 });

test('a message is kept before add() resolves, so a reload finds it', async () => {
  const vault = inMemory();
  await new Outbox(vault).add(item('a', '提币没到账'));

  const afterReload = new Outbox(vault);
  await afterReload.load();
  assert.deepEqual(
    afterReload.frames().map(f => [f.cmid, f.body]),
    [['a', '提币没到账']],
  );
});

test('messages go out in the order they were written, with the same client ids each time', async () => {
  const outbox = new Outbox(inMemory());
  await Promise.all([outbox.add(item('a')), outbox.add(item('b')), outbox.add(item('c'))]);
  const first = outbox.frames();
  assert.deepEqual(
    first.map(f => f.cmid),
    ['a', 'b', 'c'],
  );
  assert.deepEqual(outbox.frames(), first);
});

test('an acknowledged message leaves and never comes back', async () => {
  const vault = inMemory();
  const outbox = new Outbox(vault);
  await outbox.add(item('a'));
  await outbox.add(item('b'));
  await outbox.settle('a');
  const afterReload = new Outbox(vault);
  await afterReload.load();
  assert.deepEqual(
    afterReload.all.map(i => i.cmid),
    ['b'],
  );
});

test('two tabs on one vault lose neither message', async () => {
  const vault = inMemory();
  const [one, two] = [new Outbox(vault), new Outbox(vault)];
  await one.load();
  await two.load();
  await one.add(item('from one'));
  await two.add(item('from two'));
  await one.settle('not there');
  const third = new Outbox(vault);
  await third.load();
  assert.deepEqual(
    third.all.map(i => i.cmid),
    ['from one', 'from two'],
  );
});

test('a refused message stays with its text, is not sent again by itself, and goes out under a new id on retry', async () => {
  const outbox = new Outbox(inMemory());
  await outbox.add(item('a', 'text'));
  await outbox.fail('a', 'too_long');
  assert.equal(outbox.frames().length, 0);
  assert.equal(outbox.all[0]?.body, 'text');
  await outbox.renew('a', 'b');
  assert.deepEqual(outbox.frames(), [{ t: 'send', cmid: 'b', kind: 'text', body: 'text' }]);
});

test('a frame carries attachments and the declared hash only when there are any', async () => {
  const outbox = new Outbox(inMemory());
  await outbox.add({
    ...item('a'),
    att: [{ fid: 'f1', name: 'x.png', size: 3, type: 'image/png' }],
    declared: 'tx_hash',
  });
  assert.deepEqual(outbox.frames()[0], {
    t: 'send',
    cmid: 'a',
    kind: 'text',
    body: 'a',
    att: ['f1'],
    declared: 'tx_hash',
  });
});

test('what the desk removed replaces what was typed', () => {
  const ack = { t: 'ack', cmid: 'a', mid: 'm', seq: 1, ts: 1 } as const;
  assert.deepEqual(
    stored(item('a', 'typed'), {
      ...ack,
      body: '[已移除: 助记词]',
      redacted: [{ kind: 'seed_phrase', label: '助记词' }],
    }),
    {
      body: '[已移除: 助记词]',
      redacted: ['seed_phrase'],
    },
  );
  assert.deepEqual(stored(item('a', 'typed'), ack), { body: 'typed' });
});
