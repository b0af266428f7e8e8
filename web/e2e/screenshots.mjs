// Makes the pictures of docs/console.md from a real server with the demo's data.
//   node e2e/screenshots.mjs [path to keydesk]
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const here = path => fileURLToPath(new URL(path, import.meta.url));
const binary = process.argv[2] ?? process.env.KEYDESK ?? here('../../build/release/keydesk');
const out = here('../../docs/images/');
const data = mkdtempSync(join(tmpdir(), 'keydesk-pictures-'));
mkdirSync(out, { recursive: true });

const server = spawn(binary, ['demo', '--data', data, '--listen', '127.0.0.1:0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});

/** The lines the demo prints when it is ready: where it is, and how to get in. */
const demo = await new Promise((found, failed) => {
  let text = '';
  server.stdout.on('data', chunk => {
    text += chunk;
    const base = /(http:\/\/127\.0\.0\.1:\d+)\/console/.exec(text)?.[1];
    const login = /Log in with\s+(\S+)\s+password:\s+(\S+)/.exec(text);
    if (base && login) found({ base, email: login[1], password: login[2] });
  });
  server.once('exit', code => failed(new Error(`keydesk ended with ${code}`)));
});

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});

/** A customer makes the mistake that the guard is there for. */
async function leak() {
  const frames = [
    { t: 'hello', v: 1, dev: 'pictures', lang: 'en' },
    ...[
      'My wallet shows zero balance since this morning, can you restore it?',
      'here is my phrase: legal winner thank year wave sausage worth useful legal winner thank yellow',
    ].map(body => ({ t: 'send', cmid: crypto.randomUUID(), kind: 'text', body })),
  ];
  const answer = await fetch(`${demo.base}/chat/v1/cmd?inbox=demo`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: demo.base },
    body: JSON.stringify(frames),
  });
  if (!answer.ok) throw new Error(`chat door: ${answer.status} ${await answer.text()}`);
}

async function open(options) {
  const { lang = 'zh-CN', theme = 'light', width = 1400, height = 860, phone = false } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: lang,
    timezoneId: 'Asia/Shanghai',
    isMobile: phone,
    hasTouch: phone,
    ...(options.state ? { storageState: options.state } : {}),
  });
  await context.addInitScript(
    ([tag, look]) => {
      localStorage.setItem('keydesk.locale', JSON.stringify(tag));
      localStorage.setItem('keydesk.theme', JSON.stringify(look));
    },
    [lang, theme],
  );
  return context.newPage();
}

const settled = async page => {
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await page.evaluate(() => document.fonts.ready);
};

try {
  const first = await open({});
  await first.goto(`${demo.base}/console`);
  await first.getByLabel('邮箱').fill(demo.email);
  await first.getByLabel('密码').fill(demo.password);
  await first.getByRole('button', { name: '登录' }).click();
  await first.locator('.list').waitFor();
  const state = await first.context().storageState();

  const take = async (name, path, options = {}, act = async () => {}) => {
    const page = await open({ ...options, state });
    await page.goto(`${demo.base}/console${path}`);
    await settled(page);
    await act(page);
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(out, `console-${name}.png`) });
    await page.context().close();
    console.log(`console-${name}.png`);
  };
  const openFirst = nth => async page => {
    await page.locator('.row a').nth(nth).click();
    await page.locator('.history').waitFor();
    await settled(page);
  };

  await leak();
  await take('inbox', '/inbox/all', {}, openFirst(1));
  await take('dark', '/inbox/security', { lang: 'en', theme: 'dark' }, openFirst(0));
  await take('phone', '/inbox/all', { width: 390, height: 844, phone: true });
  await take('phone-thread', '/inbox/all', { width: 390, height: 844, phone: true }, openFirst(1));
  await take('search', `/search?q=${encodeURIComponent('客服')}`, { height: 700 });
  await take('settings', '/settings/inboxes', { lang: 'en', height: 700 });
  await take('palette', '/inbox/all', { lang: 'en' }, async page => {
    await openFirst(1)(page);
    await page.keyboard.press('Control+k');
    await page.locator('.palette').waitFor();
  });
  await take('held', '/inbox/all', {}, async page => {
    await openFirst(2)(page);
    // The server's own refusal, provoked: this browser says it has seen nothing since the beginning.
    await page.route('**/messages', route => {
      const body = { ...route.request().postDataJSON(), seen_seq: 0 };
      return route.continue({ postData: JSON.stringify(body) });
    });
    await page.locator('.composer textarea').fill('您好，这笔交易已经确认，请稍等片刻。');
    await page.keyboard.press('Enter');
    await page.locator('.held').waitFor();
  });
} finally {
  await browser.close();
  server.kill('SIGTERM');
  rmSync(data, { recursive: true, force: true });
}
