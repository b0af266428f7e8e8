// The help centre without and with a script, by keyboard, for axe; the form that suggests articles; the
// editor from a draft to the page that customers read.
import { customerSays, enter, logIn } from './console';
import { axe, expect, test } from './fixtures';
import { SEED } from './widget';

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('a customer searches, reads, and says that it did not help', async ({ page, world }) => {
    await page.goto(`${world.desk.base}/help?lang=zh-CN`);
    await expect(page).toHaveURL(/\/help\/zh-CN$/);
    await expect(page.locator('.official')).toContainText('绝不会索要助记词');
    await page.getByRole('searchbox').fill('转帐没到账');
    await page.getByRole('button', { name: '搜索' }).click();
    await page.locator('.articles a').first().click();
    await expect(page.locator('h1')).toContainText('转账');
    await page.getByRole('button', { name: '没有帮助' }).click();
    await page.getByLabel('看不懂').check();
    await page.getByLabel('补充说明').fill('第三步看不懂');
    await page.getByRole('button', { name: '提交' }).click();
    await expect(page.locator('.thanks')).toHaveText('感谢您的反馈。');
    const slug = new URL(page.url()).pathname.split('/').at(-1);
    const { article, opinions } = await world.admin.get(`/articles/${slug}`);
    expect(article.did_not_help).toBe(1);
    expect(opinions[0].reason).toBe('unclear: 第三步看不懂');
  });

  test('the other language is one link away', async ({ page, world }) => {
    await page.goto(`${world.desk.base}/help/en/missing-memo`);
    await page.getByRole('link', { name: '中文' }).click();
    await expect(page).toHaveURL(/\/help\/zh-CN\/missing-memo$/);
  });
});

test('suggestions appear while typing and the keyboard reaches them', async ({ page, world }) => {
  await page.goto(`${world.desk.base}/help/en`);
  const box = page.getByRole('combobox');
  await box.pressSequentially('forgoten pasw');
  await expect(page.getByRole('option').first()).toContainText('password');
  expect(await axe(page)).toEqual([]);
  await box.press('ArrowDown');
  await box.press('Enter');
  await expect(page).toHaveURL(/\/help\/en\/forgotten-password$/);
});

for (const { lang, scheme, width } of [
  { lang: 'zh-CN', scheme: 'light', width: 1280 },
  { lang: 'en', scheme: 'dark', width: 390 },
] as const) {
  test(`axe finds nothing in the help centre: ${lang}, ${scheme}, ${width} px`, async ({ page, world }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    for (const path of [
      `${lang}`,
      `${lang}/transfers`,
      `${lang}/fee-choice`,
      `${lang}/fee-choice?said=no`,
      `search?q=usdt&lang=${lang}`,
      `search?q=zzzz&lang=${lang}`,
    ]) {
      await page.goto(`${world.desk.base}/help/${path}`);
      await expect(page.locator('h1')).toBeVisible();
      expect(await axe(page), path).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, path).toBeLessThanOrEqual(0);
    }
  });
}

test('the form suggests an article, and nothing of a secret is asked for', async ({ page, world }) => {
  const asked: string[] = [];
  page.on('request', request => {
    if (request.url().endsWith('/chat/v1/articles')) asked.push(request.postData() ?? '');
  });
  await page.goto(`${world.desk.base}/feedback?lang=zh-CN`);
  await page.locator('#text').fill('转到币安的币忘了填memo');
  await expect(page.locator('.suggested a[href*="missing-memo"]')).toBeVisible();
  expect(asked).toHaveLength(1);
  await page.locator('#text').fill(`我的助记词是 ${SEED}`);
  await expect(page.locator('.suggested a')).toHaveCount(0);
  expect(asked.join()).not.toContain('sausage');
});

test('an agent edits an article, is refused a phone number, publishes and restores', async ({
  page,
  world,
}) => {
  await enter(page.context(), world, world.person, 'en');
  await page.goto(`${world.desk.base}/console/settings/articles`);
  await page.getByRole('link', { name: /Which fee to choose/ }).click();
  const side = page.locator('section[lang="en"]');
  await side.getByLabel('Title').fill('Fees, in short');
  await side.getByLabel('Text (Markdown)').fill('Call +1 415 555 0132 <script>alert(1)</script>');
  await expect(side.locator('.article-preview')).toContainText('<script>alert(1)</script>');
  await side.getByRole('button', { name: 'Save and publish' }).click();
  await expect(side.getByText('No phone numbers in the help centre')).toBeVisible();
  await side.getByLabel('Text (Markdown)').fill('Choose **normal**.');
  await side.getByRole('button', { name: 'Save and publish' }).click();
  await expect(page.getByText('Published: customers see it now')).toBeVisible();
  const shown = await page.request.get(`${world.desk.base}/help/en/fee-choice`);
  expect(await shown.text()).toContain('Choose <strong>normal</strong>.');
  expect(await axe(page)).toEqual([]);
  await side.getByRole('button', { name: 'Versions' }).click();
  await page.getByRole('button', { name: 'Restore as draft' }).last().click();
  await expect(side.getByLabel('Title')).toHaveValue(/Which fee to choose/);
  await side.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('Published: customers see it now').last()).toBeVisible();
});

test('an article goes into a reply by the slash menu', async ({ page, world }) => {
  await logIn(page, world, world.person, 'en');
  await customerSays(world, ['I forgot the destination tag'], 'en');
  const conv = await world.admin.conversationSaying('I forgot the destination tag');
  await page.goto(`${world.desk.base}/console/c/${conv.id}`);
  const field = page.locator('.composer textarea');
  await field.pressSequentially('/memo');
  await page.getByRole('option', { name: /missing-memo/ }).click();
  await expect(field).toHaveValue(/\/help\/en\/missing-memo$/);
});
