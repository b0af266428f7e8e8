import { composer, enter, logIn, message } from './console';
import {
  addBot,
  byTelegram,
  doorsAre,
  expect,
  startTelegram,
  TOKEN,
  test,
  wechatDoor,
  works,
  writesByTelegram,
} from './doors';
import { axe, bubble, openPanel, say } from './fixtures';

test.describe('the wizard', () => {
  test('a bot is added: a wrong token is told apart, the right one works, and it is set up', async ({
    page,
    world,
  }) => {
    const telegram = await startTelegram();
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/settings/inboxes`);
    await page.getByRole('link', { name: '新建收件箱' }).click();
    await page.getByRole('link', { name: /^Telegram/ }).click();

    await page.getByLabel('名称').fill('新机器人');
    await page.getByLabel('机器人令牌').fill('100000:WRONGwrongWRONGwrongWRONGwrongWRONG');
    await page.getByText('服务器、代理与限制').click();
    await page.getByLabel('Bot API 服务器').fill(telegram.url);
    await page.getByRole('button', { name: '测试' }).click();
    await expect(page.locator('.try-steps .failed').first()).toBeVisible();
    await expect(page.getByRole('button', { name: '仍然保存（暂停）' })).toBeVisible();

    await page.getByLabel('机器人令牌').fill(TOKEN);
    await page.getByRole('button', { name: '测试' }).click();
    await expect(page.locator('.try-verdict.ok')).toBeVisible();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await expect(page.getByText('收件箱已保存')).toBeVisible();
    await expect(page.locator('.copied', { hasText: '客户如何找到此渠道' })).toContainText(
      't.me/MyWalletBot',
    );
    await expect(page.locator('.health')).toContainText('正常');

    // The secret is never shown again, only replaced.
    await expect(page.getByRole('group', { name: '机器人令牌' })).toContainText('已设置');
    expect(await page.content()).not.toContain(TOKEN);
    await page.getByRole('button', { name: '开始配置' }).click();
    await expect(page.locator('.try-steps .passed').first()).toBeVisible();

    await page.getByRole('button', { name: '暂停' }).click();
    await expect(page.locator('.health')).toContainText('已暂停');
    await page.getByRole('button', { name: '恢复' }).click();
    await expect(page.locator('.health')).toContainText('正常');
    telegram.stop();
  });

  test('what failed its test is saved paused, when that is wished', async ({ page, world }) => {
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/settings/inboxes?add=telegram`);
    await page.getByLabel('名称').fill('以后再配');
    await page.getByLabel('机器人令牌').fill('100000:WRONGwrongWRONGwrongWRONGwrongWRONG');
    await page.getByText('服务器、代理与限制').click();
    await page.getByLabel('Bot API 服务器').fill('http://127.0.0.1:9');
    await page.getByRole('button', { name: '测试' }).click();
    await page.getByRole('button', { name: '仍然保存（暂停）' }).click();
    await expect(page.getByText('已保存并暂停')).toBeVisible();
    await expect(page.locator('.health')).toContainText('已暂停');
  });

  test('a door that fails is told at once, with what helps, and goes on by itself', async ({
    page,
    world,
  }) => {
    const telegram = await startTelegram();
    const bot = await addBot(world, telegram, '会出故障的机器人');
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/settings/inboxes?id=${bot.id}`);
    await expect(page.locator('.health')).toContainText('正常');
    telegram.fault('getUpdates', { code: 401, says: 'Unauthorized' }, 4);
    await expect(page.locator('.banner.bad')).toContainText('会出故障的机器人');
    await expect(page.locator('.health .identity.bad')).toContainText('更换密钥');
    telegram.stop();
  });
});

test.describe('one customer, two doors', () => {
  test('a conversation begun on the website goes on in Telegram, and the agent answers there', async ({
    page,
    browser,
    world,
    doors,
  }) => {
    const { telegram } = doors;
    const visitor = await browser.newPage({ locale: 'zh-CN' });
    await openPanel(visitor, world);
    const text = '我的转账两小时还没有到账 跨渠道';
    await say(visitor, text);
    await expect(bubble(visitor, text)).toBeVisible();
    await visitor.getByRole('button', { name: '在 Telegram 中继续' }).first().click();
    const link = visitor.getByRole('link', { name: /打开 Telegram/ }).first();
    await expect(link).toContainText('t.me');
    const token = new URL((await link.getAttribute('href')) ?? '').searchParams.get('start');

    const conv = await world.admin.conversationSaying(text);
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/c/${conv.id}`);
    await expect(page.locator('.door-line')).toContainText('网站');

    const anna = telegram.world.user({ name: '林晓', language: 'zh-hans' });
    telegram.world.start(anna, token);
    telegram.world.says(anna, '我在 Telegram 上继续');
    await expect(message(page, '我在 Telegram 上继续')).toBeVisible();
    await expect(message(page, '我在 Telegram 上继续').locator('.came-by')).toContainText('Telegram');
    await expect(message(page, text).locator('.came-by')).toContainText('网站');
    await expect(page.locator('.door-line')).toContainText('Telegram');

    // The limit of the door, in its unit, and in how many messages a long answer leaves.
    await composer(page).fill('您好');
    await expect(page.locator('.counter')).toHaveText('2/4,096 字');
    await composer(page).fill('好的。'.repeat(1500));
    await expect(page.locator('.counter')).toHaveText('分 2 条，每条 4,096');
    await composer(page).fill('已经查到您的交易，请稍候。');
    await composer(page).press('Enter');
    const reply = message(page, '已经查到您的交易');
    await expect(reply.locator('.delivery.sent')).toContainText('已发送');
    const sent = await telegram.said(anna.id);
    expect(sent.map((one: { text: string }) => one.text).join()).toContain('已经查到您的交易');
    await expect(page.locator('.panel .door-list')).toContainText('Telegram');

    // Another door by the menu: back to the website.
    await page.getByRole('button', { name: /回复将经由 Telegram/ }).click();
    await page.getByRole('option', { name: /网站/ }).click();
    await composer(page).fill('这条只在网站上');
    await composer(page).press('Enter');
    await expect(bubble(visitor, '这条只在网站上')).toBeVisible();
    expect(telegram.to(anna.id).some((one: { text: string }) => one.text.includes('只在网站上'))).toBe(false);
    await visitor.close();
  });

  test('the same transaction told by two doors is offered as one, joined, and parted again', async ({
    page,
    browser,
    world,
    doors,
  }) => {
    const hash = `0x${'5e'.repeat(31)}a7`;
    const visitor = await browser.newPage({ locale: 'zh-CN' });
    await openPanel(visitor, world);
    const told = `昨天转出的这笔一直没有到账 ${hash}`;
    await say(visitor, told);
    await expect(bubble(visitor, hash)).toBeVisible();
    await world.admin.conversationSaying(told);
    const user = doors.telegram.world.user({ name: '林晓', language: 'zh-hans' });
    doors.telegram.world.says(user, told);
    const id = await byTelegram(world, told);
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/c/${id}`);
    await page.locator('.related').getByRole('button', { name: '对比' }).click();
    const dialog = page.getByRole('dialog', { name: '这是同一件事吗？' });
    await expect(dialog.locator('.compare-said').first()).toContainText('一直没有到账');
    await expect(dialog.locator('.compare-said').last()).toContainText('一直没有到账');
    await dialog.getByRole('button', { name: '合并', exact: true }).click();
    await expect(page.locator('.event-line', { hasText: '并入本会话' })).toBeVisible();
    await page.locator('.join-list').getByRole('button', { name: '重新分开' }).click();
    await expect(page.locator('.event-line', { hasText: '重新分开' })).toBeVisible();
    await visitor.close();
  });
});

test.describe('the composer', () => {
  test('shows the budget before one types, explains a closed window, and refuses what the door does not carry', async ({
    page,
    world,
    doors,
  }) => {
    const { id } = await writesByTelegram(world, doors.telegram, '陈雨', '预算测试');
    await logIn(page, world);
    await doorsAre(page, id, items => [
      wechatDoor({ current: true }),
      ...items.map(item => ({ ...item, current: false })),
    ]);
    await page.goto(`${world.desk.base}/console/c/${id}`);
    await expect(page.locator('.door-line')).toContainText('微信');
    await expect(page.locator('.door-budget')).toContainText('还可发 4/5 条');

    await page.locator('.composer input[type=file]').setInputFiles({
      name: '说明.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4'),
    });
    await expect(page.locator('.uploads')).toContainText('不支持此类文件');

    await page.unroute(`**/conversations/${id}/doors`);
    await doorsAre(page, id, items => [
      wechatDoor({ current: true, state: 'closed', budget: { left: 0, until: null } }),
      ...items.map(item => ({ ...item, current: false })),
    ]);
    await page.reload();
    await expect(page.locator('.door-notice')).toContainText('客户再次来信后才能发送');
    await page
      .locator('.door-others')
      .getByRole('button', { name: /Telegram/ })
      .click();
    await expect(page.locator('.door-line')).toContainText('Telegram');
    await expect(page.locator('.door-notice')).toHaveCount(0);
  });

  test('warns where others read along', async ({ page, world }) => {
    const telegram = await startTelegram();
    const group = telegram.world.group({ title: '链桥用户群' });
    const { inbox } = await world.admin.post('/inboxes', {
      name: '群机器人',
      kind: 'telegram',
      settings: { bot_token: telegram.token, api_root: telegram.url, groups: `${group.id} 链桥用户群` },
    });
    await works(world, inbox.id);
    const member = telegram.world.user({ name: '群友', language: 'zh-hans' });
    telegram.world.says(member, '@MyWalletBot 群里的问题', { in: group });
    const conv = await world.admin.conversationSaying('群里的问题');
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/c/${conv.id}`);
    await expect(page.locator('.door-notice.public')).toContainText('链桥用户群');
    telegram.stop();
  });
});

test.describe('a reply on its way', () => {
  test('what was refused says why, and can be sent again', async ({ page, world, doors }) => {
    const { user, id } = await writesByTelegram(world, doors.telegram, '赵敏', '拒收测试');
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/c/${id}`);
    doors.telegram.fault('sendMessage', { code: 400, says: 'Bad Request: nobody likes it' });
    await composer(page).fill('第一次会被拒');
    await composer(page).press('Enter');
    const line = message(page, '第一次会被拒').locator('.delivery');
    await expect(line).toContainText('未送达');
    await expect(line).toContainText('平台拒绝了这条消息 (400)');
    await expect(page.locator('.event-line.troubled')).toContainText('未送达');
    await line.getByRole('button', { name: '再次发送' }).click();
    await expect(line).toContainText('已发送');
    expect(await doors.telegram.said(user.id)).toHaveLength(1);
  });

  test('what nobody knows of is asked about, never doubled by itself', async ({ page, world, doors }) => {
    const { user, id } = await writesByTelegram(world, doors.telegram, '周杰', '不确定测试');
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/c/${id}`);
    doors.telegram.fault('sendMessage', 'close_after');
    await composer(page).fill('可能到了');
    await composer(page).press('Enter');
    const line = message(page, '可能到了').locator('.delivery');
    await expect(line).toContainText('可能已送达');
    const asked = new Promise<string>(found =>
      page.once('dialog', dialog => {
        found(dialog.message());
        void dialog.dismiss();
      }),
    );
    await line.getByRole('button', { name: '再次发送' }).click();
    expect(await asked).toContain('收到两次');
    await line.getByRole('button', { name: '不再发送' }).click();
    await expect(line).toContainText('已取消发送');
    expect(doors.telegram.to(user.id)).toHaveLength(1);
  });
});

for (const [scheme, width] of [
  ['light', 1280],
  ['dark', 390],
] as const) {
  test(`axe finds nothing where doors are shown: ${scheme}, ${width} px`, async ({ page, world, doors }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 860 });
    await logIn(page, world);
    for (const path of ['?add', '?add=telegram', '?add=wechat', `?id=${doors.bot.id}`]) {
      await page.goto(`${world.desk.base}/console/settings/inboxes${path}`);
      await expect(page.locator('.settings h2').first()).toBeVisible();
      await expect(page.locator('.skeleton')).toHaveCount(0);
      expect(await axe(page), path).toEqual([]);
    }
    const text = `轴测试 ${scheme}`;
    const { id } = await writesByTelegram(world, doors.telegram, '何静', text);
    await doorsAre(page, id, items => [
      wechatDoor({ current: true, state: 'closed', budget: { left: 0, until: null } }),
      ...items.map(item => ({ ...item, current: false })),
    ]);
    doors.telegram.fault('sendMessage', { code: 403, says: 'Forbidden: bot was blocked by the user' });
    await world.admin.reply(id, '不会送达');
    await page.goto(`${world.desk.base}/console/c/${id}`);
    await expect(page.locator('.door-notice')).toBeVisible();
    await expect(page.locator('.delivery.failed')).toBeVisible();
    expect(await axe(page)).toEqual([]);
  });
}
