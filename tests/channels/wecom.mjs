// 微信客服 end to end: a real keydesk and the platform in this repository.
//
//   node tests/channels/wecom.mjs        N passed, N failed
import { House, scenario, until } from './kit/house.mjs';
import { account, FakeWecomApi } from './wecom/api.mjs';

const SEND = '/cgi-bin/kf/send_msg';
const unless = (holds, words) => (holds ? [] : [words]);

await scenario(async (outcome, cleanup) => {
  const api = new FakeWecomApi();
  await api.open();
  cleanup(() => api.close());
  const house = await House.make();
  cleanup(() => house.remove());
  const settings = { ...account, api_root: api.url, deadline: '3' };

  const tried = await house.call('POST', '/inboxes/check', { kind: 'wecom', settings });
  outcome.promise('the wizard tries token and accounts',
    unless(tried.steps[0].state === 'passed' && tried.steps[1].state === 'passed', JSON.stringify(tried)));
  const other = await house.call('POST', '/inboxes/check', { kind: 'wecom', settings: { ...settings, open_kfid: 'wkOther' } });
  outcome.promise('the wizard names an account that is not there', unless(other.steps[1].detail.zh.includes('wkOther'), JSON.stringify(other.steps)));

  // What was said before the door opened, in more than one batch.
  api.batch = 3;
  for (let at = 0; at < 10; at += 1) api.add({ msgid: `old${at}`, msgtype: 'text', text: { content: `before ${at}` } });
  const inbox = await house.addInbox('wecom', settings);
  const hook = house.url + new URL(inbox.channel.hook_url, house.url).pathname;
  const conversation = await house.conversationWith('before 9');
  const texts = async () => (await house.messages(conversation.id)).filter(one => one.kind === 'customer').map(one => one.body);
  outcome.promise('what waited comes in order and once', unless((await texts()).join() === Array.from({ length: 10 }, (_, at) => `before ${at}`).join(), (await texts()).join()));

  const echo = await api.verify(hook);
  const foreign = await api.verify(hook, { msg_signature: '0'.repeat(40) });
  outcome.promise('only the platform gets its opened echo back', unless(echo.body === 'echo-42' && foreign.status === 401, `${echo.body} ${foreign.status}`));
  outcome.promise('a doorbell that is signed wrong is refused', unless((await api.ring(hook, { msg_signature: '0' })) === 401, 'it was not'));

  api.media.set('M1', { type: 'application/pdf', name: 'a.pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF\n') });
  api.add({ msgid: 'k1', msgtype: 'file', file: { media_id: 'M1' } });
  api.add({ msgid: 'k2', msgtype: 'location', location: { latitude: 23.1, longitude: 113.3, name: '广州', address: '天河' } });
  api.add({ msgid: 'k3', msgtype: 'link', link: { title: '标题', desc: 'd', url: 'https://example.org/' } });
  api.add({ msgid: 'k4', msgtype: 'hologram' });
  api.add({ msgid: 'k5', msgtype: 'text', text: { content: 'by an agent of the app' } }, { origin: 5 });
  api.add({ msgid: 'k6', msgtype: 'text', text: { content: '最后一条' } });
  await api.ring(hook);
  await until(async () => (await texts()).includes('最后一条'), 5000, 'the doorbell being heard');
  const all = (await texts()).join('\n');
  outcome.promise('every kind of message comes, an agent of the app is not the customer',
    unless(all.includes('23.1, 113.3') && all.includes('https://example.org/') && all.includes('hologram') && !all.includes('by an agent'), all));

  api.add({ msgid: 'e1', msgtype: 'event', event: { event_type: 'enter_session', open_kfid: account.open_kfid, external_userid: 'wmNew', welcome_code: 'W1' } }, { origin: 4, user: undefined });
  await api.ring(hook);
  await until(() => api.greetings.length === 1, 5000, 'the greeting');
  outcome.promise('who enters is greeted', unless(api.greetings[0].code === 'W1' && api.greetings[0].text.content.includes('助记词'), JSON.stringify(api.greetings)));

  const { id } = conversation;
  const got = () => api.sent.map(one => one.text);
  const first = await house.reply(id, '您好，请稍等');
  await house.delivered(id, first.id);
  outcome.promise('an answer reaches him', unless(got().join() === '您好，请稍等', got().join()));

  api.mode = 'fail_after_accept';
  const second = await house.reply(id, 'once');
  await until(() => got().includes('once'), 5000, 'the second being taken');
  api.mode = 'none';
  await house.delivered(id, second.id, ['sent'], 30000);
  outcome.promise('what met a 500 after it was taken is made again and reaches him once', unless(got().filter(one => one === 'once').length === 1, got().join()));

  api.token = 'another';
  await house.delivered(id, (await house.reply(id, 'after 40014')).id);
  api.tokenEnds = 0;
  await house.delivered(id, (await house.reply(id, 'after 42001')).id);
  outcome.promise('a token that was refused or has ended is renewed', unless(got().slice(-2).join() === 'after 40014,after 42001', got().join()));

  const taken = api.sent.at(-1).message.msgid;
  api.add({ msgid: 'e2', msgtype: 'event', event: { event_type: 'msg_send_fail', open_kfid: account.open_kfid, external_userid: 'wmAlice', fail_msgid: taken, fail_type: 4 } }, { origin: 4 });
  await api.ring(hook);
  const failed = (await house.messages(id)).at(-1);
  await house.delivered(id, failed.id, ['failed', 'bounced'], 5000);
  outcome.promise('a failure that is told later is shown', []);

  for (const errcode of [95001, 95018]) {
    api.next(SEND, { errcode });
    const message = await house.reply(id, `held ${errcode}`);
    const [delivery] = await house.delivered(id, message.id, ['held']);
    api.add({ msgid: `r${errcode}`, msgtype: 'text', text: { content: `again ${errcode}` } });
    await api.ring(hook);
    await house.delivered(id, message.id);
    outcome.promise(`${errcode} holds a message until he writes`, unless(delivery.code === String(errcode), JSON.stringify(delivery)));
  }

  await house.desk.kill();
  api.add({ msgid: 'dark', msgtype: 'text', text: { content: 'said in the dark' } });
  await house.desk.start();
  await house.agent.logIn();
  await until(async () => (await texts()).includes('said in the dark'), 10000, 'catching up');
  outcome.promise('what was said while nobody listened is found after a restart', unless((await texts()).filter(one => one === '最后一条').length === 1, (await texts()).join()));
});
