// Whom the desk writes to, and whom it believes: addresses of the form, complaints, bounces that
// quote nothing, one mail to two inboxes.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sleep, until } from '../kit/house.mjs';
import { header, textOf, write } from './outside.mjs';

const check = (problems, fine, what) => {
  if (!fine) problems.push(what);
};

const zeroBits = text => {
  const hash = createHash('sha256').update(text).digest();
  let bits = 0;
  for (const byte of hash) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
};

/** Fills in the form as a browser does; resolves with the response and the bearer of its page. */
async function submit(house, fields) {
  const sealed = await (await fetch(`${house.url}/feedback/v1/form`)).json();
  let n = 0;
  while (zeroBits(`${sealed.form}.${n.toString(36)}`) < sealed.bits) n += 1;
  await sleep(3300);
  const token = randomBytes(32).toString('base64url');
  const response = await fetch(`${house.url}/feedback/v1/submissions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      form: sealed.form, work: n.toString(36), website: '', id: randomUUID(), token,
      category: 'problem', locale: 'zh-CN', ...fields,
    }),
  });
  return { response, answer: await response.json(), offered: sealed.mail, token };
}

const linkIn = (mail, path) => new RegExp(`https://desk\\.example(${path}\\?c=\\S+)`).exec(textOf(mail.raw))?.[1];
const press = (house, link) => {
  const url = new URL(link, house.url);
  return fetch(`${house.url}${url.pathname}`, { method: 'POST', body: new URLSearchParams({ c: url.searchParams.get('c') }) });
};
const events = async (house, id) => (await house.messages(id)).filter(one => one.kind === 'event').map(one => one.event);

/** The house must have been started with --public-url https://desk.example. */
export async function formAddress(outcome, { house, outside }) {
  const problems = [];
  const to = 'frightened@customer.test';
  const evil = await submit(house, { text: 'x', contact: 'a@customer.test\r\nBcc: b@victims.test', answer_by_mail: true });
  check(problems, evil.response.status === 422 || evil.response.status === 400, `an address of two lines: ${evil.response.status}`);
  const { answer, offered } = await submit(house, { text: '紫色大象把我的币转走了', contact: to, answer_by_mail: true });
  check(problems, offered === true, 'the form does not offer answers by mail');
  check(problems, answer.mail === 'asked', `the form says ${answer.mail}`);
  const conversation = await house.conversationWith('紫色大象');
  const asking = await outside.mailTo(to, `#${answer.number}`);
  check(problems, !asking.raw.includes('紫色') && !textOf(asking.raw).includes('紫色'), 'the mail repeats what was submitted');
  check(problems, /^auto-/i.test(header(asking.raw, 'Auto-Submitted')), 'the mail does not say that a machine wrote it');
  const yes = linkIn(asking, '/feedback/confirm'), no = linkIn(asking, '/feedback/confirm/stop');
  check(problems, Boolean(yes && no), 'the mail has no links');

  const early = await house.reply(conversation.id, '我们正在核实。');
  for (let looks = 0; looks < 3; looks += 1) {
    const page = await fetch(`${house.url}${yes}`);
    const html = await page.text();
    check(problems, page.status === 200 && html.includes('<form method="post"'), `the link shows ${page.status}`);
    check(problems, !html.includes(to) && !html.includes('紫色'), 'the page says more than it must');
  }
  await sleep(800);
  check(problems, !outside.mails.some(one => textOf(one.raw).includes('正在核实')), 'a look at the link confirmed it');
  const guessed = await press(house, yes.replace(/\.[0-9a-f]{8}/, '.00000000'));
  check(problems, guessed.status === 404, `a guessed link: ${guessed.status}`);

  check(problems, (await press(house, yes)).status === 200, 'the button does not confirm');
  check(problems, (await press(house, yes)).status === 410, 'the link works twice');
  await house.delivered(conversation.id, early.id);
  await outside.mailTo(to, '正在核实');
  const late = await house.reply(conversation.id, '已经找到了。');
  await house.delivered(conversation.id, late.id);
  const mail = await outside.mailTo(to, '已经找到了');
  await outside.post({
    from: to, to: /<(.*?)>/.exec(header(mail.raw, 'Reply-To'))[1],
    raw: write({ from: to, to: /<(.*?)>/.exec(header(mail.raw, 'Reply-To'))[1], subject: header(mail.raw, 'Subject'),
      'In-Reply-To': header(mail.raw, 'Message-ID'), body: '谢谢，我看到了' }),
  });
  await until(async () => (await house.messages(conversation.id)).some(one => one.body === '谢谢，我看到了'), 15000, 'his mail in the conversation');
  const asked = outside.mails.filter(one => one.to.includes(to) && linkIn(one, '/feedback/confirm'));
  check(problems, asked.length === 1, `${asked.length} confirmations were sent`);
  const shown = await house.call('GET', `/conversations/${conversation.id}/confirmation`);
  check(problems, shown.state === 'confirmed' && shown.address === to, `agents see ${JSON.stringify(shown)}`);
  outcome.promise('the form’s address: asked once, nothing repeated, a button confirms, then both ways by mail', problems);

  const more = [];
  await submit(house, { text: '第二次', contact: to, answer_by_mail: true });
  await submit(house, { text: '填错了邮箱', contact: 'stranger@customer.test', answer_by_mail: true });
  const wrong = await outside.mailTo('stranger@customer.test', '/feedback/confirm');
  check(more, (await press(house, linkIn(wrong, '/feedback/confirm/stop'))).status === 200, '“not me” is not taken');
  check(more, (await press(house, linkIn(wrong, '/feedback/confirm'))).status === 410, 'a yes after “not me”');
  await submit(house, { text: '又填错了', contact: 'Stranger@customer.test', answer_by_mail: true });
  await sleep(4000);
  const toHim = outside.mails.filter(one => one.to.some(address => /^stranger@/i.test(address)));
  check(more, toHim.length === 1, `a stranger got ${toHim.length} mails`);
  check(more, outside.mails.filter(one => one.to.includes(to) && linkIn(one, '/feedback/confirm')).length === 1, 'the same address was asked twice');
  outcome.promise('“this was not me” and the budgets: a form writes to no stranger again', more);
}

/** Dovecot is left out: LMTP in, the outside's SMTP out. */
const byLmtp = (servers, outside, name, more = {}) =>
  servers.settings(name, 'desk.test', {
    address: `${name}@desk.test`, receive: 'lmtp', smtp_host: '127.0.0.1', smtp_port: String(outside.port), smtp_security: 'none', ...more,
  });

const complaint = (original, recipient) =>
  [
    'From: feedback@provider.test', 'To: verp@desk.test', 'Subject: complaint', `Date: ${new Date().toUTCString()}`,
    `Message-ID: <arf.${Date.now()}@provider.test>`, 'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="b"', '',
    '--b', 'Content-Type: text/plain', '', 'A mail of yours was reported.',
    '--b', 'Content-Type: message/feedback-report', '', 'Feedback-Type: abuse', 'User-Agent: Provider/1.0', 'Version: 1',
    ...(recipient ? [`Original-Rcpt-To: ${recipient}`] : []), '',
    '--b', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${header(original.raw, 'Message-ID')}`,
    `To: ${header(original.raw, 'To')}`, '', '--b--', '',
  ].join('\r\n');

export async function returned(outcome, { house, outside, servers }) {
  const problems = [], complaints = [];
  await house.addInbox('email', byLmtp(servers, outside, 'verp', { verp: 'true', acknowledge: 'true' }), 'verp');
  const say = (from, body) => house.deliver(write({ from, to: 'verp@desk.test', subject: 'v', body }), 'verp@desk.test');
  await until(async () => (await say('Vera <vera@customer.test>', 'how is my transfer')) === 0, 10000, 'the inbox taking mail');
  const conversation = await house.conversationWith('how is my transfer');
  const reply = await house.reply(conversation.id, 'One moment.');
  await house.delivered(conversation.id, reply.id);
  const mail = await outside.mailTo('vera@customer.test', 'One moment.');
  check(problems, /^verp\+b[a-z2-7]{26}\.[a-z2-7]{16}@desk\.test$/.test(mail.from), `the envelope says ${mail.from}`);
  const bounce = to => house.deliver(
    `From: MAILER-DAEMON@provider.test\r\nTo: ${to}\r\nSubject: failure notice\r\nDate: ${new Date().toUTCString()}\r\n` +
      `Message-ID: <${randomUUID()}@provider.test>\r\n\r\nSorry, it did not work out.\r\n`, to);
  await bounce(mail.from.replace(/\.(.)/, (_, c) => `.${c === 'a' ? 'b' : 'a'}`));
  await sleep(500);
  const before = (await house.messages(conversation.id)).find(one => one.id === reply.id).deliveries[0];
  check(problems, before.state === 'sent', `a forged token made it ${before.state}`);
  await bounce(mail.from);
  const [delivery] = await house.delivered(conversation.id, reply.id, ['failed']);
  check(problems, delivery.code === 'bounced', `the delivery says ${delivery.code}`);
  outcome.promise('a bounce that quotes nothing is found by its own envelope address; a forged one is not', problems);

  await until(async () => (await say('Carl <carl@customer.test>', 'carl asks')) === 0, 5000, 'the second mail');
  const second = await house.conversationWith('carl asks');
  const answer = await house.reply(second.id, 'An answer for Carl.');
  await house.delivered(second.id, answer.id);
  const reported = await outside.mailTo('carl@customer.test', 'An answer for Carl.');
  await house.deliver(complaint(reported, 'somebody.else@customer.test'), 'verp@desk.test');
  await house.deliver(complaint(reported), 'verp@desk.test');
  await until(async () => (await events(house, second.id)).some(one => one.what === 'complaint'), 10000, 'the complaint in the conversation');
  const noted = (await events(house, second.id)).find(one => one.what === 'complaint');
  check(complaints, noted.message === answer.id && noted.detail.includes('abuse'), `it says ${JSON.stringify(noted)}`);
  const aside = (await house.call('GET', '/quarantine')).items;
  check(complaints, !aside.some(one => one.reason === 'complaint'), 'it lies in quarantine');
  outcome.promise('a complaint (RFC 5965) stands beside the message it is about, out of quarantine', complaints);
}

export async function twice(outcome, { house, outside, servers }) {
  const problems = [];
  await house.addInbox('email', byLmtp(servers, outside, 'one'), 'one');
  await house.addInbox('email', byLmtp(servers, outside, 'two'), 'two');
  const raw = write({ from: 'Dora <dora@customer.test>', to: 'one@desk.test, two@desk.test', subject: 'd', body: 'to both of you' });
  await until(async () => (await house.deliver(raw, 'one@desk.test')) === 0, 10000, 'the first inbox taking it');
  check(problems, (await house.deliver(raw, 'two@desk.test')) === 0, 'the second inbox refused it');
  check(problems, (await house.deliver(raw, 'two@desk.test')) === 0, 'the second inbox refused a repeat');
  const conversation = await house.conversationWith('to both of you');
  await sleep(500);
  let holding = 0;
  for (const one of await house.conversations()) {
    holding += (await house.messages(one.id)).filter(message => message.kind === 'customer' && message.body === 'to both of you').length;
  }
  check(problems, holding === 1, `it is there ${holding} times`);
  const also = (await events(house, conversation.id)).filter(one => one.what === 'also_sent_to');
  check(problems, also.length === 1 && also[0].inbox.name === 'two', `the event says ${JSON.stringify(also)}`);
  const forged = raw.replace(/dmarc=pass/, 'dmarc=fail').replace(/Subject: d/, 'Subject: e');
  await house.deliver(forged, 'one@desk.test');
  await house.deliver(forged, 'two@desk.test');
  await sleep(800);
  const all = (await house.conversations()).length;
  await house.conversationWith('to both of you');
  check(problems, all >= 3, 'senders that nobody vouches for were joined');
  outcome.promise('one mail to two inboxes of ours is one conversation, if its sender is vouched for', problems);
}
