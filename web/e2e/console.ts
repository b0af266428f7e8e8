// Steps in the console that many tests take.
import { type Browser, type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import { AgentApi, type Person } from './desk';
import type { World } from './fixtures';

export type Lang = 'zh-CN' | 'en';

/** The words of the console that the steps need, in both languages. */
export const words = {
  'zh-CN': {
    email: '邮箱',
    password: '密码',
    logIn: '登录',
    composer: /回复客户/,
    note: '内部备注',
    reply: '回复',
    unassigned: /未分配/,
    all: /全部会话/,
    resolve: '解决',
    reopen: '重新打开',
    search: '搜索所有消息',
    read: '已读',
    customerTyping: /正在输入/,
  },
  en: {
    email: 'E-mail',
    password: 'Password',
    logIn: 'Log in',
    composer: /Reply to the customer/,
    note: 'Private note',
    reply: 'Reply',
    unassigned: /Unassigned/,
    all: /^All/,
    resolve: 'Resolve',
    reopen: 'Reopen',
    search: 'Search all messages',
    read: 'Read',
    customerTyping: /is writing/,
  },
} as const;

/** Sets the language before the page's script runs; the console follows the browser otherwise. */
export async function speak(context: BrowserContext, lang: Lang): Promise<void> {
  await context.addInitScript(tag => {
    if (!localStorage.getItem('keydesk.locale')) localStorage.setItem('keydesk.locale', JSON.stringify(tag));
  }, lang);
}

/** The log-in's cookies, by desk and person: most tests are about what comes after it. */
const sessions = new Map<string, { name: string; value: string }[]>();

async function sessionOf(world: World, person: Person): Promise<{ name: string; value: string }[]> {
  const key = `${world.desk.base} ${person.email}`;
  const known = sessions.get(key);
  if (known && (await stillIn(world, known))) return known;
  const api = new AgentApi(world.desk.base, person);
  // Another test may have used up this address's attempts.
  await expect(async () => {
    await api.logIn();
  }).toPass({ timeout: 120_000 });
  sessions.set(key, api.cookies);
  return api.cookies;
}

async function stillIn(world: World, cookies: { name: string; value: string }[]): Promise<boolean> {
  const Cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return (await fetch(`${world.desk.base}/api/v1/me`, { headers: { Cookie } })).ok;
}

/** Is in without the form, which tests of its own fill in. The console is open at its list. */
export async function logIn(
  page: Page,
  world: World,
  person: Person = world.person,
  lang: Lang = 'zh-CN',
): Promise<void> {
  await enter(page.context(), world, person, lang);
  await page.goto(`${world.desk.base}/console`);
  await expect(page.locator('.list')).toBeVisible();
}

/** The same without a page: for tests whose first step opens one. */
export async function enter(
  context: BrowserContext,
  world: World,
  person: Person = world.person,
  lang: Lang = 'zh-CN',
): Promise<void> {
  await speak(context, lang);
  const cookies = await sessionOf(world, person);
  await context.addCookies(cookies.map(cookie => ({ ...cookie, url: world.desk.base })));
}

const made = new Map<string, Person>();
const password = 'correct horse battery staple 44';

/** Somebody who was invited and accepted; each person exists once in a world. */
export async function agentNamed(
  world: World,
  name: string,
  email: string,
  role: 'agent' | 'lead' = 'agent',
): Promise<Person> {
  const key = `${world.desk.base} ${email}`;
  const known = made.get(key);
  if (known) return known;
  const { url } = await world.admin.post('/agents/invite', { email, role });
  const token = new URL(url, world.desk.base).pathname.split('/').pop();
  const accepted = await fetch(`${world.desk.base}/api/v1/invites/${token}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: world.desk.base },
    body: JSON.stringify({ name, password }),
  });
  if (!accepted.ok) throw new Error(`invite: ${accepted.status} ${await accepted.text()}`);
  const person = { id: '', name, email, password };
  made.set(key, person);
  return person;
}

/** A list that shows every conversation, wherever it belongs. */
export async function openList(page: Page, world: World, view = 'all', status = 'open'): Promise<void> {
  await page.goto(`${world.desk.base}/console/inbox/${view}${status === 'open' ? '' : `?status=${status}`}`);
  await expect(page.locator('.list')).toBeVisible();
}

export function row(page: Page, text: string): Locator {
  return page.locator('.row', { hasText: text });
}

export function message(page: Page, text: string): Locator {
  return page.locator('.message', { hasText: text });
}

export function composer(page: Page): Locator {
  return page.locator('.composer textarea');
}

export async function answer(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await expect(composer(page)).toHaveValue('');
}

/** Writes to the customer's door without a browser: what fills a desk quickly. */
export async function customerSays(world: World, bodies: readonly string[], lang = 'zh-CN'): Promise<void> {
  const hello = { t: 'hello', v: 1, dev: crypto.randomUUID(), lang };
  const frames = bodies.map(body => ({ t: 'send', cmid: crypto.randomUUID(), kind: 'text', body }));
  const send = () =>
    fetch(`${world.desk.base}/chat/v1/cmd?inbox=${world.inbox}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: world.desk.base },
      body: JSON.stringify([hello, ...frames]),
    });
  let response = await send();
  // The door learns of an inbox some seconds after it was made.
  for (const until = Date.now() + 15_000; response.status === 404 && Date.now() < until; ) {
    await new Promise(resolve => setTimeout(resolve, 300));
    response = await send();
  }
  const text = await response.text();
  if (!response.ok) throw new Error(`chat door: ${response.status} ${text}`);
  for (const frame of frames) {
    if (!text.includes(frame.cmid)) throw new Error(`not acknowledged: ${text}`);
  }
}

/** A colleague in his own browser. */
export async function colleague(browser: Browser, world: World, person: Person): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  await speak(context, 'zh-CN');
  const page = await context.newPage();
  await logIn(page, world, person);
  return page;
}

/** A customer's conversation, open in the console. */
export async function openConversation(page: Page, world: World, text: string): Promise<string> {
  await customerSays(world, [text]);
  const conv = await world.admin.conversationSaying(text);
  await page.goto(`${world.desk.base}/console/c/${conv.id}`);
  await expect(message(page, text)).toBeVisible();
  return conv.id;
}
