// What the makers of pictures share: the demo on a port of its own, a browser, an agent logged in.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

export const here = path => fileURLToPath(new URL(path, import.meta.url));

/** The lines the demo prints when it is ready: where it is, and how to get in. */
function greeting(server) {
  return new Promise((found, failed) => {
    let text = '';
    server.stdout.on('data', chunk => {
      text += chunk;
      const base = /(http:\/\/127\.0\.0\.1:\d+)\/console/.exec(text)?.[1];
      const login = /Log in with\s+(\S+)\s+password:\s+(\S+)/.exec(text);
      if (base && login) found({ base, email: login[1], password: login[2] });
    });
    server.once('exit', code => failed(new Error(`keydesk ended with ${code}`)));
  });
}

/** The demo and a browser before it. `close` ends both and forgets the data. */
export async function studio(binary) {
  const data = mkdtempSync(join(tmpdir(), 'keydesk-pictures-'));
  const server = spawn(binary, ['demo', '--data', data, '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const demo = await greeting(server);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });

  const open = async ({
    lang = 'zh-CN',
    theme = 'light',
    width = 1400,
    height = 860,
    phone = false,
    state,
  } = {}) => {
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
  };

  /** Logs in; returns what `open` takes as `state`. */
  const logIn = async () => {
    const page = await open();
    await page.goto(`${demo.base}/console`);
    await page.getByLabel('邮箱').fill(demo.email);
    await page.getByLabel('密码').fill(demo.password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.locator('.list').waitFor();
    return page.context().storageState();
  };

  const close = async () => {
    await browser.close();
    server.kill('SIGTERM');
    rmSync(data, { recursive: true, force: true });
  };
  return { demo, open, logIn, close };
}

export const settled = async page => {
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(400);
};
