// What can happen to the data folder: no space left, killed in the middle of making the schema,
// brought back from a backup. tests/faults/README.md explains.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Customer, historyOf } from './kit/customer.mjs';
import { Desk, freshFolder } from './kit/desk.mjs';
import { options, scenario, sleep, until } from './kit/outcome.mjs';
import { furnish, ROWS, sameHistory } from './kit/reading.mjs';
import { seeded } from './kit/random.mjs';
import { verify } from './kit/verify.mjs';

const { rounds, seed } = options({ rounds: 25, seed: Date.now() % 1_000_000 });
const random = seeded(seed);

await scenario(async (outcome, cleanup) => {
  console.log(`store: seed ${seed}`);
  await killedWhileMigrating(outcome, cleanup);
  await diskFull(outcome, cleanup);
  await restored(outcome, cleanup);
});

function customer(desk, inbox, name) {
  return new Customer({ url: desk.url, inbox, name, random: seeded(seed + name.length) });
}

async function say(person, body, limit = 10000) {
  const { cmid } = await person.send(body);
  await until(() => person.acks.has(cmid), limit, `an ack for "${body}" (${person.faults.join("; ") || "nothing was refused"})`);
}

async function killedWhileMigrating(outcome, cleanup) {
  const problems = [];
  for (let round = 0; round < rounds; round += 1) {
    const desk = await Desk.make({ logs: freshFolder() });
    cleanup(() => desk.remove());
    const starting = desk.start().catch(() => {});
    await sleep(random.between(1, 40));
    await desk.kill();
    await starting;
    try {
      await furnish(desk);
      await desk.start();
    } catch (error) {
      problems.push(`round ${round}: ${error.message}`);
    }
    await desk.remove();
  }
  outcome.promise('killed while it makes its schema, it starts the next time', problems);
}

/** A file system of 24 MB for the data folder, seen only by the server: needs no root. */
function smallDisk(data) {
  const script = 'rm -rf "$0.furnished" && cp -a "$0" "$0.furnished" && mount -t tmpfs -o size=24m,mode=700 tmpfs "$0" && cp -a "$0.furnished/." "$0" && exec "$@"';
  return ['unshare', ...(process.getuid() === 0 ? [] : ['--map-root-user']), '--mount', '--propagation', 'private', 'sh', '-c', script, data];
}

async function diskFull(outcome, cleanup) {
  const data = freshFolder();
  const launcher = smallDisk(data);
  if (spawnSync(launcher[0], [...launcher.slice(1), 'true']).status !== 0) {
    console.log('skip disk full: this machine allows no mount of one\'s own');
    return;
  }
  const desk = await Desk.make({ data, logs: freshFolder() });
  cleanup(() => desk.remove());
  cleanup(() => rmSync(`${data}.furnished`, { recursive: true, force: true }));
  await furnish(desk);
  desk.launcher = launcher;
  await desk.start();
  const inside = join('/proc', String(desk.child.pid), 'root', data);
  const inbox = 'faults';
  const person = customer(desk, inbox, 'full');
  cleanup(() => person.stop());
  const living = person.run();
  for (let n = 1; n <= 5; n += 1) await say(person, `before ${n}`);

  const ballast = join(inside, 'ballast');
  fill(ballast, statfsSync(inside));
  // Long messages, so that what the log file of the database still has room for is used up soon.
  for (let n = 1; n <= 40; n += 1) await person.send(`while full ${n} ${'很长的消息 '.repeat(600)}`);
  await until(() => (person.nacks?.unavailable ?? 0) > 0, 20000, 'a refusal because the disk is full');
  const acknowledged = new Set(person.acks.keys());
  const reading = await historyOf({ url: desk.url, inbox, token: person.token, random });
  const stored = new Set(reading.map(message => message.mid));
  const missing = [...person.acks.values()].filter(ack => !stored.has(ack.mid));
  const alive = await fetch(`${desk.url}/healthz`).then(answer => answer.status);
  outcome.promise('with a full disk writes are refused as unavailable and reads go on', [
    ...(reading.length >= 5 ? [] : [`${reading.length} messages readable`]),
    ...(alive === 200 ? [] : [`/healthz answers ${alive}`]),
  ]);
  outcome.promise('with a full disk nothing acknowledged is missing', missing.map(ack => `number ${ack.seq}`));

  rmSync(ballast);
  await until(() => person.outbox.length === 0, 30000, 'the recovery once there is space again').catch(error =>
    outcome.promise('with space again it recovers by itself', [`${error.message} (${person.outbox.length} waiting)`]));
  if (person.outbox.length === 0) outcome.promise('with space again it recovers by itself', []);
  const after = await historyOf({ url: desk.url, inbox, token: person.token, random });
  const bodies = after.map(message => message.body);
  outcome.promise('after it, everything is there once', [
    ...sameHistory(person, after),
    ...complete(bodies.filter(body => body.startsWith('before') || body.startsWith('while'))),
    ...[...acknowledged].filter(cmid => !person.acks.has(cmid)),
  ]);
  person.stop();
  await living;
  await desk.stop();
}

/** Forty were on their way at once: those refused are sent again behind those that were not. */
function complete(bodies) {
  const wanted = [...Array.from({ length: 5 }, (_, at) => `before ${at + 1}`), ...Array.from({ length: 40 }, (_, at) => `while full ${at + 1}`)];
  const got = bodies.map(body => body.split(' ').slice(0, body.startsWith('while') ? 3 : 2).join(' '));
  return [...wanted].sort().join() === [...got].sort().join() ? [] : [`got ${got.join(', ')}`];
}

function fill(path, { bavail, bsize }) {
  // Leaves a few pages: the disk shall fill up while the server writes, not before.
  writeFileSync(path, Buffer.alloc(Math.max(0, bavail * bsize - 64 * 1024)));
}

async function restored(outcome, cleanup) {
  const desk = await Desk.make({ logs: freshFolder() });
  cleanup(() => desk.remove());
  const inbox = await furnish(desk);
  await desk.start();
  const person = customer(desk, inbox, 'restored');
  cleanup(() => person.stop());
  const living = person.run();
  for (let n = 1; n <= 5; n += 1) await say(person, `kept ${n}`);
  const backup = join(freshFolder(), 'backup.keydesk');
  cleanup(() => rmSync(backup, { recursive: true, force: true }));
  desk.command('backup', backup);
  outcome.promise('a backup is made while the server runs', existsSync(backup) ? [] : ['there is no file']);
  for (let n = 1; n <= 5; n += 1) await say(person, `lost ${n}`);
  const { epoch, applied } = person;
  const snapshots = person.snapshots;

  await desk.stop();
  // A backup goes into an empty folder; the master key is kept apart from it, by whoever runs this.
  const before = desk.data;
  cleanup(() => rmSync(before, { recursive: true, force: true }));
  desk.data = freshFolder();
  cpSync(join(before, 'keys'), join(desk.data, 'keys'), { recursive: true });
  desk.command('restore', backup);
  await desk.start();
  await until(() => person.epoch !== epoch, 10000, 'a new epoch after the restore');
  await until(() => person.snapshots > snapshots, 10000, 'a snapshot after the restore');
  for (let n = 1; n <= 3; n += 1) await say(person, `after ${n}`);
  const server = await historyOf({ url: desk.url, inbox, token: person.token, random });
  const bodies = server.filter(message => message.from === 'customer').map(message => message.body);
  const wanted = [1, 2, 3, 4, 5].map(n => `kept ${n}`).concat([1, 2, 3].map(n => `after ${n}`));
  outcome.promise('after a restore the clients of the time before get a snapshot and go on', [
    ...(bodies.join() === wanted.join() ? [] : [`the server has ${bodies.join(', ')}`]),
    ...sameHistory(person, server),
    ...(applied > 0 ? [] : ['nothing had been applied before']),
  ]);
  person.stop();
  await living;
  await desk.stop();
  const rows = desk.rows(ROWS);
  outcome.promise('after a restore the numbers have no gap', verify([], rows)['the numbers of a conversation have no gap and no double']);
}
