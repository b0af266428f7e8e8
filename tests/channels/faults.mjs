// Every door × every fault of its provider and of this machine. Nothing acknowledged may be lost,
// nothing may reach a customer twice by itself.
//
//   node tests/channels/faults.mjs [--only telegram]      prints the table
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { BINARY } from '../faults/kit/desk.mjs';
import { House, freshFolder, scenario, sleep, until } from './kit/house.mjs';

const wanted = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';

/** One door, open, with a fresh desk behind it. */
class Stage {
  constructor(rig, house) {
    this.rig = rig;
    this.house = house;
    this.number = 0;
  }

  static async set(Rig) {
    const rig = new Rig();
    await rig.open();
    const house = await House.make();
    const inbox = await house.addInbox(rig.kind, rig.settings());
    const hookUrl = `${house.url}${new URL(inbox.channel.hook_url, house.url).pathname}`;
    await rig.inboxReady({ hookUrl, house, inbox });
    return new Stage(rig, house);
  }

  message(text = '转账没有到账', who = 'alice') {
    this.number += 1;
    return { id: this.number, who, text: `${text} #${this.number}` };
  }

  /** How often a text stands in the desk. */
  async stored(text) {
    let count = 0;
    for (const one of await this.house.conversations()) {
      const said = await this.house.messages(one.id);
      count += said.filter(message => message.kind === 'customer' && message.body.includes(text)).length;
    }
    return count;
  }

  reached(text) {
    return this.rig.sent().filter(one => one.text.includes(text)).length;
  }

  async arrived(message) {
    await until(async () => (await this.stored(message.text)) > 0, 20000, `“${message.text}” arriving`);
  }

  /** A conversation that can be answered. */
  async conversation(who = 'alice') {
    const first = this.message('你好', who);
    await this.rig.say(first);
    return this.house.conversationWith(first.text);
  }

  /** A backup goes into an empty folder; the master key lies in no backup and is brought along. */
  async restore(backup) {
    const { desk } = this.house;
    const fresh = freshFolder();
    execFileSync(BINARY, ['restore', backup, '--data', fresh], { stdio: 'ignore' });
    cpSync(join(desk.data, 'keys'), join(fresh, 'keys'), { recursive: true });
    rmSync(desk.data, { recursive: true, force: true });
    desk.data = fresh;
  }

  async restart() {
    await this.house.desk.start();
    await this.house.agent.logIn();
  }

  async strike() {
    await this.rig.close().catch(() => {});
    await this.house.remove();
  }
}

const problems = [];
function expect(actual, wantedValue, what) {
  if (actual !== wantedValue) problems.push(`${what}: ${actual}, not ${wantedValue}`);
}

/** What must be true of a reply whose sending met a fault: at most once at the customer, and the
 *  agent sees the truth. */
async function answered(stage, conversation, text, states) {
  const message = await stage.house.reply(conversation, text);
  const deliveries = await stage.house.delivered(conversation, message.id, states, 40000);
  return { message, deliveries };
}

const FAULTS = {
  async 'duplicate ×5'(stage) {
    const message = stage.message();
    await stage.rig.say({ ...message, times: 5 });
    await stage.arrived(message);
    await sleep(300);
    expect(await stage.stored(message.text), 1, 'rows');
  },

  async 'reordered'(stage) {
    const [first, second] = [stage.message(), stage.message()];
    await stage.rig.say(second);
    await stage.rig.say(first);
    await stage.arrived(first);
    await stage.arrived(second);
    expect(await stage.stored(first.text), 1, 'rows of the earlier');
    expect(await stage.stored(second.text), 1, 'rows of the later');
  },

  async 'delayed'(stage) {
    const message = stage.message();
    await stage.rig.say({ ...message, late: 20 * 3600 });
    await stage.arrived(message);
    expect(await stage.stored(message.text), 1, 'rows');
  },

  async 'replayed after restore'(stage) {
    const before = stage.message();
    await stage.rig.say(before);
    await stage.arrived(before);
    const backup = join(freshFolder(), 'backup');
    execFileSync(BINARY, ['backup', backup, '--data', stage.house.desk.data], { stdio: 'ignore' });
    const after = stage.message();
    await stage.rig.say(after);
    await stage.arrived(after);
    await stage.house.desk.stop();
    await stage.restore(backup);
    await stage.restart();
    await stage.rig.say({ ...before, times: 2 });
    await stage.rig.say({ ...after, times: 2 });
    await stage.arrived(after);
    expect(await stage.stored(before.text), 1, 'rows of what the backup had');
    expect(await stage.stored(after.text), 1, 'rows of what it had not');
  },

  async 'provider hangs'(stage) {
    const { id } = await stage.conversation();
    await stage.rig.fault('hang');
    await answered(stage, id, '答复：挂起', ['sending', 'uncertain', 'queued']);
    const other = stage.message('另一位客户', 'bob');
    await stage.rig.fault('none');
    await stage.rig.say(other);
    await stage.arrived(other);
    await sleep(500);
    if (stage.reached('答复：挂起') > 1) problems.push('sent twice');
  },

  async '200 late'(stage) {
    const { id } = await stage.conversation();
    await stage.rig.fault('late200');
    await answered(stage, id, '答复：迟到', ['sent', 'delivered', 'read', 'uncertain', 'queued']);
    await stage.rig.fault('none');
    await sleep(1500);
    expect(stage.reached('答复：迟到'), 1, 'at the customer');
  },

  async '500 after accepting'(stage) {
    const { id } = await stage.conversation();
    await stage.rig.fault('fail_after_accept');
    await answered(stage, id, '答复：出错', ['uncertain', 'sent', 'queued', 'failed']);
    await stage.rig.fault('none');
    await sleep(7000);
    expect(stage.reached('答复：出错'), 1, 'at the customer');
  },

  async 'kill -9 while receiving'(stage) {
    for (let round = 0; round < 4; round += 1) {
      const message = stage.message();
      const said = stage.rig.say(message);
      await sleep(round * 4);
      await stage.house.desk.kill();
      await stage.restart();
      const acknowledged = await said;
      await sleep(200);
      if (acknowledged) await stage.arrived(message);
      if ((await stage.stored(message.text)) > 1) problems.push(`stored twice in round ${round}`);
    }
  },

  async 'kill -9 while sending'(stage) {
    const { id } = await stage.conversation();
    await stage.rig.fault('hang');
    const { message } = await answered(stage, id, '答复：被杀', ['sending', 'uncertain']);
    await stage.house.desk.kill();
    await stage.rig.fault('none');
    await stage.restart();
    const settled = stage.rig.idempotent ? ['sent', 'delivered', 'read'] : ['uncertain'];
    await stage.house.delivered(id, message.id, settled, 20000);
    await sleep(500);
    if (stage.reached('答复：被杀') > 1) problems.push('sent twice');
  },

  async 'kill -9 after sending'(stage) {
    const { id } = await stage.conversation();
    for (let round = 0; round < 3; round += 1) {
      const text = `答复：之后 ${round}`;
      const message = await stage.house.reply(id, text);
      await sleep(round * 25);
      await stage.house.desk.kill();
      await stage.restart();
      await stage.house.delivered(id, message.id, ['sent', 'delivered', 'read', 'uncertain'], 20000);
      if (stage.reached(text) > 1) problems.push(`round ${round}: sent twice`);
      const states = (await stage.house.messages(id)).find(one => one.id === message.id).deliveries;
      if (states[0].state === 'sent') expect(stage.reached(text), 1, `round ${round}: said to be sent, at the customer`);
    }
  },
};

async function rigs() {
  const folder = new URL('./rigs/', import.meta.url);
  const all = [];
  for (const file of readdirSync(folder).filter(name => name.endsWith('.mjs')).sort()) {
    all.push((await import(new URL(file, folder).href)).default);
  }
  return all.filter(Rig => !wanted || new Rig().kind === wanted);
}

await scenario(async outcome => {
  const table = [];
  for (const Rig of await rigs()) {
    const { kind } = new Rig();
    const cells = {};
    for (const [fault, play] of Object.entries(FAULTS)) {
      problems.length = 0;
      let stage;
      try {
        stage = await Stage.set(Rig);
        await play(stage);
      } catch (error) {
        problems.push(error.message);
      }
      await stage?.strike();
      cells[fault] = problems.length === 0 ? 'ok' : 'FAIL';
      outcome.promise(`${kind}: ${fault}`, [...problems]);
    }
    table.push([kind, cells]);
  }
  const names = Object.keys(FAULTS);
  const width = Math.max(...names.map(name => name.length));
  console.log(`\n${''.padEnd(width)}  ${table.map(([kind]) => kind.padEnd(9)).join(' ')}`);
  for (const name of names) {
    console.log(`${name.padEnd(width)}  ${table.map(([, cells]) => cells[name].padEnd(9)).join(' ')}`);
  }
  console.log('');
});
