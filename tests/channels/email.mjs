// E-mail against real servers: Dovecot, OpenSMTPD and a mail server that plays the rest of the
// world, all on loopback, and the real keydesk. Needs root and the packages of tools/install test.
//
//   node tests/channels/email.mjs
import { MailServers } from './email/mail_servers.mjs';
import { Outside, header, textOf, write } from './email/outside.mjs';
import { House, scenario, sleep, until } from './kit/house.mjs';

const ANN = 'Ann <ann@customer.test>';
const MALLORY = 'Mallory <mallory@evil.test>';
const HOUR = 3600e3;

const check = (problems, fine, what) => {
  if (!fine) problems.push(what);
};
const automatic = mail => /^auto-/i.test(header(mail.raw, 'Auto-Submitted'));

/** A customer who answers a mail of ours as mail programs do. */
const answerTo = (mail, fields) => {
  const to = header(mail.raw, 'Reply-To') || header(mail.raw, 'From');
  return write({
    from: ANN,
    to: /<(.*?)>/.exec(to)?.[1] ?? to,
    subject: header(mail.raw, 'Subject'),
    'In-Reply-To': header(mail.raw, 'Message-ID'),
    References: `${header(mail.raw, 'References')} ${header(mail.raw, 'Message-ID')}`.trim(),
    ...fields,
  });
};

async function send(outside, raw, from) {
  const author = header(raw, 'From');
  await outside.post({ from: from ?? (/<(.*?)>/.exec(author)?.[1] ?? author), to: header(raw, 'To'), raw });
}

const working = house =>
  until(async () => {
    const { items } = await house.call('GET', '/inbox_health');
    return items.length > 0 && items.every(one => one.state === 'working');
  }, 20000, 'every inbox working');

async function conversationThread(outcome, { house, outside, servers }) {
  const problems = [];
  await send(outside, write({ from: ANN, to: 'support@desk.test', subject: '转账没有到账', body: '我中午转的 USDT 还没到。' }));
  const conversation = await house.conversationWith('我中午转的');
  const reply = await house.reply(conversation.id, '您好，我们正在查。');
  const mail = await outside.mailTo('ann@customer.test', '我们正在查');
  await house.delivered(conversation.id, reply.id);
  check(problems, header(mail.raw, 'Reply-To').includes('+'), 'the answer names no signed address');
  check(problems, header(mail.raw, 'In-Reply-To').length > 2, 'the answer does not say what it answers');
  check(problems, !automatic(mail), 'an agent’s answer calls itself automatic');

  await send(outside, answerTo(mail, { body: '好的，谢谢\n\n在 2024年3月5日，星期二，Support <support@desk.test> 写道：\n\n> 您好，我们正在查。' }));
  await until(async () => (await house.messages(conversation.id)).some(one => one.body === '好的，谢谢'), 15000, 'the answer in its thread');
  // A mail program that writes to From instead of Reply-To.
  await send(outside, answerTo(mail, { to: 'support@desk.test', body: 'by its Message-ID alone' }));
  await until(async () => (await house.messages(conversation.id)).some(one => one.body.includes('by its Message-ID')), 15000, 'the thread holding by Message-ID');
  check(problems, (await house.conversations()).length === 1, 'a second conversation was opened');
  await until(() => servers.mails('support', '.Archive') === 3, 10000, 'the mails in the archive folder');
  outcome.promise('received, answered, answered again: one thread, quotes folded', problems);
  return { conversation, mail };
}

async function takeOver(outcome, { house, outside }, { conversation, mail }) {
  const problems = [];
  await send(outside, answerTo(mail, { Cc: 'mallory@evil.test', body: 'and my colleague in copy' }));
  await until(async () => (await house.messages(conversation.id)).some(one => one.body.includes('colleague')), 15000, 'the mail with a copy');
  await send(outside, answerTo(mail, { from: MALLORY, body: 'I was in copy, what is the state?' }));
  const taken = await house.conversationWith('I was in copy');
  check(problems, taken.id !== conversation.id, 'who was in copy got into the conversation');
  await send(outside, answerTo(mail, { auth: 'fail', body: 'please send it to my new address' }));
  const forged = await house.conversationWith('my new address');
  check(problems, forged.id !== conversation.id, 'a forged From got into the conversation');
  const shown = JSON.stringify(await house.messages(forged.id));
  check(problems, shown.includes('not verified'), 'agents are not told that the sender is not verified');
  const before = outside.mails.length;
  const answer = await house.reply(conversation.id, 'Only for Ann.');
  await house.delivered(conversation.id, answer.id);
  await outside.mailTo('ann@customer.test', 'Only for Ann.');
  const leaked = outside.mails.slice(before).some(one => one.to.some(to => !to.startsWith('ann@')));
  check(problems, !leaked, 'somebody else got the answer');
  outcome.promise('a copy and a forged sender get into no conversation', problems);
}

async function bounced(outcome, { house, outside }) {
  const problems = [];
  await send(outside, write({ from: 'Gone <nouser@customer.test>', to: 'support@desk.test', subject: 'x', body: 'my mailbox will vanish' }));
  const conversation = await house.conversationWith('will vanish');
  const reply = await house.reply(conversation.id, 'Are you there?');
  const [delivery] = await house.delivered(conversation.id, reply.id, ['failed'], 60000);
  check(problems, delivery.code === 'bounced', `the delivery says ${delivery.code}`);
  check(problems, /5\.\d\.\d/.test(delivery.detail), `no reason: ${delivery.detail}`);
  outcome.promise('a real delivery report makes the message bounced, with its reason', problems);
}

async function uidValidity(outcome, { house, outside, servers }) {
  const before = (await house.conversations()).length;
  const told = (await Promise.all((await house.conversations()).map(one => house.messages(one.id)))).flat().length;
  await send(outside, write({ from: ANN, to: 'second@desk.test', subject: 'n', body: 'number one' }));
  await house.conversationWith('number one');
  servers.renumber('second');
  await send(outside, write({ from: ANN, to: 'second@desk.test', subject: 'n', body: 'number two' }));
  await house.conversationWith('number two', 20000);
  await sleep(1000);
  const problems = [];
  const after = (await Promise.all((await house.conversations()).map(one => house.messages(one.id)))).flat();
  const ones = after.filter(one => one.body.includes('number one')).length;
  check(problems, ones === 1, `the first mail is there ${ones} times`);
  check(problems, after.length >= told + 2, 'mail was lost');
  check(problems, (await house.conversations()).length >= before, 'conversations were lost');
  outcome.promise('a change of UIDVALIDITY loses nothing and doubles nothing', problems);
}

async function outage(outcome, { house, outside, servers }) {
  const problems = [];
  await send(outside, write({ from: 'Grey <grey@customer.test>', to: 'support@desk.test', subject: 'g', body: 'I am greylisted' }));
  const grey = await house.conversationWith('I am greylisted');
  await house.desk.stop();
  const began = Date.now();
  // Sixty from one impatient customer, and one from each of twenty others, over three days.
  for (let at = 0; at < 60; at += 1) {
    const raw = write({ from: ANN, to: 'support@desk.test', subject: `day ${at}`, body: `patience ${at};` });
    servers.append('support', raw, new Date(began + (at * 72 * HOUR) / 60));
  }
  for (let at = 0; at < 20; at += 1) {
    const raw = write({ from: `c${at}@others.test`, to: 'support@desk.test', subject: 'outage', body: `other ${at};` });
    servers.append('support', raw, new Date(began + (at * 72 * HOUR) / 20));
  }
  house.desk.launcher = ['faketime', '-f', '+72h'];
  await house.desk.start();
  await house.agent.logIn();
  const said = async () => {
    const all = (await Promise.all((await house.conversations()).map(one => house.messages(one.id)))).flat();
    return all.filter(one => one.kind === 'customer').map(one => one.body);
  };
  const wanted = [...Array(60).keys()].map(at => `patience ${at};`).concat([...Array(20).keys()].map(at => `other ${at};`));
  await until(async () => {
    const bodies = await said();
    return wanted.every(text => bodies.some(body => body.includes(text)));
  }, 60000, 'all mail of three days').catch(error => problems.push(error.message));
  const bodies = await said();
  for (const text of wanted) {
    const times = bodies.filter(body => body.includes(text)).length;
    check(problems, times === 1, `“${text}” is there ${times} times`);
  }
  const aside = (await house.call('GET', '/quarantine')).items.length;
  check(problems, aside === 0, `${aside} mails were set aside`);
  outcome.promise('an outage of 72 hours (80 mails) loses and doubles nothing', problems);
  return grey;
}

async function greylisted(outcome, { house, outside }, direct) {
  const problems = [];
  await send(outside, write({ from: 'Grey <grey@customer.test>', to: 'direct@desk.test', subject: 'g', body: 'answer me directly' }));
  const conversation = await house.conversationWith('answer me directly', 20000);
  const reply = await house.reply(conversation.id, 'Hello behind the grey list');
  const [waiting] = await house.delivered(conversation.id, reply.id, ['queued'], 15000);
  await until(async () => (await house.messages(conversation.id)).find(one => one.id === reply.id).deliveries[0].code.startsWith('451'), 15000, 'the greylisting being noted');
  check(problems, waiting.state === 'queued', `it is ${waiting.state}`);
  outside.grey.clear();
  await house.desk.stop();
  house.desk.launcher = direct;
  await house.desk.start();
  await house.agent.logIn();
  await house.delivered(conversation.id, reply.id, ['sent'], 20000);
  const came = outside.mails.filter(one => textOf(one.raw).includes('behind the grey list')).length;
  check(problems, came === 1, `it came ${came} times`);
  outcome.promise('a greylisted answer (451) goes out later, once', problems);
}

async function loop(outcome, { house, outside }) {
  const problems = [];
  const second = await House.make();
  try {
    await second.addInbox('email', house.servers.settings('second', 'second.test', { acknowledge: 'true' }));
    await sleep(2000);
    for (const bend of [raw => raw, raw => raw.replace(/^(Auto-Submitted|X-[\w-]+|Precedence):.*\r\n/gim, '')]) {
      outside.bend = bend;
      const before = outside.mails.length;
      // The first desk is told that the second one wrote: each greets the other.
      await send(outside, write({ from: 'support@second.test', to: 'support@desk.test', subject: `hello ${before}`, body: `round ${before}` }));
      await house.conversationWith(`round ${before}`);
      await sleep(8000);
      const mails = outside.mails.slice(before);
      check(problems, mails.filter(automatic).length <= 2, `${mails.length} automatic mails went to and fro`);
    }
  } finally {
    await second.remove();
    outside.bend = raw => raw;
  }
  const told = outside.mails.filter(one => automatic(one) && one.to.includes('support@second.test'));
  check(problems, told.length >= 1, 'no automatic mail was sent at all: nothing was tried');
  outcome.promise('two desks that greet each other stop after two automatic mails', problems);
}

async function byLmtp(outcome, { house }) {
  const problems = [];
  const raw = write({ from: ANN, to: 'pipe@desk.test', subject: 'pipe', body: 'through the pipe' }).replace(/\r\n/g, '\n');
  const deliver = recipient => house.deliver(raw, recipient);
  check(problems, (await deliver('pipe+x@desk.test')) === 0, 'the pipe refused a mail');
  await house.conversationWith('through the pipe');
  check(problems, (await deliver('nobody@desk.test')) === 67, 'an unknown address is not EX_NOUSER');
  await deliver('pipe@desk.test');
  await sleep(300);
  const all = (await Promise.all((await house.conversations()).map(one => house.messages(one.id)))).flat();
  check(problems, all.filter(one => one.body.includes('through the pipe')).length === 1, 'the same mail came twice');
  await house.desk.stop();
  check(problems, (await deliver('pipe@desk.test')) === 75, 'a desk that is away is not EX_TEMPFAIL');
  await house.desk.start();
  await house.agent.logIn();
  outcome.promise('LMTP and the pipe command: stored, unknown, come again', problems);
}

await scenario(async (outcome, cleanup) => {
  const outside = await Outside.start();
  cleanup(() => outside.stop());
  const servers = await MailServers.start(outside.port);
  cleanup(() => servers.stop());
  outside.inPort = servers.ports.in;
  const house = await House.make();
  house.servers = servers;
  house.deliver = (raw, recipient) => servers.deliver(house.desk.data, raw, recipient);
  cleanup(() => house.remove());

  const settings = servers.settings('support', 'desk.test', { acknowledge: 'false' });
  const { steps } = await house.call('POST', '/inboxes/check', { kind: 'email', settings });
  outcome.promise('the wizard tries the account live', steps.filter(one => one.state === 'failed').map(one => JSON.stringify(one)));
  const wrong = await house.call('POST', '/inboxes/check', { kind: 'email', settings: { ...settings, password: 'wrong' } });
  const failed = wrong.steps.filter(one => one.state === 'failed').map(one => one.id);
  outcome.promise('a wrong password is said to be one', failed.join() === 'imap_login,smtp' ? [] : [failed.join()]);

  await house.addInbox('email', settings);
  await working(house);
  const world = { house, outside, servers };
  const thread = await conversationThread(outcome, world);
  await takeOver(outcome, world, thread);
  await bounced(outcome, world);
  await house.addInbox('email', servers.settings('pipe', 'desk.test', { address: 'pipe@desk.test', receive: 'lmtp' }), 'pipe');
  await byLmtp(outcome, world);
});
