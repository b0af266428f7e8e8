// api.weixin.qq.com as far as its rules matter to us: the life of tokens, what may be sent to whom
// and until when, typing, media, menu, codes with a scene.
import { TencentApi } from '../kit/tencent.mjs';

const DAYS_2 = 48 * 3600e3;

export class FakeWechatApi extends TencentApi {
  budgets = new Map();
  menu = null;
  typing = [];
  scenes = [];

  /** The user wrote, or tapped: so much may be sent to him now. */
  allow(user, left = 5, length = DAYS_2) {
    this.budgets.set(user, { left, until: Date.now() + length });
  }

  async answer({ path, query, body }, response) {
    const asked = path.endsWith('/upload') ? {} : JSON.parse(body.length ? body : '{}');
    if (path === '/cgi-bin/stable_token') {
      if (asked.appid !== this.credentials.id) return this.fault(response, 40013);
      if (asked.secret !== this.credentials.secret) return this.fault(response, 40125);
      return this.json(response, this.sameToken(asked.force_refresh));
    }
    const wrong = this.tokenFault(query.get('access_token'));
    if (wrong) return this.fault(response, wrong);
    switch (path) {
      case '/cgi-bin/message/custom/send':
        return this.#send(asked, body.toString(), response);
      case '/cgi-bin/message/custom/typing':
        this.typing.push(`${asked.command} ${asked.touser}`);
        return this.json(response, { errcode: 0, errmsg: 'ok' });
      case '/cgi-bin/media/upload':
        return this.json(response, this.upload(body, query.get('type')));
      case '/cgi-bin/media/get':
        return this.#media(query.get('media_id'), response);
      case '/cgi-bin/menu/create':
        this.menu = asked;
        return this.json(response, { errcode: asked.button.length > 3 ? 40016 : 0, errmsg: 'ok' });
      case '/cgi-bin/qrcode/create':
        this.scenes.push(asked.action_info.scene.scene_str);
        return this.json(response, { ticket: 'T==', expire_seconds: asked.expire_seconds, url: `http://weixin.qq.com/q/${this.scenes.length}` });
      case '/cgi-bin/customservice/getkflist':
        return this.json(response, { kf_list: [] });
      default:
        return this.fault(response, 48001);
    }
  }

  async #send(message, raw, response) {
    // The platform refuses what is not written as UTF-8 itself.
    if (/\\u[0-9a-f]{4}/i.test(raw)) return this.fault(response, 40033);
    const budget = this.budgets.get(message.touser);
    if (!budget || budget.until < Date.now()) return this.fault(response, 45015);
    if (budget.left <= 0) return this.fault(response, 45047);
    const { msgtype } = message;
    if (msgtype === 'text' && Buffer.byteLength(message.text.content) > 2048) return this.fault(response, 45002);
    if (msgtype !== 'text' && !this.media.has(message[msgtype].media_id)) return this.fault(response, 40007);
    await this.deliver(response, () => {
      budget.left -= 1;
      this.sent.push({ who: message.touser, text: message.text?.content ?? '', msgtype, message });
      return { errcode: 0, errmsg: 'ok' };
    });
  }

  #media(id, response) {
    const found = this.media.get(id);
    if (!found) return this.fault(response, 40007);
    if (found.film) return this.json(response, { video_url: found.film });
    response.writeHead(200, { 'Content-Type': found.type, 'Content-Disposition': `attachment; filename="${found.name}"` });
    response.end(found.bytes);
  }
}
