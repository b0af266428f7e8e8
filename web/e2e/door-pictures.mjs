// Takes the pictures of docs/channels from the demo and a Telegram of our own. Run after the server and the
// web are built:   node e2e/door-pictures.mjs [path to keydesk]
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { FakeTelegram } from '../../tests/channels/fake_telegram.mjs';

const here = path => fileURLToPath(new URL(path, import.meta.url));
const binary = process.argv[2] ?? process.env.KEYDESK ?? here('../../build/release/keydesk');
const out = process.env.PICTURES ?? here('../../docs/channels/img/');
const data = mkdtempSync(join(tmpdir(), 'keydesk-pictures-'));
mkdirSync(out, { recursive: true });

const telegram = await FakeTelegram.start({ second: 100 });
const server = spawn(binary, ['demo', '--data', data, '--listen', '127.0.0.1:0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
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

async function open({ lang = 'en', theme = 'light', width = 1240, height = 860, phone = false, state } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: lang,
    timezoneId: 'Asia/Shanghai',
    isMobile: phone,
    hasTouch: phone,
    ...(state ? { storageState: state } : {}),
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
  await page.waitForTimeout(400);
};

/** What the wizard says of a server on this machine reads like a customer's own. */
const plain = page =>
  page.evaluate(() => {
    for (const code of document.querySelectorAll('.copied code')) {
      code.textContent = code.textContent.replace(
        /^http:\/\/127\.0\.0\.1:\d+/,
        'https://support.wallet.example',
      );
    }
    document.querySelector('.warn-text')?.remove();
  });

try {
  const first = await open({ lang: 'zh-CN' });
  await first.goto(`${demo.base}/console`);
  await first.getByLabel('邮箱').fill(demo.email);
  await first.getByLabel('密码').fill(demo.password);
  await first.getByRole('button', { name: '登录' }).click();
  await first.locator('.list').waitFor();
  const state = await first.context().storageState();
  const take = async (name, path, options = {}, act = async () => {}) => {
    const page = await open({ ...options, state });
    page.setDefaultTimeout(60_000);
    await page.goto(`${demo.base}/console${path}`);
    await settled(page);
    await act(page);
    await settled(page);
    const part = options.only ? page.locator(options.only) : page;
    await part.screenshot({ path: join(out, `${name}.png`) });
    const address = page.url();
    await page.context().close();
    console.log(`${name}.png`);
    return address.slice(address.indexOf('/console') + 8);
  };

  const fill = async (page, token) => {
    await page.getByLabel(/^Bot token|^机器人令牌/).fill(token);
    await page.locator('.advanced summary').click();
    await page.getByLabel(/^Bot API/).fill(telegram.url);
    await page.getByRole('button', { name: /^(Test|测试)$/ }).click();
    await page.locator('.try-verdict').waitFor();
    await page.locator('.advanced summary').click();
    await page.locator('.try').scrollIntoViewIfNeeded();
  };
  await take('wizard-kinds', '/settings/inboxes?add');
  await take('wizard-kinds-zh', '/settings/inboxes?add', { lang: 'zh-CN' });
  await take('wizard-failed', '/settings/inboxes?add=telegram', {}, async page => {
    await fill(page, '123456789:AAFwrongWRONGwrongWRONGwrongWRONGwr');
  });
  await take('wizard-passed', '/settings/inboxes?add=telegram', { theme: 'dark' }, async page => {
    await fill(page, telegram.token);
  });
  const saved = await take('wizard-saved', '/settings/inboxes?add=telegram', {}, async page => {
    await fill(page, telegram.token);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('.health .tag.ok').waitFor();
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.locator('.try-steps').first().waitFor();
    await plain(page);
    await page.locator('.settings').evaluate(region => region.scrollTo(0, 0));
  });
  await take(
    'inbox-phone-zh',
    saved.replace('&new', ''),
    { lang: 'zh-CN', width: 390, height: 844, phone: true },
    plain,
  );
  await take('wizard-phone', '/settings/inboxes?add=wechat', { width: 390, height: 844, phone: true });

  const anna = telegram.world.user({ name: '林晓', language: 'zh-hans', username: 'linxiao' });
  telegram.world.says(anna, '我昨天转的 USDT 到现在都没有到账，能帮我看看吗？');
  const bodyOf = async page => {
    await page.locator('.row', { hasText: '林晓' }).first().locator('a').click();
    await page.locator('.door-line').waitFor();
    await page.locator('.composer textarea').fill('您好，收到。请把这笔交易的哈希发给我，我马上帮您查询。');
  };
  await take(
    'composer-telegram-zh',
    '/inbox/all',
    { lang: 'zh-CN', width: 1500, height: 640, only: '.thread' },
    bodyOf,
  );
  const wechat = page =>
    page.route('**/conversations/*/doors', async route => {
      const { items } = await (await route.fetch()).json();
      const door = {
        ...items[0],
        thread: '0192f0c0-0000-7000-8000-000000000001',
        inbox: { id: 'w', name: '链桥公众号' },
        kind: 'wechat',
        handle: '',
        current: true,
        budget: { left: 4, until: Date.now() + 20 * 3600_000 },
        capabilities: {
          ...items[0].capabilities,
          text: { longest: 2000, unit: 'bytes' },
          window: { hours: 48, messages: 5 },
        },
      };
      await route.fulfill({ json: { items: [door, ...items.map(item => ({ ...item, current: false }))] } });
    });
  await take(
    'composer-wechat',
    '/inbox/all',
    { lang: 'en', theme: 'dark', width: 1400, height: 640, only: '.thread' },
    async page => {
      await wechat(page);
      await bodyOf(page);
    },
  );
  await take(
    'composer-phone-zh',
    '/inbox/all',
    { lang: 'zh-CN', width: 390, height: 844, phone: true },
    async page => {
      await wechat(page);
      await bodyOf(page);
    },
  );
} finally {
  await browser.close();
  telegram.stop();
  server.kill('SIGTERM');
  rmSync(data, { recursive: true, force: true });
}
