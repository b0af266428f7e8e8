// The Official Account's part in the table of faults.
import { sleep } from '../kit/house.mjs';
import { Rig } from '../kit/rig.mjs';
import { FakeWechatApi } from '../wechat/api.mjs';
import { account, Platform, push } from '../wechat/platform.mjs';

export default class WechatRig extends Rig {
  kind = 'wechat';
  api = new FakeWechatApi();

  async open() {
    await this.api.open();
  }

  settings() {
    return { ...account, mode: 'safe', menu: 'false', api_root: this.api.url, deadline: '3' };
  }

  async inboxReady({ hookUrl }) {
    this.platform = new Platform(hookUrl);
  }

  async say({ id, who, text, times = 1, late = 0 }) {
    this.api.allow(who);
    const CreateTime = Math.floor(Date.now() / 1000) - late;
    const xml = push(who, { CreateTime, MsgType: 'text', Content: text, MsgId: String(id) });
    let acknowledged = false;
    for (let tries = 0; tries < 20 && !acknowledged; tries += 1) {
      const answer = await this.platform.hand(xml);
      acknowledged = answer.status === 200;
      if (!acknowledged) await sleep(200);
    }
    for (let more = 1; more < times; more += 1) await this.platform.hand(xml);
    return acknowledged;
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
