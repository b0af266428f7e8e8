// A real keydesk and our Telegram (fake_telegram.mjs), from end to end: private chats, groups, files, limits, restarts.
//
//   tools/npm_install tests/channels && node tests/channels/telegram.mjs      N passed, N failed
import { FakeTelegram } from './fake_telegram.mjs';
import { House, freshFolder, scenario, sleep, until } from './kit/house.mjs';

const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63000100000005000100' +
    '0d0a2db40000000049454e44ae426082', 'hex');

const same = (got, wanted, what) =>
  JSON.stringify(got) === JSON.stringify(wanted) ? [] : [`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`];
const holds = (condition, what) => (condition ? [] : [what]);

/** A desk with one Telegram inbox. Webhook mode is set up as an operator does it. */
class Stage {
  static async set(mode, options = {}) {
    const stage = new Stage();
    stage.fake = await FakeTelegram.start({ second: 100, ...options });
    stage.world = stage.fake.world;
    stage.group = stage.world.group({ title: 'MyWallet Users', forum: true });
    stage.basic = stage.world.group({ title: 'Small', supergroup: false });
    // Customers reach it where the fake does; the port is known only once it is made.
    stage.house = await House.make({ words: ['--public-url', 'http://127.0.0.1:9'] , logs: freshFolder() });
    if (mode === 'webhook') {
      await stage.house.desk.stop();
      stage.house.desk.words = ['--public-url', stage.house.url];
      await stage.restart();
    }
    const groups = `${stage.group.id} https://t.me/mywallet MyWallet Users\n${stage.basic.id}`;
    stage.settings = { bot_token: stage.fake.token, api_root: stage.fake.url, mode, deadline: '2', groups };
    stage.inbox = await stage.house.addInbox('telegram', stage.settings, 'MyWallet');
    stage.steps = (await stage.house.call('POST', `/inboxes/${stage.inbox.id}/set_up`, {})).steps;
    return stage;
  }

  async restart() {
    await this.house.desk.start();
    await this.house.agent.logIn();
  }

  async strike() {
    this.fake.stop();
    await this.house.remove();
  }

  async message(conversation, text) {
    let found;
    await until(async () => {
      found = (await this.house.messages(conversation)).find(one => one.body.includes(text));
      return found !== undefined;
    }, 10000, `“${text}” in the conversation`);
    return found;
  }
}

async function bothWays(stage, outcome, mode) {
  const { world, fake, house } = stage;
  const anna = world.user({ name: 'Anna', username: 'anna' });
  world.start(anna);
  const [welcome] = await fake.said(anna.id);
  const said = world.says(anna, 'my transfer is stuck 👍');
  const conversation = await house.conversationWith('my transfer is stuck');
  const reply = await house.reply(conversation.id, '1.5 USDT * _is_ [on](its) <way>');
  await house.delivered(conversation.id, reply.id);
  const [, answer] = await fake.said(anna.id, 2);
  world.edits(anna, said, 'my transfer has arrived');
  await stage.message(conversation.id, 'has arrived');
  const long = await house.reply(conversation.id, `${'字'.repeat(3000)}\n\n${'é'.repeat(3000)}`);
  await house.delivered(conversation.id, long.id);
  const parts = (await fake.said(anna.id, 4)).slice(2);
  outcome.promise(`${mode}: a private conversation goes both ways`, [
    ...holds(welcome?.text.includes('Nobody of ours ever asks'), 'no welcome with a warning'),
    ...same(answer?.text, '1.5 USDT * _is_ [on](its) <way>', 'the answer'),
    ...same(parts.map(one => [...one.text].length <= 4096), [true, true], 'the parts fit'),
    ...same(parts.map(one => one.text).join('').replace(/\s/g, '').length, 6000, 'nothing is lost in splitting'),
    ...same((await house.conversations()).length, 1, 'conversations'),
  ]);
  return { anna, conversation };
}

async function groups(stage, outcome, mode) {
  const { world, fake, house, group } = stage;
  const li = world.user({ name: '李雷', language: 'zh-hans' });
  const eve = world.user({ name: 'Eve' });
  const topic = world.topic(group);
  world.says(li, '早上好', { in: group, topic });
  world.says(li, '联系@MyWalletBot好吗，转账没有到账', { in: group, topic });
  const [invitation] = await fake.said(group.id);
  const conversation = await house.conversationWith('转账没有到账');
  world.follows(eve, invitation);
  world.says(eve, 'Eve with a link of somebody else');
  const eves = await house.conversationWith('Eve with a link');
  world.follows(li, invitation);
  const [continued] = await fake.said(li.id);
  world.says(li, '这是后续');
  await stage.message(conversation.id, '这是后续');
  const reply = await house.reply(conversation.id, '已经查到了');
  await house.delivered(conversation.id, reply.id);
  const before = (await house.conversations()).length;
  outcome.promise(`${mode}: a question in a group, in Chinese, goes on in private`, [
    ...same(invitation.message_thread_id, topic, 'the topic of the invitation'),
    ...holds(invitation.reply_to_message?.text.includes('转账没有到账'), 'the invitation answers nothing'),
    ...holds(!/助记词.*发送|send .*phrase/.test(invitation.text), 'the invitation asks for something'),
    ...holds(eves.id !== conversation.id, 'Eve is in the conversation of another'),
    ...holds(continued.text.includes('我们在这里继续'), `Li was told ${continued.text}`),
    ...same(fake.to(li.id).at(-1)?.text, '已经查到了', 'the answer came in private'),
    ...same(fake.to(group.id).length, 1, 'messages in the group'),
  ]);

  world.says(world.user({ name: 'МуWаllеt Suрроrt' }), 'write me, I help you', { in: group });
  const [, warning] = await fake.said(group.id, 2);
  const general = world.says(eve, '@MyWalletBot fees?', { in: group });
  const [, , second] = await fake.said(group.id, 3);
  const stranger = world.group({ title: 'Scam', joined: false });
  world.adds(stranger, eve);
  const [bye] = await fake.said(stranger.id);
  await until(() => !stranger.joined, 5000, 'leaving');
  outcome.promise(`${mode}: a group is warned of imitators, General has no number, other groups are left`, [
    ...holds(warning?.text.includes('resembles ours'), 'no warning'),
    ...same(second?.reply_to_message?.message_id, general.message_id, 'General is answered'),
    ...holds(bye.text.includes(String(stranger.id)), 'no number in the farewell'),
    ...same((await house.conversations()).length - before, 1, 'new conversations'),
  ]);
}

async function files(stage, outcome, mode, { anna, conversation }) {
  const { world, fake, house } = stage;
  world.sendsAlbum(anna, [PNG, Buffer.concat([PNG, Buffer.from('2')]), Buffer.concat([PNG, Buffer.from('3')])], 'three pictures');
  const album = await stage.message(conversation.id, 'three pictures');
  let shown = album;
  await until(async () => {
    shown = (await house.messages(conversation.id)).find(one => one.id === album.id);
    return shown.attachments.length === 3 && shown.attachments.every(one => one.url || one.size > 0);
  }, 15000, 'three files').catch(() => {});
  world.sendsDocument(anna, PNG, { name: 'dump.zip', size: 30 << 20 });
  const large = await stage.message(conversation.id, 'dump.zip');
  const upload = async (name, bytes) => {
    const answer = await fetch(`${house.url}/api/v1/files?name=${encodeURIComponent(name)}`, {
      method: 'POST', body: bytes,
      headers: { Origin: house.url, Cookie: house.agent.cookie, 'X-CSRF-Token': house.agent.csrf, 'Content-Type': 'application/octet-stream' } });
    return (await answer.json()).id;
  };
  const sent = fake.to(anna.id).length;
  const attachments = [await upload('截图.png', PNG), await upload('报告.txt', Buffer.from('all is well'))];
  const reply = await house.reply(conversation.id, 'see these', { attachments });
  await house.delivered(conversation.id, reply.id);
  const out = (await fake.said(anna.id, sent + 3)).slice(sent);
  const document = out.find(one => one.document);
  outcome.promise(`${mode}: files go both ways, an album is one message`, [
    ...same(shown.attachments.length, 3, 'pictures of the album'),
    ...same((await house.messages(conversation.id)).filter(one => one.body.includes('three pictures')).length, 1, 'messages of the album'),
    ...holds(large.body.includes('20 MB'), `of the large file is said: ${large.body}`),
    ...holds(out.some(one => one.photo), 'no photo'),
    ...same(document?.document.file_name, '报告.txt', 'the document'),
    ...same([...world.files.values()].some(file => file.bytes.equals(Buffer.from('all is well'))), true, 'its bytes'),
  ]);
}

async function refusals(stage, outcome, mode, { anna, conversation }) {
  const { world, fake, house } = stage;
  fake.fault('sendMessage', { code: 429, says: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } });
  const began = Date.now();
  const limited = await house.reply(conversation.id, 'after the limit');
  await house.delivered(conversation.id, limited.id);
  const waited = Date.now() - began;
  const count = fake.to(anna.id).filter(one => one.text === 'after the limit').length;

  world.blocks(anna);
  await sleep(500);
  const blocked = await house.reply(conversation.id, 'are you there?');
  const [fault] = await house.delivered(conversation.id, blocked.id, ['failed', 'held'], 15000);
  world.unblocks(anna);
  await sleep(500);
  const back = await house.reply(conversation.id, 'welcome back');
  await house.delivered(conversation.id, back.id);
  outcome.promise(`${mode}: limits are kept and blocks are told`, [
    ...holds(waited >= 1000 && count === 1, `waited ${waited} ms, sent ${count} times`),
    ...holds(fault.code !== '' && !fake.to(anna.id).some(one => one.text === 'are you there?'), JSON.stringify(fault)),
    ...same(fake.to(anna.id).at(-1).text, 'welcome back', 'after the block'),
  ]);
}

async function moves(stage, outcome, mode) {
  const { world, fake, house, basic } = stage;
  const owner = world.user({ name: 'Owner', language: 'zh-hans' });
  world.says(owner, '请问@MyWalletBot手续费', { in: basic });
  await fake.said(basic.id);
  const conversation = await house.conversationWith('手续费');
  const now = world.migrates(basic, owner);
  const reply = await house.reply(conversation.id, '手续费是 1 USDT');
  await house.delivered(conversation.id, reply.id);
  world.says(owner, '@MyWalletBot 谢谢', { in: now });
  await stage.message(conversation.id, '谢谢');
  outcome.promise(`${mode}: a group that becomes a supergroup keeps its conversations`, [
    ...same(fake.to(now.id).filter(one => one.text === '手续费是 1 USDT').length, 1, 'the answer in the new group'),
  ]);
}

async function repeats(stage, outcome, mode, { anna, conversation }) {
  const { world, fake, house } = stage;
  const stored = async text => (await house.messages(conversation.id)).filter(one => one.body.includes(text)).length;
  const said = world.says(anna, 'said once');
  for (let i = 0; i < 4; i += 1) fake.updates.add(anna.id, { message: said });
  await stage.message(conversation.id, 'said once');
  await house.desk.kill();
  world.says(anna, 'while you were away');
  world.sendsAlbum(anna, [PNG, PNG], 'album while away');
  fake.updates.add(anna.id, { message: said });
  await stage.restart();
  await stage.message(conversation.id, 'while you were away');
  await stage.message(conversation.id, 'album while away');
  const last = world.sendsAlbum(anna, [PNG, PNG], 'album cut in two');
  await until(() => !fake.updates.unconfirmed().some(one => one.message?.message_id === last[0].message_id), 5000, 'the first part');
  await house.desk.kill();
  await stage.restart();
  const cut = await stage.message(conversation.id, 'album cut in two');
  await sleep(1500);
  outcome.promise(`${mode}: repeats and restarts lose nothing and double nothing`, [
    ...same(await stored('said once'), 1, 'said once'),
    ...same(await stored('while you were away'), 1, 'while away'),
    ...same(await stored('album while away'), 1, 'an album'),
    ...same(await stored('album cut in two'), 1, 'a cut album'),
    ...same(cut.attachments.length, 2, 'its parts'),
    ...same(fake.updates.unconfirmed().length, 0, 'updates that wait'),
  ]);
}

await scenario(async (outcome, cleanup) => {
  for (const mode of ['polling', 'webhook']) {
    const stage = await Stage.set(mode);
    cleanup(() => stage.strike());
    outcome.promise(`${mode}: is set up`, stage.steps.filter(one => one.state !== 'passed').map(one => JSON.stringify(one)));
    const check = (await stage.house.call('POST', '/inboxes/check', { kind: 'telegram', settings: {}, inbox: stage.inbox.id })).steps;
    const failed = check.filter(one => one.state === 'failed' && one.id !== 'webhook');
    outcome.promise(`${mode}: the trial passes`, failed.map(one => JSON.stringify(one)));
    const known = await bothWays(stage, outcome, mode);
    for (const part of [groups, files, refusals, moves, repeats]) {
      await part(stage, outcome, mode, known).catch(error => outcome.promise(`${mode}: ${part.name} runs to its end`, [error.stack]));
    }
  }
});
