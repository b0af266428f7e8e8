// Proves our Telegram (fake_telegram.mjs) with parties that are not ours: grammY, a Bot API client, must get on with it as
// with the real one, and what it says and what keydesk asks must be of the Bot API's types (@grammyjs/types).
//
//   tools/npm_install tests/channels && node tests/channels/telegram_fake.mjs      N passed, N failed
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Bot, GrammyError, InputFile } from 'grammy';
import { scenario, sleep, until } from '../faults/kit/outcome.mjs';
import { FakeTelegram } from './fake_telegram.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const PNG = Buffer.from('89504e470d0a1a0a00000000', 'hex');

const same = (got, wanted, what) => JSON.stringify(got) === JSON.stringify(wanted) ? [] : [`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`];

/** How a call was refused: [code, description, parameters]. */
async function refusal(call) {
  try {
    await call;
    return ['taken'];
  } catch (error) {
    if (!(error instanceof GrammyError)) return [String(error)];
    return [error.error_code, error.description, error.parameters];
  }
}

async function open(options = {}) {
  const fake = await FakeTelegram.start({ second: 100, ...options });
  const bot = new Bot(fake.token, { client: { apiRoot: fake.url } });
  bot.catch(() => {});
  return { fake, bot, api: bot.api, world: fake.world };
}

async function refusals(outcome) {
  const { fake, api, world } = await open();
  const anna = world.user();
  world.says(anna, 'hello');
  const shy = world.user();
  const gone = world.user();
  world.says(gone, 'x');
  world.blocks(gone);
  const group = world.group({ forum: true });
  const basic = world.group({ supergroup: false });
  const now = world.migrates(basic, anna);
  const topic = world.topic(group);
  const send = (...args) => refusal(api.sendMessage(...args));
  const problems = [
    ...same(await send(anna.id, 'a'), ['taken'], 'a text'),
    ...same((await send(anna.id, 'y'.repeat(4097))).slice(0, 2), [400, 'Bad Request: message is too long'], '4097 letters'),
    ...same(await send(anna.id, '👍'.repeat(4096)), ['taken'], '4096 code points'),
    ...same((await send(anna.id, ' ')).slice(0, 2), [400, 'Bad Request: message text is empty'], 'nothing'),
    ...same((await send(7, 'a')).slice(0, 2), [400, 'Bad Request: chat not found'], 'nobody'),
    ...same((await send(shy.id, 'a')).slice(0, 2), [403, "Forbidden: bot can't initiate conversation with a user"], 'a stranger'),
    ...same((await send(gone.id, 'a')).slice(0, 2), [403, 'Forbidden: bot was blocked by the user'], 'one who blocked'),
    ...same(await send(basic.id, 'a'),
      [400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: now.id }], 'a group that moved'),
    ...same(await send(group.id, 'a', { message_thread_id: topic }), ['taken'], 'a topic'),
    ...same((await send(group.id, 'a', { message_thread_id: 1 })).slice(0, 2), [400, 'Bad Request: message thread not found'], 'General by number'),
    ...same((await send(anna.id, 'a', { reply_parameters: { message_id: 999 } })).slice(0, 2),
      [400, 'Bad Request: message to be replied not found'], 'an answer to nothing'),
    ...same(await send(anna.id, 'a', { reply_parameters: { message_id: 999, allow_sending_without_reply: true } }), ['taken'], 'the same, allowed'),
  ];
  const stranger = new Bot('1:wrong', { client: { apiRoot: fake.url } });
  problems.push(...same((await refusal(stranger.api.getMe()))[0], 401, 'a wrong token'));
  fake.fault('sendMessage', { code: 429, says: 'Too Many Requests: retry after 2', parameters: { retry_after: 2 } });
  problems.push(...same(await send(anna.id, 'a'), [429, 'Too Many Requests: retry after 2', { retry_after: 2 }], 'too many'));
  outcome.promise('grammY understands every refusal', problems);
  fake.stop();
}

async function pace(outcome) {
  const { fake, api, world } = await open({ limited: true, second: 1000 });
  const anna = world.user();
  world.says(anna, 'x');
  const group = world.group();
  const count = async (chat, times) => {
    let taken = 0;
    for (let i = 0; i < times; i++) taken += (await refusal(api.sendMessage(chat, `${i}`)))[0] === 'taken' ? 1 : 0;
    return taken;
  };
  const [alone, together] = [await count(anna.id, 10), await count(group.id, 30)];
  outcome.promise('a chat takes few at once and a group twenty', [
    ...(alone >= 3 && alone <= 4 ? [] : [`a chat took ${alone}`]), ...(together >= 20 && together <= 21 ? [] : [`a group took ${together}`])]);
  fake.stop();
}

async function polling(outcome) {
  const { fake, bot, api, world } = await open();
  const heard = [];
  bot.command('start', context => heard.push(`start ${context.match}`));
  bot.on('message:text', context => heard.push(context.message.text));
  const anna = world.user();
  world.start(anna, 'tok_abc-1');
  world.says(anna, 'hello');
  const ended = bot.start({ timeout: 1 }).then(() => 0, error => error.error_code);
  await until(() => heard.length === 2, 5000, 'two messages');
  await api.getUpdates();
  const first409 = await ended;
  world.says(anna, 'one');
  world.says(anna, 'two');
  const [one] = await api.getUpdates({ limit: 1 });
  const again = await api.getUpdates({ limit: 1 });
  const next = await api.getUpdates({ offset: one.update_id + 1 });
  const last = await api.getUpdates({ offset: -1 });
  const left = await api.getUpdates({ offset: last[0].update_id + 1 });
  outcome.promise('updates come in order, again until confirmed, and a deep link brings its token', [
    ...same(heard, ['start tok_abc-1', 'hello'], 'what grammY heard'),
    ...same(again[0].update_id, one.update_id, 'unconfirmed'),
    ...same(next.map(update => update.message.text), ['two'], 'after the offset'),
    ...same(last.map(update => update.message.text), ['two'], 'from the end'),
    ...same(left, [], 'after all'),
  ]);
  const first = refusal(api.getUpdates({ timeout: 5 }));
  await sleep(50);
  const other = api.getUpdates({ timeout: 1 });
  const conflict = await first;
  await other;
  await api.setWebhook('http://127.0.0.1:1/hook');
  const active = await refusal(api.getUpdates());
  outcome.promise('two pollers, and a poller beside a webhook, are in conflict', [
    ...same(conflict[0], 409, 'the first poller'), ...same(active[0], 409, 'beside a webhook'), ...same(first409, 409, 'grammY, when we polled too')]);
  fake.stop();
}

async function webhook(outcome) {
  const { fake, api, world } = await open({ second: 20 });
  const got = [];
  let answers = [503, 500, 200];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    got.push({ secret: request.headers['x-telegram-bot-api-secret-token'], text: JSON.parse(body).message.text });
    response.statusCode = answers.shift() ?? 200;
    response.end();
  }).listen(0, '127.0.0.1');
  await until(() => server.address(), 1000, 'listening');
  const wrong = await refusal(api.setWebhook('http://127.0.0.1:1/', { secret_token: 'no spaces' }));
  await api.setWebhook(`http://127.0.0.1:${server.address().port}/hook`, { secret_token: 's3cret-_' });
  const [anna, ben] = [world.user(), world.user({ name: 'Ben' })];
  world.says(anna, 'a1');
  world.says(anna, 'a2');
  world.says(ben, 'b1');
  await until(() => got.length === 5, 5000, 'five calls');
  const info = await api.getWebhookInfo();
  fake.updates.copies = 2;
  world.says(ben, 'twice');
  await until(() => got.filter(one => one.text === 'twice').length === 2, 5000, 'a repeat');
  const annas = got.map(one => one.text).filter(text => text.startsWith('a'));
  outcome.promise('a webhook is called with its secret, chat by chat in order, until it answers 200', [
    ...same(wrong[1], 'Bad Request: secret token contains unallowed characters', 'a wrong secret'),
    ...same([...new Set(got.map(one => one.secret))], ['s3cret-_'], 'the secret'),
    ...same([...new Set(annas)], ['a1', 'a2'], 'the order'),
    ...same(annas.lastIndexOf('a1') < annas.indexOf('a2'), true, 'a2 waits for a1'),
    ...same(info.pending_update_count, 0, 'nothing waits'),
    ...same(info.last_error_message?.startsWith('Wrong response from the webhook: 50'), true, 'the last error'),
  ]);
  server.close();
  fake.stop();
}

async function files(outcome) {
  const { fake, api, world } = await open();
  const anna = world.user();
  const sent = world.sendsPhoto(anna, PNG, { caption: 'look' });
  const file = await api.getFile(sent.photo.at(-1).file_id);
  const back = await fetch(`${fake.url}/file/bot${fake.token}/${file.file_path}`).then(reply => reply.arrayBuffer());
  const large = world.sendsDocument(anna, PNG, { size: 21 << 20 });
  const refused = await refusal(api.getFile(large.document.file_id));
  const photo = await api.sendPhoto(anna.id, new InputFile(PNG, 'a.png'), { caption: 'hi' });
  const document = await api.sendDocument(anna.id, new InputFile(Buffer.from('log'), '日志.txt'));
  const broken = await refusal(api.sendPhoto(anna.id, new InputFile(Buffer.from('text'), 'a.png')));
  outcome.promise('files come and go', [
    ...same(Buffer.from(back).equals(PNG), true, 'the bytes'),
    ...same(refused[1], 'Bad Request: file is too big', '21 MB'),
    ...same(photo.caption, 'hi', 'the caption'),
    ...same(document.document.file_name, '日志.txt', 'the name'),
    ...same(broken[1], 'Bad Request: IMAGE_PROCESS_FAILED', 'what is no picture'),
  ]);
  fake.stop();
}

async function faults(outcome) {
  const { fake, api, world } = await open();
  const anna = world.user();
  world.says(anna, 'x');
  const problems = [];
  for (const [what, wanted, arrives] of [['hang', 'aborted', 0], ['hang_after', 'aborted', 1], ['500_after', 500, 1], ['close', 'failed', 0], ['close_after', 'failed', 1], ['html', 'failed', 0]]) {
    const before = fake.to(anna.id).length;
    fake.fault('sendMessage', what);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 300);
    const said = await api.sendMessage(anna.id, what, {}, stop.signal).then(() => 'taken', error => error.error_code ?? (stop.signal.aborted ? 'aborted' : 'failed'));
    clearTimeout(timer);
    problems.push(...same(said, wanted, what), ...same(fake.to(anna.id).length - before, arrives, `${what}: arrived`));
  }
  outcome.promise('faults before and after the message was taken', problems);
  fake.stop();
}

/** Everything the fake says and keydesk asks, compiled against the Bot API's types. */
async function types(outcome) {
  const { fake, api, world } = await open();
  const anna = world.user({ username: 'anna', language: 'zh-hans' });
  const forum = world.group({ forum: true });
  const topic = world.topic(forum);
  const first = world.says(anna, '/start tok 你好 https://a.example');
  world.edits(anna, first, 'new');
  world.says(anna, '联系@MyWalletBot好吗 @MyWalletBot', { in: forum, topic });
  world.sendsAlbum(anna, [PNG, PNG], 'two');
  world.sendsDocument(anna, PNG);
  world.blocks(anna);
  world.unblocks(anna);
  world.presses(anna, first);
  world.migrates(world.group({ supergroup: false }), anna);
  const updates = await api.getUpdates();
  const results = { getMe: await api.getMe(), getWebhookInfo: await api.getWebhookInfo(), sendMessage: await api.sendMessage(anna.id, 'x') };
  const asks = {
    sendMessage: [
      { chat_id: 1, text: 'x', link_preview_options: { is_disabled: true }, message_thread_id: 5,
        reply_parameters: { message_id: 1, allow_sending_without_reply: true },
        reply_markup: { inline_keyboard: [[{ text: 'x', url: 'https://t.me/b?start=t' }]] } }],
    getUpdates: [{ offset: 0, limit: 100, timeout: 25, allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'] }],
    setWebhook: [{ url: 'https://x', secret_token: 'x', max_connections: 40, allowed_updates: ['message'] }],
    sendChatAction: [{ chat_id: 1, action: 'typing', message_thread_id: 5 }],
    setMyCommands: [{ commands: [{ command: 'start', description: 'x' }], language_code: 'zh' }],
    leaveChat: [{ chat_id: 1 }],
    answerCallbackQuery: [{ callback_query_id: 'x' }],
    getFile: [{ file_id: 'x' }],
  };
  fake.stop();
  const said = [
    ...updates.map((update, i) => `export const update${i}: Update = ${JSON.stringify(update)};`),
    ...Object.entries(results).map(([method, result]) => `export const ${method}: ReturnType<Methods["${method}"]> = ${JSON.stringify(result)};`),
    ...Object.entries(asks).flatMap(([method, list]) => list.map((ask, i) => `export const ask_${method}${i}: Parameters<Methods["${method}"]>[0] = ${JSON.stringify(ask)};`)),
  ];
  const head = 'import type { ApiMethods, Update } from "@grammyjs/types";\ntype Methods = ApiMethods<never>;\n';
  const compile = lines => {
    const folder = join(HERE, '../../build/telegram-types');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    symlinkSync(join(HERE, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'said.ts'), head + lines.join('\n'));
    try {
      execFileSync(join(HERE, 'node_modules/.bin/tsc'),
        ['--noEmit', '--strict', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--skipLibCheck', 'said.ts'], { cwd: folder, encoding: 'utf8' });
      return [];
    } catch (error) {
      return error.stdout.trim().split('\n');
    }
  };
  outcome.promise(`${updates.length} updates, ${said.length - updates.length} results and questions are of the Bot API's types`, compile(said));
  const wrong = compile(['export const bad: Update = {"update_id":1,"message":{"message_id":"7","date":1,"chat":{"id":1,"type":"privat"},"text":"x"}};']);
  outcome.promise('what is not of those types is found', wrong.length > 0 ? [] : ['it compiled']);
}

await scenario(async outcome => {
  for (const part of [refusals, pace, polling, webhook, files, faults, types]) await part(outcome);
});
