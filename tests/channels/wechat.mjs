// The WeChat Official Account end to end: a real keydesk between a fake platform and a fake API.
//
//   node tests/channels/wechat.mjs       N passed, N failed
import { House, scenario, sleep, until } from './kit/house.mjs';
import { FakeWechatApi } from './wechat/api.mjs';
import { account, Platform, push } from './wechat/platform.mjs';

const SEND = '/cgi-bin/message/custom/send';
const unless = (holds, words) => (holds ? [] : [words]);
const text = (user, id, words) => push(user, { MsgType: 'text', Content: words, MsgId: id });

await scenario(async (outcome, cleanup) => {
  const api = new FakeWechatApi();
  await api.open();
  cleanup(() => api.close());
  const house = await House.make();
  cleanup(() => house.remove());
  const settings = { ...account, api_root: api.url, deadline: '3' };

  const tried = await house.call('POST', '/inboxes/check', { kind: 'wechat', settings });
  const state = id => tried.steps.find(step => step.id === id)?.state;
  outcome.promise('the wizard tries token and rights, and says what is to be entered',
    unless(state('token') === 'passed' && state('permissions') === 'passed', JSON.stringify(tried)));
  api.next('/cgi-bin/stable_token', { errcode: 40164, errmsg: 'invalid ip 203.0.113.7, not in whitelist' });
  const outside = await house.call('POST', '/inboxes/check', { kind: 'wechat', settings });
  outcome.promise('the wizard names the address for the white-list',
    unless(outside.steps[0].detail.zh.includes('203.0.113.7'), JSON.stringify(outside.steps[0])));

  const hooks = {};
  for (const mode of ['plain', 'compatible', 'safe']) {
    const inbox = await house.addInbox('wechat', { ...settings, mode }, `WeChat ${mode}`);
    hooks[mode] = house.url + new URL(inbox.channel.hook_url, house.url).pathname;
    const platform = new Platform(hooks[mode], mode);
    const good = await platform.verify();
    const bad = await platform.verify({ signature: 'bad' });
    outcome.promise(`${mode}: only the platform gets its echo back`,
      unless(good.body === 'echo-42' && bad.status === 401, `${good.body} ${bad.status}`));
    await everyKind(outcome, house, api, platform, mode);
    const forged = await platform.hand(text('oForger', `${mode}-f`, 'forged'), { signature: '0'.repeat(40) });
    const changed = mode === 'plain' ? { status: 401 } : await platform.hand(text('oForger', `${mode}-g`, 'forged'), { msg_signature: '0'.repeat(40) });
    outcome.promise(`${mode}: what is signed wrong is refused`,
      unless(forged.status === 401 && changed.status === 401, `${forged.status} ${changed.status}`));
  }
  const plain = await new Platform(hooks.safe, 'plain').hand(text('oForger', 'p', 'forged'));
  outcome.promise('safe: what is not encrypted is refused', unless(plain.status === 401, String(plain.status)));
  outcome.promise('nothing forged was stored',
    unless(house.desk.rows("SELECT * FROM messages WHERE body LIKE '%forged%'").length === 0, 'it was'));

  await sending(outcome, house, api, new Platform(hooks.safe, 'safe'));
});

async function everyKind(outcome, house, api, platform, mode) {
  const user = `oUser_${mode}`;
  api.allow(user);
  api.media.set(`pic-${mode}`, { type: 'image/png', name: 'a.png', bytes: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') });
  const pushes = {
    text: { MsgType: 'text', Content: `${mode} 你好 ]]> <b>&`, MsgId: `${mode}1` },
    image: { MsgType: 'image', PicUrl: 'http://mmbiz.qpic.cn/x', MediaId: `pic-${mode}`, MsgId: `${mode}2` },
    voice: { MsgType: 'voice', MediaId: 'gone', Format: 'amr', Recognition: `${mode}语音`, MsgId: `${mode}3` },
    video: { MsgType: 'video', MediaId: 'gone', ThumbMediaId: 't', MsgId: `${mode}4` },
    shortvideo: { MsgType: 'shortvideo', MediaId: 'gone', ThumbMediaId: 't', MsgId: `${mode}5` },
    location: { MsgType: 'location', Location_X: '23.134521', Location_Y: '113.358803', Scale: '20', Label: '广州', MsgId: `${mode}6` },
    link: { MsgType: 'link', Title: '标题', Description: 'd', Url: 'https://example.org/', MsgId: `${mode}7` },
    unknown: { MsgType: 'hologram', MsgId: `${mode}8` },
  };
  const problems = [];
  for (const [name, fields] of Object.entries(pushes)) {
    for (let times = 0; times < 3; times += 1) {
      const answer = await platform.hand(push(user, fields));
      if (answer.status !== 200 || answer.body !== 'success') problems.push(`${name}: ${answer.status} ${answer.body}`);
    }
  }
  const conversation = await house.conversationWith(`${mode} 你好 ]]> <b>&`);
  const said = (await house.messages(conversation.id)).filter(one => one.kind === 'customer');
  if (said.length !== 8) problems.push(`${said.length} messages, not 8`);
  for (const part of [`${mode}语音`, '广州', 'https://example.org/', 'hologram']) {
    if (!said.some(one => one.body.includes(part))) problems.push(`no message with ${part}`);
  }
  outcome.promise(`${mode}: every kind of message comes once, however often it is pushed`, problems);
  await until(async () => (await house.messages(conversation.id)).some(one => one.attachments.some(file => file.type === 'image/png')), 10000, 'the picture coming');
  outcome.promise(`${mode}: a picture is fetched`, []);

  const event = fields => platform.hand(push(user, { MsgType: 'event', ...fields }));
  const follow = await event({ Event: 'subscribe', EventKey: 'qrscene_123123', Ticket: 'T' });
  const click = await event({ Event: 'CLICK', EventKey: 'KEYDESK_REPORT' });
  const sealed = mode === 'plain' || (follow.sealed && follow.good && click.good);
  outcome.promise(`${mode}: a follow is greeted and a tap answered, sealed as it came`,
    unless(sealed && follow.content?.includes('助记词') && click.content?.includes('交易哈希'), JSON.stringify([follow, click])));
  const silent = [];
  for (const Event of ['LOCATION', 'VIEW', 'TEMPLATESENDJOBFINISH', 'scancode_waitmsg', 'pic_weixin', 'kf_create_session', 'new_event']) {
    const answer = await event({ Event, EventKey: 'x', SendPicsInfo: { raw: '<Count>1</Count><PicList><item><PicMd5Sum>x</PicMd5Sum></item></PicList>' } });
    if (answer.body !== 'success') silent.push(`${Event}: ${answer.body}`);
  }
  outcome.promise(`${mode}: other events are acknowledged`, silent);
}

async function sending(outcome, house, api, platform) {
  const user = 'oBuyer';
  const says = async (id, words) => {
    api.allow(user);
    await platform.hand(text(user, id, words));
  };
  await says('b1', '转账没有到账');
  const { id } = await house.conversationWith('转账没有到账');
  const got = () => api.sent.filter(one => one.who === user).map(one => one.text);

  const long = '汉字'.repeat(700);
  const first = await house.reply(id, long);
  await house.delivered(id, first.id);
  outcome.promise('a long answer is cut by bytes and loses nothing',
    unless(got().join('') === long && got().length === 3, `${got().length} parts`));

  const tokens = () => api.count('/cgi-bin/stable_token');
  const asked = tokens();
  api.token = 'another';
  await house.delivered(id, (await house.reply(id, 'after 40001')).id);
  api.tokenEnds = 0;
  await house.delivered(id, (await house.reply(id, 'after 42001')).id);
  outcome.promise('a token that was refused (40001) or has ended (42001) is renewed once and the message goes once',
    unless(got().filter(one => one.startsWith('after')).length === 2 && tokens() === asked + 2, `asked ${tokens() - asked} times, ${got().slice(3)}`));

  const sixth = await house.reply(id, 'the sixth');
  const held = await house.delivered(id, sixth.id, ['held']);
  outcome.promise('a sixth message waits for the customer', unless(held[0].state === 'held' && !got().includes('the sixth'), JSON.stringify(held)));
  await says('b2', '还在吗');
  await house.delivered(id, sixth.id);
  outcome.promise('it goes when he writes again', unless(got().filter(one => one === 'the sixth').length === 1, got().join()));

  for (const errcode of [45015, 45047]) {
    await says(`b-${errcode}`, `again ${errcode}`);
    api.next(SEND, { errcode });
    const message = await house.reply(id, `held ${errcode}`);
    const [delivery] = await house.delivered(id, message.id, ['held']);
    await says(`c-${errcode}`, `and again ${errcode}`);
    await house.delivered(id, message.id);
    outcome.promise(`${errcode} holds a message until he writes`, unless(delivery.code === String(errcode), JSON.stringify(delivery)));
  }

  await says('b5', 'unsure');
  const before = api.count(SEND);
  api.mode = 'fail_after_accept';
  const unsure = await house.reply(id, 'perhaps');
  await house.delivered(id, unsure.id, ['uncertain']);
  api.mode = 'none';
  await sleep(2500);
  outcome.promise('what may have gone is not sent again by itself', unless(api.count(SEND) === before + 1, `${api.count(SEND) - before} calls`));

  api.next(SEND, { errcode: 43004 });
  const gone = await house.reply(id, 'are you there');
  const [lost] = await house.delivered(id, gone.id, ['failed', 'held']);
  outcome.promise('who no longer follows is said to be out of reach', unless(lost.code === '43004', JSON.stringify(lost)));
}
