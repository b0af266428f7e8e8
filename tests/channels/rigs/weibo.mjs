import { Platform, push } from '../weibo/platform.mjs';

const PEOPLE = { alice: 2489518277, bob: 2489518278 };

export default class WeiboRig {
  kind = 'weibo';
  idempotent = false;
  platform = new Platform();

  async open() {
    await this.platform.open();
  }

  settings() {
    return this.platform.settings();
  }

  async inboxReady({ hookUrl }) {
    this.hookUrl = hookUrl;
  }

  async say({ id, who, text, times = 1, late = 0 }) {
    this.begun ??= Date.now();
    const message = push('text', text, {}, { sender: PEOPLE[who], at: this.begun - late * 1000 + id * 1000 - 60_000 });
    let acknowledged = false;
    for (let time = 0; time < times; time += 1) {
      acknowledged = (await this.platform.deliver(this.hookUrl, message)) || acknowledged;
    }
    return acknowledged;
  }

  sent() {
    return this.platform.replies;
  }

  async fault(name) {
    this.platform.mode = name;
  }

  async close() {
    await this.platform.close();
  }
}
