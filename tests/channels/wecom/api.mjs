// qyapi.weixin.qq.com as far as 微信客服 needs it: messages are pulled by a cursor and announced by
// an encrypted doorbell; what is sent carries the desk's own id.
import { createHash, randomInt } from 'node:crypto';
import WechatCrypto from 'wechat-crypto';
import { TencentApi } from '../kit/tencent.mjs';

export const account = {
  corp_id: 'ww1234567890abcdef',
  secret: 'sec',
  token: 'pamtest',
  aes_key: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  open_kfid: 'wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q',
};
// The platform's page says that a repeated msgid "returns an error" and not which.
const REPEATED = 95099;

export class FakeWecomApi extends TencentApi {
  credentials = { id: account.corp_id, secret: account.secret };
  messages = [];
  pulled = 0;
  batch = 100;
  budgets = new Map();
  ids = new Set();
  greetings = [];
  crypto = new WechatCrypto(account.token, account.aes_key, account.corp_id);

  /** Something happened; it is there to be pulled. Returns how many there are now. */
  add(message, { user = 'wmAlice', origin = 3, late = 0 } = {}) {
    if (origin === 3) this.budgets.set(user, { left: 5, until: Date.now() + 48 * 3600e3 });
    const send_time = Math.floor(Date.now() / 1000) - late;
    this.messages.push({ open_kfid: account.open_kfid, external_userid: user, send_time, origin, ...message });
    return this.messages.length;
  }

  #sealed(text) {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = String(randomInt(1e9));
    const encrypted = this.crypto.encrypt(text);
    const msg_signature = createHash('sha1').update([account.token, timestamp, nonce, encrypted].sort().join('')).digest('hex');
    return { query: { msg_signature, timestamp, nonce }, encrypted };
  }

  async verify(url, spoil = {}) {
    const { query, encrypted } = this.#sealed('echo-42');
    const answer = await fetch(`${url}?${new URLSearchParams({ ...query, echostr: encrypted, ...spoil })}`);
    return { status: answer.status, body: await answer.text() };
  }

  /** The doorbell. It may fail: who hears nothing looks by himself. */
  async ring(url, spoil = {}) {
    const { query, encrypted } = this.#sealed(
      `<xml><ToUserName><![CDATA[${account.corp_id}]]></ToUserName><CreateTime>1</CreateTime><MsgType><![CDATA[event]]></MsgType>` +
        `<Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[ENC]]></Token><OpenKfId><![CDATA[${account.open_kfid}]]></OpenKfId></xml>`,
    );
    const body = `<xml><ToUserName><![CDATA[${account.corp_id}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt><AgentID></AgentID></xml>`;
    return fetch(`${url}?${new URLSearchParams({ ...query, ...spoil })}`, { method: 'POST', body, signal: AbortSignal.timeout(5000) })
      .then(answer => answer.status, () => 0);
  }

  async answer({ path, query, body }, response) {
    if (path === '/cgi-bin/gettoken') {
      if (query.get('corpid') !== this.credentials.id) return this.fault(response, 40013);
      if (query.get('corpsecret') !== this.credentials.secret) return this.fault(response, 40001);
      return this.json(response, { errcode: 0, errmsg: 'ok', ...this.sameToken() });
    }
    const wrong = this.tokenFault(query.get('access_token'));
    if (wrong) return this.fault(response, wrong === 40001 ? 40014 : wrong);
    if (path === '/cgi-bin/media/upload') return this.json(response, { errcode: 0, ...this.upload(body, query.get('type')) });
    if (path === '/cgi-bin/media/get') return this.#media(query.get('media_id'), response);
    const asked = JSON.parse(body);
    const good = { errcode: 0, errmsg: 'ok' };
    switch (path) {
      case '/cgi-bin/kf/sync_msg':
        return this.#sync(asked, response);
      case '/cgi-bin/kf/send_msg':
        return this.#send(asked, response);
      case '/cgi-bin/kf/send_msg_on_event':
        this.greetings.push(asked);
        return this.json(response, good);
      case '/cgi-bin/kf/account/list':
        return this.json(response, { ...good, account_list: [{ open_kfid: account.open_kfid, name: '客服' }] });
      case '/cgi-bin/kf/add_contact_way':
        return this.json(response, { ...good, url: 'https://work.weixin.qq.com/kf/kfcbf8f8d07ac7215f?enc_scene=E' });
      case '/cgi-bin/kf/customer/batchget':
        return this.json(response, { ...good, customer_list: asked.external_userid_list.map(id => ({ external_userid: id, nickname: `昵称 ${id}` })) });
      default:
        return this.fault(response, 48002);
    }
  }

  #sync({ cursor, limit, open_kfid }, response) {
    if (open_kfid !== account.open_kfid) return this.fault(response, 95000);
    const from = cursor ? Number(cursor.slice(1)) : 0;
    // Asking from a cursor says that what stands before it is stored.
    this.pulled = Math.max(this.pulled, from);
    const to = Math.min(this.messages.length, from + Math.min(limit, this.batch));
    this.json(response, { errcode: 0, errmsg: 'ok', next_cursor: `c${to}`, has_more: to < this.messages.length ? 1 : 0, msg_list: this.messages.slice(from, to) });
  }

  async #send(message, response) {
    const { msgid, touser, msgtype } = message;
    if (!/^[0-9a-zA-Z_-]{0,32}$/.test(msgid ?? '')) return this.fault(response, 40035);
    if (this.ids.has(msgid)) return this.fault(response, REPEATED);
    const budget = this.budgets.get(touser);
    if (!budget || budget.until < Date.now()) return this.fault(response, 95002);
    if (budget.left <= 0) return this.fault(response, 95001);
    if (msgtype === 'text' && Buffer.byteLength(message.text.content) > 2048) return this.fault(response, 40035);
    if (msgtype !== 'text' && !this.media.has(message[msgtype].media_id)) return this.fault(response, 40007);
    await this.deliver(response, () => {
      budget.left -= 1;
      this.ids.add(msgid);
      this.sent.push({ who: touser, text: message.text?.content ?? '', msgtype, message });
      return { errcode: 0, errmsg: 'ok', msgid };
    });
  }

  #media(id, response) {
    const found = this.media.get(id);
    if (!found) return this.fault(response, 40007);
    response.writeHead(200, { 'Content-Type': found.type, 'Content-Disposition': `attachment; filename="${found.name}"` });
    response.end(found.bytes);
  }
}
