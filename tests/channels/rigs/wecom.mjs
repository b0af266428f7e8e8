// 微信客服's part in the table of faults.
import { sleep } from '../kit/house.mjs';
import { Rig } from '../kit/rig.mjs';
import { account, FakeWecomApi } from '../wecom/api.mjs';

export default class WecomRig extends Rig {
  kind = 'wecom';
  idempotent = true;
  api = new FakeWecomApi();

  async open() {
    await this.api.open();
  }

  settings() {
    return { ...account, api_root: this.api.url, deadline: '3' };
  }

  async inboxReady({ hookUrl }) {
    this.hookUrl = hookUrl;
  }

  async say({ id, who, text, times = 1, late = 0 }) {
    let place = 0;
    for (let time = 0; time < times; time += 1) {
      place = this.api.add({ msgid: `m${id}`, msgtype: 'text', text: { content: text } }, { user: who, late });
    }
    // It is acknowledged by asking for what comes after it: that is seen at the next look.
    for (let tries = 0; tries < 20; tries += 1) {
      await this.api.ring(this.hookUrl);
      await sleep(100);
      await this.api.ring(this.hookUrl);
      await sleep(100);
      if (this.api.pulled >= place) return true;
    }
    return false;
  }

  sent() {
    return this.api.sent;
  }

  async fault(name) {
    this.api.mode = name;
  }

  async close() {
    await this.api.close();
  }
}
