// Takes the pictures of docs/channels from the demo and a Telegram of our own. Run after the server and the
// web are built:   node e2e/door-pictures.mjs [path to keydesk]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FakeTelegram } from '../../tests/channels/fake_telegram.mjs';
import { here, settled, studio } from './pictures.mjs';

const out = process.env.PICTURES ?? here('../../docs/channels/img/');
mkdirSync(out, { recursive: true });
const telegram = await FakeTelegram.start({ second: 100 });
const { demo, open, logIn, close } = await studio(
  process.argv[2] ?? process.env.KEYDESK ?? here('../../build/release/keydesk'),
);

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
  const state = await logIn();
  const take = async (name, path, options = {}, act = async () => {}) => {
    const page = await open({ lang: 'en', width: 1240, ...options, state });
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
  telegram.stop();
  await close();
}
