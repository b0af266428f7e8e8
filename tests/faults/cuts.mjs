// Cuts the socket of writing customers at random bytes, in both directions, while an agent answers.
// In the end each client must hold exactly the server's history. tests/faults/README.md explains.
import { Agent, makeAgent } from './kit/agent.mjs';
import { Customer, historyOf } from './kit/customer.mjs';
import { Desk, freshFolder } from './kit/desk.mjs';
import { options, scenario, sleep, until } from './kit/outcome.mjs';
import { CuttingProxy } from './kit/proxy.mjs';
import { furnish, sameHistory } from './kit/reading.mjs';
import { seeded } from './kit/random.mjs';

const { cuts, clients, seed } = options({ cuts: 1000, clients: 5, seed: Date.now() % 1_000_000 });

await scenario(async (outcome, cleanup) => {
  console.log(`cuts: ${cuts} cuts, ${clients} clients, seed ${seed}`);
  const random = seeded(seed);
  const desk = await Desk.make({ logs: freshFolder() });
  cleanup(() => desk.remove());
  const inbox = await furnish(desk);
  makeAgent(desk);
  await desk.start();
  const road = new CuttingProxy(desk.port, seeded(seed + 1));
  await road.listen();
  cleanup(() => road.close());

  const people = Array.from({ length: clients }, (_, at) => new Customer({
    url: `http://127.0.0.1:${road.port}`, inbox, name: `c${at}`, random: seeded(seed * 1000 + at), pause: 60,
  }));
  cleanup(() => people.forEach(person => person.stop()));
  const living = people.map(person => person.run());
  let writing = true;
  const writers = people.map(person => write(person, () => writing));
  const agent = new Agent(desk.url);
  await agent.logIn();
  const answered = answer(agent, random, () => writing);
  answered.catch(() => {}); // it is awaited below; until then a failure must not end the process

  let said = 0;
  await until(() => {
    if (road.cuts >= said + 200) {
      said = road.cuts;
      console.log(`     ${said} of ${cuts} cuts`);
    }
    return road.cuts >= cuts;
  }, 1000 * cuts, `${cuts} cuts`);
  writing = false;
  road.heal();
  await Promise.all(writers);
  const { replies, notes } = await answered;
  await until(() => people.every(person => person.outbox.length === 0), 30000, 'an ack for everything in the outboxes');

  const differences = [];
  const leaked = [];
  const bodies = new Map();
  for (const person of people) {
    const ask = () => historyOf({ url: desk.url, inbox, token: person.token, random });
    // The last replies may still be on their way to a client that has just come back.
    let server = await ask();
    for (let tries = 0; tries < 100 && sameHistory(person, server).length; tries += 1) await sleep(20);
    server = await ask();
    differences.push(...sameHistory(person, server));
    leaked.push(...person.history().filter(message => notes.has(message.body)).map(message => `${person.name} got "${message.body}"`));
    for (const message of server) bodies.set(message.body, (bodies.get(message.body) ?? 0) + 1);
  }
  people.forEach(person => person.stop());
  await Promise.all(living);
  await desk.stop();

  outcome.promise('each client ends with exactly the history of the server', differences);
  outcome.promise('every message written stands there once', people.flatMap(person =>
    person.written.filter(body => bodies.get(body) !== 1).map(body => `"${body}" ${bodies.get(body) ?? 0} times`)));
  outcome.promise('every reply of the agent stands there once', [...replies].filter(body => bodies.get(body) !== 1));
  outcome.promise('no private note reached a customer', leaked);
  outcome.promise('no client saw a contradiction', people.flatMap(person => person.faults.map(fault => `${person.name}: ${fault}`)));
  outcome.promise('cuts fell on both directions, and clients resumed', [
    ...(road.kinds.up && road.kinds.down ? [] : [`cuts: ${JSON.stringify(road.kinds)}`]),
    ...people.filter(person => person.resumes === 0).map(person => `${person.name} never resumed`),
  ]);
  outcome.promise('the comparison itself sees a difference', selfCheck(people));
  console.log(`${road.cuts} cuts ${JSON.stringify(road.kinds)}, ${people.reduce((sum, p) => sum + p.written.length, 0)} messages, `
    + `${replies.size} replies, ${people.reduce((sum, p) => sum + p.resumes, 0)} resumes, ${people.reduce((sum, p) => sum + p.snapshots, 0)} snapshots`);
});

async function write(person, goOn) {
  person.written = [];
  for (let n = 1; goOn(); n += 1) {
    const body = `${person.name} 问题 ${n} question`;
    person.written.push(body);
    await person.send(body);
    while (goOn() && person.outbox.length >= 3) await sleep(2);
    await sleep(person.random.between(0, 20));
  }
}

/** Answers somebody every few milliseconds, now and then with a note that no customer may see. */
async function answer(agent, random, goOn) {
  const replies = new Set();
  const notes = new Set();
  for (let n = 1; goOn(); n += 1) {
    const conversations = await agent.conversations();
    for (const conversation of conversations) {
      const isNote = random.next() < 0.2;
      const body = `${isNote ? 'note' : '回答 reply'} ${n} to ${conversation.number}`;
      await (isNote ? agent.note(conversation.id, random.uuid(), body) : agent.reply(conversation.id, random.uuid(), body));
      (isNote ? notes : replies).add(body);
    }
    await sleep(30);
  }
  return { replies, notes };
}

function selfCheck([person]) {
  const right = person.history();
  const wrong = [right.slice(1), [...right.slice(0, -1), { ...right.at(-1), body: 'other' }]];
  return wrong.filter(history => sameHistory(person, history).length === 0).map(() => 'a wrong history passes');
}
