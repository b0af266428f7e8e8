// WeChat itself, as it calls an Official Account's server: signed, in three modes, five seconds for
// an answer, three tries in all.
import { createHash, randomInt } from 'node:crypto';
import WechatCrypto from 'wechat-crypto';

export const account = {
  app_id: 'wxb11529c136998cb6',
  app_secret: 'sec',
  token: 'pamtest',
  aes_key: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
};

const sha1 = parts => createHash('sha1').update(parts.sort().join('')).digest('hex');
const cdata = text => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
const tag = (name, value) => `<${name}>${/^\d+(\.\d+)?$/.test(value) ? value : cdata(String(value))}</${name}>`;

/** A push's XML; `fields`: name → text, in order. */
export function push(user, fields) {
  const all = { ToUserName: 'gh_test', FromUserName: user, CreateTime: Math.floor(Date.now() / 1000), ...fields };
  return `<xml>${Object.entries(all).map(([name, value]) => (value?.raw ? `<${name}>${value.raw}</${name}>` : tag(name, value))).join('')}</xml>`;
}

export class Platform {
  constructor(url, mode = 'safe', patience = 5000) {
    this.url = url;
    this.mode = mode;
    this.patience = patience;
    this.crypto = new WechatCrypto(account.token, account.aes_key, account.app_id);
  }

  #signed() {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = String(randomInt(1e9));
    return { signature: sha1([account.token, timestamp, nonce]), timestamp, nonce };
  }

  async verify(spoil = {}) {
    const query = new URLSearchParams({ ...this.#signed(), echostr: 'echo-42', ...spoil });
    const answer = await fetch(`${this.url}?${query}`);
    return { status: answer.status, body: await answer.text() };
  }

  /** Hands a push over; `spoil` replaces parts of the query. */
  async hand(xml, spoil = {}) {
    const query = { ...this.#signed(), openid: 'oUser_1' };
    let body = xml;
    if (this.mode !== 'plain') {
      const sealed = this.crypto.encrypt(xml);
      query.encrypt_type = 'aes';
      query.msg_signature = this.crypto.getSignature(query.timestamp, query.nonce, sealed);
      const envelope = `<Encrypt>${cdata(sealed)}</Encrypt>`;
      body = this.mode === 'safe' ? `<xml><ToUserName>${cdata('gh_test')}</ToUserName>${envelope}</xml>` : xml.replace('</xml>', `${envelope}</xml>`);
    }
    const url = `${this.url}?${new URLSearchParams({ ...query, ...spoil })}`;
    for (let tries = 1; tries <= 3; tries += 1) {
      const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'text/xml' }, body, signal: AbortSignal.timeout(this.patience) })
        .then(async got => ({ status: got.status, body: await got.text(), tries }))
        .catch(() => null);
      // Whatever is answered in time ends it: whether the platform minds a status is not documented.
      if (answer) return { ...answer, ...this.#open(answer.body) };
    }
    return { status: 0, tries: 3 };
  }

  #open(body) {
    const part = name => new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`, 's').exec(body)?.[1];
    const sealed = part('Encrypt');
    if (!sealed) return { content: part('Content') };
    const good = this.crypto.getSignature(part('TimeStamp'), part('Nonce'), sealed) === part('MsgSignature');
    const opened = this.crypto.decrypt(sealed);
    return { sealed: true, good: good && opened.id === account.app_id, content: /<Content><!\[CDATA\[(.*?)\]\]><\/Content>/s.exec(opened.message)?.[1] };
  }
}
