import {
  agentNamed,
  answer,
  colleague,
  composer,
  customerSays,
  enter,
  logIn,
  message,
  openConversation,
  openList,
  row,
} from './console';
import { expect, test } from './fixtures';
import { SEED } from './widget';

test.describe('the inbox', () => {
  test.beforeEach(async ({ page, world }) => {
    await logIn(page, world);
  });

  test('a new conversation appears by itself, moves with what is done to it, and undo brings it back', async ({
    page,
    world,
  }) => {
    await openList(page, world, 'unassigned');
    await customerSays(world, ['清单测试：授权怎么撤销']);
    const entry = row(page, '清单测试');
    await expect(entry).toBeVisible();
    await expect(entry.locator('.badge')).toContainText('1');
    await expect(page).toHaveTitle(/^\(\d+\) /);
    await expect(entry.locator('.tag').first()).toContainText('分');
    await entry.locator('a').click();
    await expect(entry.locator('.badge')).toHaveCount(0);

    // Assign by keyboard: it leaves "unassigned" and stands in "mine".
    await page.keyboard.press('a');
    await page.getByRole('combobox', { name: /负责人/ }).fill('苏雅');
    await page.keyboard.press('Enter');
    await expect(entry).toHaveCount(0);
    await page.getByRole('button', { name: '撤销' }).click();
    await expect(entry).toBeVisible();
    await page.keyboard.press('i');
    await expect(entry).toHaveCount(0);
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await expect(entry).toBeVisible();
    await expect(page.locator('.view[aria-current]')).toContainText('我负责的');
  });

  test('several are ticked and resolved together, with one undo', async ({ page, world }) => {
    await customerSays(world, ['批量甲']);
    await customerSays(world, ['批量乙']);
    await openList(page, world);
    for (const name of ['批量甲', '批量乙']) {
      await row(page, name).hover();
      await row(page, name).getByRole('checkbox').check();
    }
    await expect(page.getByRole('toolbar')).toContainText('已选 2 个');
    await page.getByRole('toolbar').getByRole('button', { name: '解决' }).click();
    await expect(row(page, '批量')).toHaveCount(0);
    await page.goto(`${world.desk.base}/console/inbox/all?status=resolved`);
    await expect(row(page, '批量')).toHaveCount(2);
    await page.goBack();
    await customerSays(world, ['批量丙']);
    await expect(row(page, '批量丙')).toBeVisible();
    await row(page, '批量丙').hover();
    await row(page, '批量丙').getByRole('checkbox').check();
    await page.getByRole('toolbar').getByRole('button', { name: '解决' }).click();
    await expect(row(page, '批量丙')).toHaveCount(0);
    await page.getByRole('button', { name: '撤销' }).click();
    await expect(row(page, '批量丙')).toBeVisible();
  });

  test('a snoozed conversation waits among the snoozed, until when it says', async ({ page, world }) => {
    await openConversation(page, world, '推迟测试');
    await page.keyboard.press('h');
    await page.getByRole('option', { name: /明天上午/ }).click();
    await expect(page.locator('.thread-who')).toContainText('推迟到');
    await openList(page, world, 'all', 'snoozed');
    await expect(row(page, '推迟测试')).toBeVisible();
    await row(page, '推迟测试').locator('a').click();
    await page.keyboard.press('e');
    await expect(page.locator('.thread-who')).toContainText('已解决');
    await page.keyboard.press('e');
    await expect(page.getByRole('button', { name: '解决', exact: true })).toBeVisible();
  });

  test('labels are made in settings, given by keyboard, and are a view of their own', async ({
    page,
    world,
  }) => {
    await page.goto(`${world.desk.base}/console/settings/labels`);
    await page.getByRole('button', { name: '新建标签' }).click();
    await page.getByRole('dialog').getByLabel('名称').fill('提币延迟');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.locator('.rows')).toContainText('提币延迟');
    await openConversation(page, world, '标签测试');
    await page.keyboard.press('l');
    await page.getByRole('combobox', { name: '标签' }).fill('延迟');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(page.locator('.properties')).toContainText('提币延迟');
    await page.keyboard.press('p');
    await page.getByRole('option', { name: '紧急' }).click();
    await expect(page.locator('.properties')).toContainText('紧急');
    await page.getByRole('link', { name: /提币延迟/ }).click();
    await expect(row(page, '标签测试')).toBeVisible();
    await expect(row(page, '标签测试')).toContainText('紧急');
  });

  test('with many conversations only what is in sight is drawn, and the count is told to screen readers', async ({
    page,
    world,
  }) => {
    for (let i = 0; i < 40; i++) await customerSays(world, [`很多会话 ${i}`]);
    await openList(page, world);
    const rows = page.locator('.list-scroll [role=listitem]');
    await expect(rows.first()).toHaveAttribute('aria-posinset', '1');
    expect(Number(await rows.first().getAttribute('aria-setsize'))).toBeGreaterThanOrEqual(40);
    expect(await rows.count()).toBeLessThan(35);
    for (let i = 0; i < 5; i++) await page.keyboard.press('j');
    await expect(page.locator('.row[data-here=true]')).toBeInViewport();
    await page.keyboard.press('k');
    await expect(page).toHaveURL(/\/console\/c\//);
  });
});

test.describe('a conversation', () => {
  test.beforeEach(async ({ page, world }) => {
    await logIn(page, world);
  });

  test('a saved reply is found by slash and comes with its words filled in', async ({ page, world }) => {
    await page.goto(`${world.desk.base}/console/settings/replies`);
    await page.getByRole('button', { name: '新建快捷回复' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('快捷词').fill('查哈希');
    await dialog.getByLabel('标题').fill('索要交易哈希');
    await dialog
      .getByLabel('内容')
      .fill('{{customer.name}}您好，我是{{agent.name}}，会话 {{conversation.number}}。');
    await dialog.getByRole('button', { name: '保存' }).click();
    await expect(page.locator('.rows')).toContainText('索要交易哈希');
    await openConversation(page, world, '快捷回复测试');
    await composer(page).focus();
    await page.keyboard.type('/哈希');
    await expect(page.locator('.slash [role=option]').first()).toContainText('索要交易哈希');
    await page.keyboard.press('Enter');
    await expect(composer(page)).toHaveValue(/您好，我是苏雅，会话 #\d+。/);
    await expect(composer(page)).not.toHaveValue(/\{\{/);
  });

  test('a reply is held back when a colleague has answered meanwhile, and the agent decides', async ({
    page,
    browser,
    world,
  }) => {
    const li = await agentNamed(world, '李工', 'li@wallet.example');
    const other = await colleague(browser, world, li);
    const id = await openConversation(page, world, '抢答测试');
    await other.goto(`${world.desk.base}/console/c/${id}`);
    // Who is typing is told to those who look already.
    await expect(other.locator('.viewers')).toContainText('苏雅');
    await composer(page).fill('我的回答');
    await expect(other.locator('.viewers')).toContainText('苏雅 正在回复');
    await answer(other, '同事的回答');
    await expect(message(page, '同事的回答')).toBeVisible();
    await expect(page.locator('.moved-on')).toContainText('李工');
    await composer(page).press('Enter');
    const held = page.getByRole('alertdialog');
    await expect(held).toContainText('同事的回答');
    await expect(message(other, '我的回答')).toHaveCount(0);
    await held.getByRole('button', { name: '查看并修改' }).click();
    await expect(composer(page)).toHaveValue('我的回答');
    await composer(page).fill('我的回答，补充一点');
    await composer(page).press('Enter');
    await expect(message(other, '我的回答，补充一点')).toBeVisible();
    await other.context().close();
  });

  test('"send anyway" sends a held reply once', async ({ page, browser, world }) => {
    const li = await agentNamed(world, '李工', 'li@wallet.example');
    const other = await colleague(browser, world, li);
    const id = await openConversation(page, world, '仍然发送测试');
    await composer(page).fill('坚持发送');
    await other.goto(`${world.desk.base}/console/c/${id}`);
    await answer(other, '抢先一步');
    await expect(message(page, '抢先一步')).toBeVisible();
    await composer(page).press('Enter');
    await page.getByRole('alertdialog').getByRole('button', { name: '仍然发送' }).click();
    await expect(message(other, '坚持发送')).toHaveCount(1);
    await expect(page.getByRole('alertdialog')).toHaveCount(0);
    await other.context().close();
  });

  test('a draft outlives a reload, and a reply that could not be sent is sent once when tried again', async ({
    page,
    world,
  }) => {
    const id = await openConversation(page, world, '草稿测试');
    await composer(page).fill('写了一半');
    await page.reload();
    await expect(composer(page)).toHaveValue('写了一半');
    await page.route('**/api/v1/conversations/*/messages', route => route.abort());
    await composer(page).press('Enter');
    const failed = page.locator('.message.failed', { hasText: '写了一半' });
    await expect(failed).toBeVisible();
    await page.reload();
    await expect(failed).toBeVisible();
    await page.unroute('**/api/v1/conversations/*/messages');
    await failed.getByRole('button', { name: '重试' }).click();
    await expect(page.locator('.message.ours:not(.pending)', { hasText: '写了一半' })).toHaveCount(1);
    await expect(failed).toHaveCount(0);
    const bodies = await world.admin.bodies(id);
    expect(bodies.filter(entry => entry.body === '写了一半')).toHaveLength(1);
  });

  test('an Enter that belongs to an input method does not send, and shortcuts stay quiet', async ({
    page,
    world,
  }) => {
    await openConversation(page, world, '输入法测试');
    await composer(page).fill('nihao');
    await composer(page).evaluate(element => {
      element.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
      );
    });
    await expect(composer(page)).toHaveValue('nihao');
    await composer(page).blur();
    await page.evaluate(() => {
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'e', isComposing: true, bubbles: true }),
      );
    });
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: '键盘快捷键' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: '解决', exact: true })).toBeVisible();
  });

  test('a list that does not exist is refused, not shown as another one', async ({ world }) => {
    for (const wrong of ['view=mentions', 'status=closed', 'sort=random']) {
      await expect(world.admin.get(`/conversations?${wrong}`)).rejects.toThrow('400');
    }
  });

  test('a secret is a red mark, never the secret, and the case stands under Security', async ({
    page,
    world,
  }) => {
    const phrase = SEED;
    await customerSays(world, [`安全测试 ${phrase}`]);
    await openList(page, world, 'security');
    await row(page, '安全测试').locator('a').click();
    await expect(page.locator('.message .removed')).toContainText('助记词');
    await expect(page.locator('.panel')).toContainText('已拦截 1 条机密');
    await expect(page.locator('body')).not.toContainText('sausage');
    await expect(row(page, '安全测试').locator('.tag.bad').first()).toContainText('安全');
  });

  test('long history is drawn in parts, loads backwards without a jump, and a deep link finds its message', async ({
    page,
    world,
  }) => {
    const id = await openConversation(page, world, '长历史测试');
    for (let i = 1; i <= 160; i++) await world.admin.reply(id, `备注 ${i} `.repeat(1 + (i % 7)), 'note');
    await page.reload();
    const scroller = page.locator('.history-scroll');
    await expect(message(page, '备注 160 ')).toBeInViewport();
    expect(await scroller.locator('[role=listitem]').count()).toBeLessThan(60);
    // Scroll up to the very first message; what is being read must stay where it is.
    await scroller.hover();
    await expect(async () => {
      await page.mouse.wheel(0, -1500);
      await expect(message(page, '长历史测试')).toBeInViewport({ timeout: 250 });
    }).toPass({ timeout: 30_000 });
    const seqs = await scroller
      .locator('.message')
      .evaluateAll(all => all.map(e => Number((e as HTMLElement).dataset.seq)));
    expect([...seqs].sort((a, b) => a - b)).toEqual(seqs);
    const { messages } = await world.admin
      .get(`/conversations/${id}/messages?limit=200`)
      .then((a: { items: { seq: number; body: string }[] }) => ({ messages: a.items }));
    const wanted = messages.find(entry => entry.body.startsWith('备注 80 '));
    await page.goto(`${world.desk.base}/console/c/${id}?m=${wanted?.seq}`);
    await expect(page.locator('.message.glow')).toBeInViewport();
    await expect(page.locator('.message.glow')).toContainText('备注 80 ');
  });

  test('after the server was killed and came back the console has what happened meanwhile', async ({
    page,
    world,
  }) => {
    const id = await openConversation(page, world, '重启测试');
    await world.desk.stop('SIGKILL');
    await expect(page.locator('.banner')).toBeVisible();
    await world.desk.start({ port: Number(new URL(world.desk.base).port) });
    await world.admin.reply(id, '重启之后写的');
    await expect(message(page, '重启之后写的')).toHaveCount(1);
    await expect(page.locator('.banner')).toHaveCount(0);
    await answer(page, '继续回答');
    await expect(message(page, '继续回答').locator('.state')).toContainText('已发送');
  });
});

test.describe('everywhere', () => {
  test('language and theme change at once and stay', async ({ page, world }) => {
    await enter(page.context(), world);
    await openList(page, world);
    await page.getByRole('button', { name: /切换到 English/ }).click();
    await expect(page.getByRole('link', { name: /Unassigned/ })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.getByRole('button', { name: 'Toggle dark mode' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.reload();
    await expect(page.getByRole('link', { name: /Unassigned/ })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });

  test('a setting is found by what it is about; on a phone the menu is a page', async ({ page, world }) => {
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/settings`);
    await expect(page.getByRole('heading', { name: '个人资料' })).toBeVisible();
    const menu = page.getByRole('navigation', { name: '设置' });
    await expect(menu.getByRole('region', { name: '排队与服务' }).getByRole('link')).toHaveCount(3);
    await menu.getByRole('searchbox', { name: '查找设置' }).fill('密码');
    await expect(menu.getByRole('link', { name: '登录与安全' })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/settings\/security$/);

    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${world.desk.base}/console/settings`);
    await expect(page.locator('main')).toHaveCount(0);
    await menu.getByRole('link', { name: '快捷回复' }).click();
    await expect(page.getByRole('heading', { name: '快捷回复' })).toBeVisible();
    await menu.getByRole('link', { name: '设置' }).click();
    await expect(menu.getByRole('link', { name: '快捷回复' })).toBeVisible();
  });

  test('on a phone there is one column with a way back, and nothing is wider than the screen', async ({
    browser,
    world,
  }) => {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
      locale: 'zh-CN',
    });
    const page = await context.newPage();
    await logIn(page, world);
    await customerSays(world, [
      '手机测试 https://a-very-long-host-name.example/with/a/long/path/that/does/not/break',
    ]);
    await openList(page, world);
    await row(page, '手机测试').locator('a').tap();
    await expect(page.locator('.list')).toBeHidden();
    await expect(page.locator('.message .host')).toHaveText('a-very-long-host-name.example');
    await page.getByRole('button', { name: /客户资料/ }).tap();
    await expect(page.locator('.panel')).toBeVisible();
    await page.locator('.panel').getByRole('button', { name: '关闭' }).tap();
    for (const path of ['', '/settings/profile', '/settings/agents', '/search']) {
      if (path) await page.goto(`${world.desk.base}/console${path}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, path).toBeLessThanOrEqual(0);
    }
    await page.goBack();
    await context.close();
  });

  test("the page's own security policy is never violated", async ({ page, world }) => {
    const problems: string[] = [];
    page.on(
      'console',
      entry => /Content Security Policy|Trusted/i.test(entry.text()) && problems.push(entry.text()),
    );
    await logIn(page, world);
    const response = await page.goto(`${world.desk.base}/console`);
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe-inline');
    await openConversation(page, world, '策略测试 https://wallet.example');
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Escape');
    await page.goto(`${world.desk.base}/console/settings/inboxes`);
    await page.getByRole('button', { name: '编辑' }).first().click();
    await expect(page.getByRole('dialog')).toContainText('data-inbox');
    expect(problems).toEqual([]);
  });
});
