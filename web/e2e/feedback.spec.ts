// The feedback form, its private status page, the product board and the contact page, against the real
// server: what a customer without the widget has.
import type { Page } from '@playwright/test';
import { enter } from './console';
import { axe, bubble, expect, say, Tap, test, type World } from './fixtures';
import { SEED } from './widget';

async function openForm(page: Page, world: World, more = ''): Promise<void> {
  await page.goto(`${world.desk.base}/feedback?lang=zh-CN${more}`);
  await expect(page.locator('h1')).toHaveText('问题反馈');
}

async function send(page: Page, text: string): Promise<void> {
  await page.locator('#text').fill(text);
  await page.getByRole('button', { name: '提交' }).click();
}

test.describe('the form', () => {
  test('a problem becomes a conversation with a number; the answer stands on the private page', async ({
    page,
    world,
  }) => {
    await openForm(page, world);
    await page.locator('#email').fill('li@example.org');
    await send(page, '昨天 14:30 打开钱包，点击转账后没有到账，手机尾号 1234');
    await expect(page.getByText('已收到，谢谢！')).toBeVisible();
    const number = Number((await page.locator('.number b').textContent())!.slice(1));
    const conv = await world.admin.conversationSaying('点击转账后没有到账');
    expect((await world.admin.get(`/conversations/${conv.id}`)).conv.number).toBe(number);

    await page.getByRole('link', { name: '打开进度页面' }).click();
    await expect(page.locator('.where')).toContainText(`编号 #${number}`);
    await expect(bubble(page, '点击转账后没有到账')).toBeVisible();
    await world.admin.reply(conv.id, '已经帮您查到这笔转账。');
    await expect(bubble(page, '已经帮您查到这笔转账')).toBeVisible();
    await expect(page.locator('.where')).toContainText('正在处理');
    await say(page, '收到，谢谢');
    await world.admin.conversationSaying('收到，谢谢');
    await world.admin.patch(`/conversations/${conv.id}`, { status: 'resolved' });
    await expect(page.locator('.where')).toContainText('已解决');
  });

  test('what is a secret does not leave the device', async ({ page, context, world }) => {
    const tap = await Tap.on(context, page);
    await openForm(page, world);
    await send(page, `我的钱包打不开，助记词是 ${SEED}`);
    await expect(page.locator('#guard-card')).toContainText('已在您的设备上拦截');
    expect(tap.saw('sausage')).toBe(false);
    await page.getByRole('button', { name: '删除敏感内容' }).click();
    await expect(page.locator('#text')).not.toHaveValue(/sausage/);
    await page.getByRole('button', { name: '提交' }).click();
    await expect(page.getByText('已收到，谢谢！')).toBeVisible();
    expect(tap.saw('我的钱包打不开')).toBe(true);
    expect(tap.saw('sausage')).toBe(false);
  });

  test('an attachment comes along', async ({ page, world }) => {
    await openForm(page, world);
    await page.setInputFiles('input[type=file]', {
      name: 'log.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('10:31 insufficient gas'),
    });
    await expect(page.locator('.upload')).toContainText('log.txt');
    await send(page, '附件测试：兑换失败，日志在附件里');
    await expect(page.getByText('已收到，谢谢！')).toBeVisible();
    await expect(page.locator('.trouble')).toHaveCount(0);
    const conv = await world.admin.conversationSaying('附件测试');
    const { messages } = await world.admin.get(`/conversations/${conv.id}`);
    const files = messages.flatMap((m: { attachments?: { name: string }[] }) => m.attachments ?? []);
    expect(files.map((f: { name: string }) => f.name)).toEqual(['log.txt']);
  });

  test('a security report is urgent', async ({ page, world }) => {
    await openForm(page, world, '&category=security');
    await send(page, '有人冒充官方客服私信我要助记词');
    await expect(page.getByText('已收到，谢谢！')).toBeVisible();
    const conv = await world.admin.conversationSaying('有人冒充官方客服');
    expect((await world.admin.get(`/conversations/${conv.id}`)).conv.priority).toBe('urgent');
  });

  test('a robot is refused: no work, too fast, the hidden field, a form used twice', async ({ world }) => {
    const call = (body: object) =>
      fetch(`${world.desk.base}/feedback/v1/submissions`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          work: '0',
          website: '',
          id: crypto.randomUUID(),
          token: 'a'.repeat(43),
          category: 'problem',
          text: 'buy cheap',
          locale: 'en',
          ...body,
        }),
      }).then(async r => [r.status, ((await r.json()) as { code: string }).code]);
    const { form } = (await (await fetch(`${world.desk.base}/feedback/v1/form`)).json()) as { form: string };
    expect(await call({ form: 'made.up.form' })).toEqual([400, 'form_stale']);
    expect(await call({ form })).toEqual([400, 'form_too_soon']);
    await new Promise(r => setTimeout(r, 3200));
    expect(await call({ form })).toEqual([400, 'form_no_work']);
    expect(await call({ form, website: 'https://spam.example' })).toEqual([400, 'form_robot']);
  });

  test('the chat door makes no visitors of the form: the proof cannot be walked around', async ({
    world,
  }) => {
    const { inbox: form } = await world.admin.post('/inboxes', { kind: 'form', name: '反馈' });
    const response = await fetch(`${world.desk.base}/chat/v1/cmd?inbox=${form.key}`, {
      method: 'POST',
      body: JSON.stringify([{ t: 'hello', v: 1, dev: 'bot', lang: 'en' }]),
    });
    expect(JSON.stringify(await response.json())).not.toContain('"token"');
  });

  test('a wrong link shows nothing', async ({ page, world }) => {
    await page.goto(`${world.desk.base}/feedback/status?inbox=x#${'b'.repeat(43)}`);
    await expect(page.getByText(/找不到这条反馈|was not found/)).toBeVisible();
  });
});

test.describe('the board', () => {
  test('a suggestion is invisible until an agent publishes it; then it is voted for, once', async ({
    page,
    context,
    world,
  }) => {
    await openForm(page, world, '&category=suggestion');
    await send(page, '希望支持硬件钱包\n这样更安全。');
    await expect(page.getByText('我们会阅读每一条建议')).toBeVisible();
    await page.goto(`${world.desk.base}/board?lang=zh-CN`);
    await expect(page.getByText('希望支持硬件钱包')).toHaveCount(0);

    const { items } = await world.admin.get('/suggestions');
    const wish = items.find((s: { title: string }) => s.title === '希望支持硬件钱包');
    await world.admin.post(`/suggestions/${wish.id}`, {
      published: true,
      status: 'planned',
      body: '连接硬件钱包。<b>',
    });
    await page.reload();
    const row = page.locator('.wish', { hasText: '希望支持硬件钱包' });
    await expect(page.locator('h2')).toHaveText(['已计划']);
    await expect(row.locator('p')).toHaveText('连接硬件钱包。<b>');
    await expect(row.locator('.count')).toHaveText('1');
    await row.getByRole('button').click();
    await expect(row.locator('.count')).toHaveText('2');
    await page.reload();
    await expect(row.getByRole('button')).toHaveAttribute('aria-pressed', 'true');
    await row.getByRole('button').click();
    await expect(row.locator('.count')).toHaveText('1');

    const other = await context.browser()!.newContext();
    const stranger = await other.newPage();
    await stranger.goto(`${world.desk.base}/board?lang=en`);
    await expect(stranger.locator('.wish button')).toHaveAttribute('aria-pressed', 'false');
    await other.close();
  });

  test('an agent edits, plans and publishes a suggestion in the console, and withdraws it', async ({
    page,
    world,
  }) => {
    await openForm(page, world, '&category=suggestion');
    await page.locator('#email').fill('wang@example.org');
    await send(page, '希望有桌面小组件，谢谢！！');
    await expect(page.getByText('我们会阅读每一条建议')).toBeVisible();

    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/settings/board`);
    const row = page.locator('.wishes > li', { hasText: '桌面小组件' });
    await expect(page.locator('.wishes > li').first()).toContainText('桌面小组件');
    await expect(row).toContainText('未公开');
    await expect(row).toContainText('wang@example.org');
    await expect(row.getByRole('img', { name: '1 票' })).toBeVisible();
    await row.getByRole('button', { name: '编辑' }).click();
    await page.getByLabel('标题').fill('桌面小组件');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await row.getByRole('combobox').selectOption({ label: '已计划' });
    await expect(row).toHaveAttribute('aria-busy', 'false');
    // By keyboard, and the focus stays for the next step.
    await row.getByRole('button', { name: '公开', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect(row).toContainText('已公开');
    await expect(row.getByRole('button', { name: '撤下' })).toBeFocused();
    expect(await axe(page)).toEqual([]);

    const board = await page.context().newPage();
    await board.goto(`${world.desk.base}/board?lang=zh-CN`);
    const wish = board.locator('h2:text-is("已计划") + ul .wish', { hasText: '桌面小组件' });
    await expect(wish.locator('h3')).toHaveText('桌面小组件');
    expect(await board.content()).not.toContain('wang@example.org');

    await row.getByRole('button', { name: '撤下' }).click();
    await expect(row).toContainText('未公开');
    await board.reload();
    await expect(board.getByText('桌面小组件')).toHaveCount(0);
  });
});

test.describe('the contact page', () => {
  test('is told in the settings what to say; a wrong phone number is refused', async ({ page, world }) => {
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/settings/workspace`);
    const details = page.locator('.card', { has: page.getByRole('heading', { name: '联系方式' }) });
    await details.getByLabel('服务时间（中文）').fill('工作日 10:00–19:00');
    await details.getByLabel('服务语言').fill('zh-CN、en');
    await details.getByLabel('电话').fill('call me');
    await details.getByRole('button', { name: '保存' }).click();
    await expect(details.getByLabel('电话')).toHaveAttribute('aria-invalid', 'true');
    await details.getByLabel('电话').fill('+86 10 8765 4321');
    await details.getByRole('button', { name: '保存' }).click();
    await expect(details.getByRole('status')).toHaveText('已保存');
    const contact = await page.context().newPage();
    await contact.goto(`${world.desk.base}/contact?lang=zh-CN`);
    await expect(contact.locator('.facts')).toContainText('工作日 10:00–19:00');
    await expect(contact.locator('.facts')).toContainText('中文、英文');
    await expect(contact.getByRole('link', { name: '+86 10 8765 4321' })).toBeVisible();

    await page.reload();
    await expect(details.getByLabel('电话')).toHaveValue('+86 10 8765 4321');
    await details.getByLabel('电话').fill('');
    await details.getByRole('button', { name: '保存' }).click();
    await expect(details.getByRole('status')).toHaveText('已保存');
    await contact.reload();
    await expect(contact.getByText('电话')).toHaveCount(0);
  });

  test('lists what is open, in both languages, without scripts', async ({ browser, world }) => {
    await world.admin.patch('/workspace', {
      hours: { zh: '每天 9:00–21:00（北京时间）', en: 'Daily 9:00–21:00 (UTC+8)' },
      languages: ['zh-CN', 'en'],
    });
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'zh-CN' });
    const page = await context.newPage();
    await page.goto(`${world.desk.base}/contact`);
    await expect(page.locator('h1')).toHaveText('联系官方客服');
    await expect(page.locator('.never')).toContainText('绝不会向您索要助记词、私钥、验证码或付款');
    await expect(page.locator('.doors')).toContainText('链桥钱包');
    await expect(page.locator('.doors')).toContainText('问题反馈表单');
    await expect(page.locator('.facts')).toContainText('每天 9:00–21:00');
    await expect(page.locator('.facts')).not.toContainText('电话');
    await page.getByRole('link', { name: 'English' }).click();
    await expect(page.locator('h1')).toHaveText('Contact official support');
    await expect(page.locator('.facts')).toContainText('Daily 9:00–21:00');
    await context.close();
  });

  test('shows a phone number only when the operator has set one', async ({ page, world }) => {
    await world.admin.patch('/workspace', { phone: '+86 10 1234 5678' });
    await page.goto(`${world.desk.base}/contact?lang=zh-CN`);
    await expect(page.getByRole('link', { name: '+86 10 1234 5678' })).toHaveAttribute(
      'href',
      'tel:+861012345678',
    );
    await world.admin.patch('/workspace', { phone: '' });
    await page.reload();
    await expect(page.getByText('电话')).toHaveCount(0);
  });

  test('a closed inbox is not there, and an inbox name is no markup', async ({ page, world }) => {
    const made = await world.admin.post('/inboxes', { name: '<img src=x>旧入口', sites: [] });
    await page.goto(`${world.desk.base}/contact?lang=zh-CN`);
    await expect(page.locator('.doors')).toContainText('<img src=x>旧入口');
    await world.admin.patch(`/inboxes/${made.inbox?.id ?? made.id}`, { closed: true });
    await page.reload();
    await expect(page.locator('.doors')).not.toContainText('旧入口');
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no barrier on any of the four pages, ${colorScheme}`, async ({ browser, world }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    for (const path of [
      '/feedback?lang=zh-CN',
      '/feedback?lang=en',
      '/contact?lang=en',
      '/board?lang=zh-CN',
    ]) {
      await page.goto(world.desk.base + path);
      await expect(page.locator('h1')).toBeVisible();
      expect(await axe(page), path).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(wide, `${path} scrolls sideways on a phone`).toBe(false);
    }
    await context.close();
  });
}
