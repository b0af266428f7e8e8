// Steps in the console that many tests take.
import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import type { Person } from './desk';
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

export async function logIn(
  page: Page,
  world: World,
  person: Person = world.person,
  lang: Lang = 'zh-CN',
): Promise<void> {
  await speak(page.context(), lang);
  await page.goto(`${world.desk.base}/console`);
  const w = words[lang];
  await page.getByLabel(w.email, { exact: true }).fill(person.email);
  await page.getByLabel(w.password, { exact: true }).fill(person.password);
  // Another test may have used up this address's attempts: then the page says how long to wait.
  await expect(async () => {
    const button = page.getByRole('button', { name: w.logIn, exact: true });
    if (await button.isVisible()) await button.click({ timeout: 1000 });
    await expect(page.locator('.list')).toBeVisible({ timeout: 8000 });
  }).toPass({ timeout: 120_000 });
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
