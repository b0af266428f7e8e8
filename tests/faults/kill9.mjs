// Kills the server with SIGKILL at random moments while people write, starts it again, and holds
// what the senders know against what is stored. tests/faults/README.md explains.
import { join } from 'node:path';
import { Customer, historyOf } from './kit/customer.mjs';
import { Desk, freshFolder } from './kit/desk.mjs';
import { Journal } from './kit/journal.mjs';
import { options, scenario, sleep, until } from './kit/outcome.mjs';
import { furnish, ROWS, sameHistory } from './kit/reading.mjs';
import { seeded } from './kit/random.mjs';
import { blindSpots, verify } from './kit/verify.mjs';

const { kills, senders, seed } = options({ kills: 200, senders: 50, seed: Date.now() % 1_000_000 });

await scenario(async (outcome, cleanup) => {
  console.log(`kill -9: ${kills} kills, ${senders} senders, seed ${seed}`);
  const random = seeded(seed);
  const notes = freshFolder();
  const desk = await Desk.make({ logs: notes });
  cleanup(() => desk.remove());
  const journal = new Journal(join(notes, 'journal.jsonl'));
  const inbox = await furnish(desk);
  await desk.start();

  const people = Array.from({ length: senders }, (_, at) => new Customer({
    url: desk.url, inbox, name: `s${at}`, random: seeded(seed * 1000 + at), journal,
  }));
  cleanup(() => people.forEach(person => person.stop()));
  const living = people.map(person => person.run());
  let writing = true;
  const writers = people.map(person => write(person, () => writing));

  const slowest = [];
  for (let kill = 1; kill <= kills; kill += 1) {
    await sleep(random.between(5, 400));
    await desk.kill();
    slowest.push(await desk.start());
    if (kill % 20 === 0 || kill === kills) progress(kill, people);
  }
  writing = false;
  await Promise.all(writers);
  await until(() => people.every(person => person.outbox.length === 0), 30000, 'an ack for everything in the outboxes');
  await journal.write({ what: 'end' });

  const agree = [];
  for (const person of people) {
    const server = await historyOf({ url: desk.url, inbox, token: person.token, random });
    agree.push(...sameHistory(person, server));
  }
  people.forEach(person => person.stop());
  await Promise.all(living);
  const how = await desk.stop();

  const entries = journal.read().filter(entry => entry.what !== 'end');
  const rows = desk.rows(ROWS);
  // How fast is printed, not promised: that depends on who else uses the machine.
  outcome.promise('the server comes back each time', slowest.length === kills ? [] : [`${slowest.length} of ${kills} times`]);
  for (const [name, problems] of Object.entries(verify(entries, rows))) outcome.promise(name, problems);
  outcome.promise('each client ends with exactly the history of the server', agree);
  outcome.promise('no client saw a contradiction', people.flatMap(person => person.faults.map(fault => `${person.name}: ${fault}`)));
  outcome.promise('the senders were cut off and resumed', people.some(person => person.resumes > 0) ? [] : ['nobody ever resumed']);
  outcome.promise('the database is whole', desk.rows('PRAGMA integrity_check').map(row => row.integrity_check).filter(word => word !== 'ok'));
  outcome.promise('asked to stop, the server stops cleanly', how.code === 0 ? [] : [`${how.code ?? how.signal}`]);
  outcome.promise('the check itself sees a broken history', blindSpots(entries, rows));
  const acks = entries.filter(entry => entry.what === 'ack').length;
  slowest.sort((a, b) => a - b);
  console.log(`${acks} acknowledged messages, ${people.reduce((sum, p) => sum + p.connects, 0)} connections, `
    + `${people.reduce((sum, p) => sum + p.resumes, 0)} resumes, restart p50 ${slowest[slowest.length >> 1].toFixed(0)} ms, slowest ${slowest.at(-1).toFixed(0)} ms`);
});

/** Writes as fast as it is acknowledged, a few messages ahead. */
async function write(person, goOn) {
  const ahead = person.random.between(1, 3);
  for (let n = 1; goOn(); n += 1) {
    await person.send(`${person.name} 第${n}条 message ${n}`);
    while (goOn() && person.outbox.length >= ahead) await sleep(2);
  }
}

function progress(kill, people) {
  const acks = people.reduce((sum, person) => sum + person.acks.size, 0);
  console.log(`     ${kill} of ${kills} kills, ${acks} acknowledged so far`);
}
