// The whole way of a message, in two browsers, against the real server: what issue 2 calls "must show 2".
import { type Browser, expect, type Page } from '@playwright/test';
import { answer, composer, type Lang, logIn, message, openList, row, speak, words } from './console';
import { bubble, line, openPanel, say, test, type World } from './fixtures';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
  'base64',
);

interface Case {
  name: string;
  lang: Lang;
  phone: boolean;
  question: string;
  reply: string;
  note: string;
  later: string;
  find: string;
}

const cases: Case[] = [
  {
    name: 'Chinese, at a desk',
    lang: 'zh-CN',
    phone: false,
    question: '我的提币一直没到账，请帮忙看看',
    reply: '您好，请提供交易哈希，我来核对。',
    note: '内部：先查交易所热钱包',
    later: '还有一个问题，手续费怎么算',
    find: '到账',
  },
  {
    name: 'English, at a desk',
    lang: 'en',
    phone: false,
    question: 'My withdrawal never arrived at the exchange',
    reply: 'Hello, please send the transaction hash.',
    note: 'internal: check the hot wallet first',
    later: 'One more thing: how are fees calculated',
    find: 'withdraw',
  },
  {
    name: 'Chinese, on two phones',
    lang: 'zh-CN',
    phone: true,
    question: '换了新手机，钱包怎么恢复',
    reply: '您好，请不要发送助记词，我们不需要它。',
    note: '内部：可能是新用户',
    later: '恢复好了，但是余额显示零',
    find: '恢复',
  },
  {
    name: 'English, on two phones',
    lang: 'en',
    phone: true,
    question: 'The swap failed but gas was charged',
    reply: 'Gas is paid to the validators even then.',
    note: 'internal: same as yesterday',
    later: 'Understood, could it happen again',
    find: 'valid',
  },
];

async function twoPages(browser: Browser, one: Case): Promise<[Page, Page]> {
  const options = {
    locale: one.lang,
    timezoneId: 'Asia/Shanghai',
    ...(one.phone
      ? { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
      : { viewport: { width: 1280, height: 800 } }),
  };
  const customer = await browser.newContext(options);
  const agent = await browser.newContext(options);
  await speak(agent, one.lang);
  return [await customer.newPage(), await agent.newPage()];
}

for (const one of cases) {
  test(`a customer is answered, live: ${one.name}`, async ({ browser, world }) => {
    const [customer, agent] = await twoPages(browser, one);
    const w = words[one.lang];
    await logIn(agent, world, world.person, one.lang);
    await openList(agent, world, 'all');
    await openPanel(customer, world, one.lang);

    // The agent sees it within a second, without a reload.
    await say(customer, one.question);
    await expect(line(customer, one.question)).toContainText(one.lang === 'en' ? 'Delivered' : '已送达');
    const stored = Date.now();
    await expect(row(agent, one.question)).toBeVisible({ timeout: 1000 });
    expect(Date.now() - stored).toBeLessThan(1000);
    await row(agent, one.question).locator('a').click();
    await expect(message(agent, one.question)).toBeVisible();

    // Typing, both ways.
    await customer.locator('textarea').pressSequentially('abc');
    await expect(agent.locator('.typing-line')).toContainText(w.customerTyping);
    await customer.locator('textarea').fill('');
    await composer(agent).pressSequentially('x');
    await expect(customer.locator('.typing')).toBeVisible();

    // The answer, and that it was read.
    await answer(agent, one.reply);
    await expect(bubble(customer, one.reply)).toBeVisible();
    await expect(message(agent, one.reply).locator('.state')).toContainText(w.read);

    // A picture of the customer, a file of the agent.
    await customer
      .locator('input[type=file]')
      .setInputFiles({ name: 'shot.png', mimeType: 'image/png', buffer: PNG });
    await expect(customer.locator('.upload.done')).toHaveCount(1);
    await customer.locator('button.send').click();
    await expect(agent.locator('.picture img')).toBeVisible();
    expect(
      await agent
        .locator('.picture img')
        .evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth)),
    ).toBeGreaterThan(0);
    await agent
      .locator('.composer input[type=file]')
      .setInputFiles({ name: 'guide.txt', mimeType: 'text/plain', buffer: Buffer.from('steps\n') });
    await expect(agent.locator('.uploads .upload-name')).toHaveText('guide.txt');
    await agent.locator('.composer .send').click();
    await expect(customer.locator('.file')).toContainText('guide.txt');

    // A note stays with the team: not now, and not after a reload.
    await agent.getByRole('button', { name: w.note }).click();
    await answer(agent, one.note);
    await expect(agent.locator('.message.note', { hasText: one.note })).toBeVisible();
    await answer(agent, `${one.reply} 2`);
    await expect(bubble(customer, `${one.reply} 2`)).toBeVisible();
    await customer.reload();
    await expect(bubble(customer, `${one.reply} 2`)).toBeVisible();
    await expect(customer.getByText(one.note)).toHaveCount(0);

    // Resolved, and opened again by the customer's next words.
    await agent.getByRole('button', { name: w.resolve, exact: true }).click();
    await expect(agent.getByRole('button', { name: w.reopen, exact: true })).toBeVisible();
    await expect(customer.locator('.closed')).toBeVisible();
    await say(customer, one.later);
    await expect(agent.getByRole('button', { name: w.resolve, exact: true })).toBeVisible();
    await expect(message(agent, one.later)).toBeVisible();

    await findIt(agent, world, one);
    await customer.context().close();
    await agent.context().close();
  });
}

/** Search: two Chinese characters, or the beginning of an English word, lead to the message. */
async function findIt(agent: Page, world: World, one: Case): Promise<void> {
  await agent.goto(`${world.desk.base}/console/search`);
  await agent.getByRole('searchbox', { name: words[one.lang].search }).fill(one.find);
  await expect(agent).toHaveURL(/[?&]q=/);
  const hit = agent.locator('.hit').first();
  // The index follows the commit by a moment; the page asks again when the text changes or it is told to.
  await expect(async () => {
    await agent.reload();
    await expect(hit.locator('mark').first()).toHaveText(new RegExp(one.find, 'i'), { timeout: 1000 });
  }).toPass({ timeout: 15_000 });
  await hit.click();
  await expect(agent.locator('.message.glow')).toBeVisible();
  await expect(agent.locator('.message.glow')).toContainText(new RegExp(one.find, 'i'));
}
