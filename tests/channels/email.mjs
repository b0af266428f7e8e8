// E-mail against real servers: Dovecot, OpenSMTPD and a mail server that plays the rest of the
// world, all on loopback, and the real keydesk. Needs root and the packages of tools/install test.
//
//   node tests/channels/email.mjs
import { MailServers } from './email/mail_servers.mjs';
import { libfaketime } from './email/later.mjs';
import { PoorServer } from './email/poor_server.mjs';
import { formAddress, returned, twice } from './email/trust.mjs';
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
    return items.length > 0 && items.every(one => ['working', 'paused'].includes(one.state));
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

const customersSaid = async house => {
  const all = (await Promise.all((await house.conversations()).map(one => house.messages(one.id)))).flat();
  return all.filter(one => one.kind === 'customer').map(one => one.body);
};

async function uidValidity(outcome, { house, outside, servers }) {
  const problems = [];
  await house.addInbox('email', servers.settings('second', 'desk.test', { archive: '' }), 'second');
  await working(house);
  await send(outside, write({ from: ANN, to: 'second@desk.test', subject: 'n', body: 'number one;' }));
  await house.conversationWith('number one;');
  servers.renumber('second');
  await send(outside, write({ from: ANN, to: 'second@desk.test', subject: 'n', body: 'number two;' }));
  await house.conversationWith('number two;', 20000);
  await sleep(1000);
  const said = await customersSaid(house);
  for (const text of ['number one;', 'number two;']) {
    const times = said.filter(one => one.includes(text)).length;
    check(problems, times === 1, `“${text}” is there ${times} times`);
  }
  outcome.promise('a change of UIDVALIDITY loses nothing and doubles nothing', problems);
}

async function withoutMove(outcome, { house, outside, servers }) {
  const problems = [];
  const server = await PoorServer.start();
  let poor;
  try {
    poor = await house.addInbox('email', {
      ...servers.settings('testuser', 'desk.test', { archive: 'Archive', poll: '1', begin: 'all' }),
      imap_host: '127.0.0.1', imap_port: String(server.port), imap_security: 'none', password: 'testpass',
      smtp_host: '127.0.0.1', smtp_port: String(outside.port), smtp_security: 'none',
    }, 'poor');
    server.add(write({ from: ANN, to: 'testuser@desk.test', subject: 'poor', body: 'by a poor server;' }));
    await house.conversationWith('by a poor server;', 20000);
    await until(() => server.count('Archive') === 1 && server.count('INBOX') === 0, 10000, 'the mail in the archive')
      .catch(() => problems.push(`inbox ${server.count('INBOX')}, archive ${server.count('Archive')}`));
    await server.renumber();
    await sleep(2500);
    server.add(write({ from: ANN, to: 'testuser@desk.test', subject: 'poor', body: 'after the change;' }));
    await house.conversationWith('after the change;', 30000);
    const times = (await customersSaid(house)).filter(one => one.includes('by a poor server;')).length;
    check(problems, times === 1, `the first mail is there ${times} times`);
  } finally {
    if (poor) await house.call('POST', `/inboxes/${poor.id}/pause`);
    server.stop();
  }
  outcome.promise('a server without MOVE and IDLE: COPY, \\Deleted, EXPUNGE; new UIDVALIDITY', problems);
}

/** Three days later, without waiting: the clock of the program is moved. */
const later = ['env', `LD_PRELOAD=${libfaketime()}`, 'FAKETIME=+72h', 'DONT_FAKE_MONOTONIC=1', 'NO_FAKE_STAT=1'];

async function outage(outcome, { house, outside, servers }) {
  const problems = [], greyProblems = [];
  await house.addInbox('email', {
    ...servers.settings('direct', 'desk.test'),
    smtp_host: '127.0.0.1', smtp_port: String(outside.port), smtp_security: 'none',
  }, 'direct');
  await working(house);
  await send(outside, write({ from: 'Grey <grey@customer.test>', to: 'direct@desk.test', subject: 'g', body: 'answer me directly' }));
  const grey = await house.conversationWith('answer me directly', 20000);
  const reply = await house.reply(grey.id, 'Hello behind the grey list');
  const delivery = async () => (await house.messages(grey.id)).find(one => one.id === reply.id).deliveries[0];
  await until(async () => (await delivery()).code?.startsWith('451'), 15000, 'the greylisting being noted');
  check(greyProblems, (await delivery()).state === 'queued', `it is ${(await delivery()).state}`);

  await house.desk.stop();
  const began = Date.now();
  const wanted = [];
  const miss = (from, text, at) => {
    wanted.push(text);
    servers.append('support', write({ from, to: 'support@desk.test', subject: 'outage', body: text }), new Date(began + at * 72 * HOUR));
  };
  // Sixty from one impatient customer, and one from each of twenty others, over three days.
  for (let at = 0; at < 60; at += 1) miss(ANN, `patience ${at};`, at / 60);
  for (let at = 0; at < 20; at += 1) miss(`c${at}@others.test`, `other ${at};`, at / 20);
  outside.grey.clear();
  house.desk.launcher = later;
  await house.desk.start();
  await house.agent.logIn();
  await until(async () => {
    const said = await customersSaid(house);
    return wanted.every(text => said.some(one => one.includes(text)));
  }, 60000, 'all mail of three days').catch(error => problems.push(error.message));
  const said = await customersSaid(house);
  for (const text of wanted) {
    const times = said.filter(one => one.includes(text)).length;
    check(problems, times === 1, `“${text}” is there ${times} times`);
  }
  const aside = (await house.call('GET', '/quarantine')).items;
  check(problems, aside.length === 0, `set aside: ${JSON.stringify(aside.slice(0, 2))}`);
  outcome.promise('an outage of 72 hours (80 mails) loses and doubles nothing', problems);

  await house.delivered(grey.id, reply.id, ['sent'], 30000).catch(error => greyProblems.push(error.message));
  const came = outside.mails.filter(one => textOf(one.raw).includes('behind the grey list')).length;
  check(greyProblems, came === 1, `it came ${came} times`);
  outcome.promise('a greylisted answer (451) goes out later, once', greyProblems);
}

async function loop(outcome, { house, outside, servers }) {
  const problems = [];
  const second = await House.make();
  try {
    await house.addInbox('email', servers.settings('loop', 'desk.test', { acknowledge: 'true' }), 'loop');
    await second.addInbox('email', servers.settings('greeter', 'second.test', { acknowledge: 'true' }));
    await working(house);
    await working(second);
    // A relay between the two takes away every mark of a machine.
    outside.bend = raw => raw.replace(/^(Auto-Submitted|X-[\w-]+|Precedence):.*\r\n/gim, '');
    const round = async text => {
      const before = outside.mails.length;
      await send(outside, write({ from: 'greeter@second.test', to: 'loop@desk.test', subject: text, body: text }));
      await house.conversationWith(text);
      await sleep(7000);
      // Other customers are told their time meanwhile.
      const between = mail => /greeter|loop/.test(header(mail.raw, 'To'));
      return outside.mails.slice(before).filter(mail => automatic(mail) && between(mail)).length;
    };
    const first = await round('round one;');
    check(problems, first >= 1 && first <= 2, `${first} automatic mails went to and fro`);
    const again = await round('round two;');
    check(problems, first + again <= 2, `${again} more in the second round`);
  } finally {
    outside.bend = raw => raw;
    await second.remove();
  }
  outcome.promise('two desks that greet each other: at most two automatic mails', problems);
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
  const house = await House.make({ words: ['--public-url', 'https://desk.example'] });
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
  await formAddress(outcome, world);
  await returned(outcome, world);
  await twice(outcome, world);
  await uidValidity(outcome, world);
  await withoutMove(outcome, world);
  await loop(outcome, world);
  await outage(outcome, world);
});
