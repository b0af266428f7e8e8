// Telegram for the table of faults: the desk polls.
import { FakeTelegram } from '../fake_telegram.mjs';
import { Rig } from '../kit/rig.mjs';

const wait = ms => new Promise(done => setTimeout(done, ms));

const FAULTS = {
  hang: 'hang',
  late200: 'late_after',
  fail_after_accept: '500_after',
  refuse: { code: 400, says: 'Bad Request: message is too long' },
};

export default class TelegramRig extends Rig {
  kind = 'telegram';
  people = new Map();

  async open() {
    this.fake = await FakeTelegram.start({ second: 50 });
  }

  settings() {
    return { bot_token: this.fake.token, api_root: this.fake.url, deadline: '2', mode: 'polling' };
  }

  async say({ id, who, text, times = 1, late = 0 }) {
    const { world, updates } = this.fake;
    if (!this.people.has(who)) this.people.set(who, world.user({ name: who, language: 'zh-hans' }));
    const user = this.people.get(who);
    user.started = true;
    const chat = world.chats.get(user.id).face;
    const date = Math.floor(Date.now() / 1000) - late;
    const message = { message_id: id, date, chat, from: user.face, text };
    world.chats.get(user.id).messages.set(id, message);
    for (let i = 0; i < times; i += 1) {
      const update = updates.add(user.id, { message });
      if (!(await this.acknowledged(update))) return false;
    }
    return true;
  }

  async acknowledged(update) {
    const end = Date.now() + 20_000;
    while (Date.now() < end) {
      if (!this.fake.updates.unconfirmed().some(one => one.update_id === update)) return true;
      await wait(10);
    }
    return false;
  }

  sent() {
    return this.fake.world.sent.map(({ chat, text }) => ({ who: chat.first_name, text: text ?? '' }));
  }

  async fault(name) {
    this.fake.faults = [];
    if (FAULTS[name]) this.fake.fault('sendMessage', FAULTS[name], 1000);
  }

  async close() {
    this.fake.stop();
  }
}
