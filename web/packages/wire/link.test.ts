import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullJitter } from './backoff';
import type { ClientFrame, ServerFrame, Welcome } from './frames';
import { withHandClock } from './hand_clock';
import { Link, type LinkState } from './link';
import type { Address, Ears, Transport } from './transports';

const welcome: Welcome = {
  t: 'welcome',
  sid: 's',
  epoch: 'e',
  seq: 0,
  resumed: false,
  hb: 25,
  max: 1,
  now: 0,
};

interface Made {
  rung: number;
  ears: Ears;
  sent: ClientFrame[];
  closed: boolean;
}

function fixture() {
  const made: Made[] = [];
  const states: LinkState[] = [];
  const frames: ServerFrame[] = [];
  let refused = 0;
  const rung =
    (index: number): Transport =>
    (_address: Address, ears: Ears) => {
      const one: Made = { rung: index, ears, sent: [], closed: false };
      made.push(one);
      return {
        send: frame => {
          one.sent.push(frame);
          return true;
        },
        close: () => {
          one.closed = true;
        },
      };
    };
  const link = new Link({
    base: '',
    inbox: 'i',
    token: () => undefined,
    position: () => undefined,
    hello: () => ({ t: 'hello', v: 1, dev: 'd' }),
    frame: frame => frames.push(frame),
    state: state => states.push(state),
    refused: () => {
      refused += 1;
    },
    ladder: [rung(0), rung(1), rung(2)],
    random: () => 1,
  });
  return { link, made, states, frames, refusals: () => refused, last: () => made[made.length - 1]! };
}

function timed(name: string, body: (tick: (ms: number) => void) => void) {
  test(name, () => withHandClock(body));
}

test('the wait is a random part of half a second doubling to thirty', () => {
  assert.equal(
    fullJitter(0, () => 1),
    500,
  );
  assert.equal(
    fullJitter(3, () => 1),
    4000,
  );
  assert.equal(
    fullJitter(50, () => 1),
    30_000,
  );
  assert.equal(
    fullJitter(5, () => 0),
    0,
  );
});

timed('says hello when the way is open, and is online only after the welcome has been told on', () => {
  const f = fixture();
  f.link.start();
  f.last().ears.opened();
  assert.deepEqual(f.last().sent, [{ t: 'hello', v: 1, dev: 'd' }]);
  assert.equal(f.link.online, false);
  f.last().ears.frame(welcome);
  assert.deepEqual(f.frames, [welcome]);
  assert.deepEqual(f.states, ['connecting', 'online']);
});

timed('goes down the ladder after two connections in a row that never got a welcome', tick => {
  const f = fixture();
  f.link.start();
  f.last().ears.closed(1006);
  tick(600);
  f.last().ears.closed(1006);
  tick(1100);
  assert.deepEqual(
    f.made.map(m => m.rung),
    [0, 0, 1],
  );
});

timed('a way that opens but stays silent is given up after ten seconds', tick => {
  const f = fixture();
  f.link.start();
  f.last().ears.opened();
  tick(10_000);
  assert.equal(f.made[0]?.closed, true);
  assert.deepEqual(f.states, ['connecting', 'offline']);
});

timed('a connection that had its welcome stays on its rung when it is cut', tick => {
  const f = fixture();
  f.link.start();
  for (let i = 0; i < 4; i++) {
    f.last().ears.opened();
    f.last().ears.frame(welcome);
    f.last().ears.closed(1006);
    tick(600);
  }
  assert.deepEqual(
    f.made.map(m => m.rung),
    [0, 0, 0, 0, 0],
  );
});

timed('a peer that says nothing for two heartbeats is dead', tick => {
  const f = fixture();
  f.link.start();
  f.last().ears.opened();
  f.last().ears.frame(welcome);
  tick(49_000);
  assert.equal(f.link.online, true);
  tick(10_000);
  assert.equal(f.link.online, false);
});

timed('asks for a sign of life when it has been quiet, and a sign keeps the connection', tick => {
  const f = fixture();
  f.link.start();
  f.last().ears.frame(welcome);
  for (let i = 0; i < 10; i++) {
    tick(26_000);
    assert.deepEqual(f.last().sent.at(-1), { t: 'ping' });
    f.last().ears.alive();
    f.last().ears.frame({ t: 'pong' });
  }
  assert.equal(f.link.online, true);
  assert.equal(f.made.length, 1);
});

timed('a way that is unfit for news is left at once, although it had its welcome', tick => {
  const f = fixture();
  f.link.start();
  f.last().ears.frame(welcome);
  f.last().ears.closed(1006, true);
  tick(600);
  assert.deepEqual(
    f.made.map(m => m.rung),
    [0, 1],
  );
});

timed('answers a ping and does not bother the panel with it', () => {
  const f = fixture();
  f.link.start();
  f.last().ears.frame(welcome);
  f.last().ears.frame({ t: 'ping' });
  assert.deepEqual(f.last().sent, [{ t: 'pong' }]);
  assert.equal(f.frames.length, 1);
});

timed('4401 has the token forgotten, 4409 stops until the customer comes back', tick => {
  const f = fixture();
  f.link.start();
  f.last().ears.closed(4401);
  assert.equal(f.refusals(), 1);
  tick(600);
  f.last().ears.closed(4409);
  tick(120_000);
  assert.equal(f.made.length, 2);
  f.link.kick();
  assert.equal(f.made.length, 3);
});

timed('a draining server says when to come back, and is taken at its word', tick => {
  const f = fixture();
  f.link.start();
  f.last().ears.frame(welcome);
  f.last().ears.frame({ t: 'bye', code: 4503, reconnect: true, after: 5 });
  f.last().ears.closed(4503);
  tick(4900);
  assert.equal(f.made.length, 1);
  tick(5200);
  assert.equal(f.made.length, 2);
});

timed('what an old connection still says is not heard', () => {
  const f = fixture();
  f.link.start();
  const old = f.last();
  old.ears.frame(welcome);
  f.link.restart();
  old.ears.frame({ t: 'pres', agents: 1 });
  old.ears.closed(1006);
  assert.equal(f.frames.length, 1);
  assert.equal(f.made.length, 2);
});
