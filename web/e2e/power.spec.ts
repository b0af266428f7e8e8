// Agents' tools as an agent uses them: macros, many at once and the way back, rules, views, notes.
import { agentNamed, composer, customerSays, enter, logIn, message, openList, row, words } from './console';
import { AgentApi } from './desk';
import { expect, test, writesByTelegram } from './doors';
import { axe } from './fixtures';

test.describe('macros', () => {
  test('one is made, seen before it is sent, and does everything at once', async ({ page, world }) => {
    await world.admin.post('/labels', { name: '转账中', color: '#2266cc' });
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/settings/macros`);
    await page.getByRole('button', { name: '新建快捷操作' }).first().click();
    const dialog = page.getByRole('dialog', { name: '新建快捷操作' });
    await dialog.getByLabel('名称').fill('转账已查');
    await dialog.getByLabel('回复（中文）').fill('您好，{{customer.name}}，已经查到，链上正在确认。');
    await dialog.getByLabel('指派给').selectOption({ label: '自己' });
    await dialog.getByLabel('状态设为').selectOption({ label: '已解决' });
    await dialog.getByLabel('转账中').check();
    await dialog.getByLabel('内部备注').fill('用快捷操作回复');
    await dialog.getByRole('button', { name: '保存' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.locator('.rows')).toContainText('转账已查');

    await customerSays(world, ['快捷操作测试：转账没有到']);
    const conv = await world.admin.conversationSaying('快捷操作测试');
    await page.goto(`${world.desk.base}/console/c/${conv.id}`);
    await expect(message(page, '快捷操作测试')).toBeVisible();
    await composer(page).pressSequentially('/转账已查');
    await page.getByRole('option', { name: /转账已查/ }).click();
    await expect(composer(page)).toHaveValue(/链上正在确认/);
    await expect(composer(page)).not.toHaveValue(/customer\.name/);
    const strip = page.locator('.macro-strip');
    await expect(strip).toContainText('已解决');
    await expect(strip).toContainText('转账中');
    await composer(page).press('Enter');
    await expect(message(page, '链上正在确认')).toHaveCount(1);
    await expect(message(page, '用快捷操作回复')).toBeVisible();
    await expect(page.locator('.thread-who')).toContainText('已解决');
    await expect(page.locator('.properties')).toContainText('转账中');
    await expect(strip).toHaveCount(0);

    const { items } = await world.admin.get('/macros');
    expect(items.find((one: { name: string }) => one.name === '转账已查').uses).toBe(1);
  });

  test('it is in the palette, and can be left out before sending', async ({ page, world }) => {
    await world.admin.post('/macros', {
      name: '请提供哈希',
      shared: true,
      actions: {
        status: 'resolved',
        snooze_minutes: 0,
        add_labels: [],
        remove_labels: [],
        text_zh: '请把交易哈希发给我们。',
        text_en: 'Please send us the transaction hash.',
        note: '',
        notify: [],
      },
      inboxes: [],
      cases: [],
    });
    await customerSays(world, ['面板测试：交易卡住了']);
    const conv = await world.admin.conversationSaying('面板测试');
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/c/${conv.id}`);
    await expect(message(page, '面板测试')).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('请提供哈希');
    await page.getByRole('option', { name: /快捷操作：请提供哈希/ }).click();
    await expect(composer(page)).toHaveValue('请把交易哈希发给我们。');
    await page.getByRole('button', { name: '不用快捷操作' }).click();
    await composer(page).press('Enter');
    await expect(message(page, '请把交易哈希发给我们')).toHaveCount(1);
    await expect(page.locator('.thread-who')).not.toContainText('已解决');
  });
});

test.describe('many at once', () => {
  test('three are resolved, and come back with one click', async ({ page, world }) => {
    const names = ['成批甲', '成批乙', '成批丙'];
    for (const name of names) await customerSays(world, [name]);
    await enter(page.context(), world);
    await openList(page, world);
    for (const name of names) {
      await row(page, name).hover();
      await row(page, name).getByRole('checkbox').check();
    }
    await page.getByRole('toolbar').getByRole('button', { name: words['zh-CN'].resolve }).click();
    await expect(row(page, '成批')).toHaveCount(0);
    await page.getByRole('button', { name: '撤销', exact: true }).click();
    await expect(row(page, '成批')).toHaveCount(3);
    await expect(page.locator('.toasts')).toContainText('已恢复 3 个会话');
  });

  test('what moved meanwhile stays, and the key z undoes a single change', async ({ page, world }) => {
    await customerSays(world, ['后来变化的']);
    await customerSays(world, ['没有变化的']);
    const moved = await world.admin.conversationSaying('后来变化的');
    const still = await world.admin.conversationSaying('没有变化的');
    await enter(page.context(), world);
    await openList(page, world);
    for (const name of ['后来变化的', '没有变化的']) {
      await row(page, name).hover();
      await row(page, name).getByRole('checkbox').check();
    }
    await page.getByRole('toolbar').getByRole('button', { name: words['zh-CN'].resolve }).click();
    await expect(row(page, '变化的')).toHaveCount(0);
    await expect
      .poll(async () => (await world.admin.get(`/conversations/${moved.id}`)).conv.status)
      .toBe('resolved');
    await world.admin.patch(`/conversations/${moved.id}`, { status: 'snoozed', snoozed_until: 4e12 });
    await page.keyboard.press('z');
    await expect(page.locator('.toasts')).toContainText('1 个会话在此期间已有变化');
    await expect(row(page, '没有变化的')).toBeVisible();
    expect((await world.admin.get(`/conversations/${moved.id}`)).conv.status).toBe('snoozed');

    await page.goto(`${world.desk.base}/console/c/${still.id}`);
    await expect(message(page, '没有变化的')).toBeVisible();
    await page.keyboard.press('e');
    await expect(page.locator('.thread-who')).toContainText('已解决');
    await page.keyboard.press('z');
    await expect(page.locator('.thread-who')).not.toContainText('已解决');
  });
});

test.describe('rules, views and colleagues', () => {
  test('a lead builds a rule, tries it, and lets it loose', async ({ page, world }) => {
    await customerSays(world, ['规则测试：钱包被盗了']);
    await world.admin.conversationSaying('规则测试');
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/settings/rules`);
    await page.getByRole('button', { name: '新建规则' }).first().click();
    const dialog = page.getByRole('dialog', { name: '新建规则' });
    await dialog.getByLabel('名称').fill('被盗优先');
    await dialog.getByLabel('包含任一词语').fill('被盗, stolen');
    await dialog.getByLabel('优先级设为').selectOption({ label: '紧急' });
    await expect(dialog.locator('.power-sentence')).toContainText('被盗');
    await dialog.getByRole('button', { name: '试运行' }).click();
    await expect(dialog.locator('.power-trial')).toContainText('规则测试');
    await dialog.getByRole('switch', { name: '启用' }).check();
    await dialog.getByRole('button', { name: '保存' }).click();
    await expect(dialog).toHaveCount(0);
    await customerSays(world, ['我的币被盗，请帮忙']);
    const conv = await world.admin.conversationSaying('我的币被盗');
    await expect
      .poll(async () => (await world.admin.get(`/conversations/${conv.id}`)).conv.priority)
      .toBe('urgent');
  });

  test('a saved view shows what its filter says, live', async ({ page, world }) => {
    await customerSays(world, ['视图测试：第一个']);
    const conv = await world.admin.conversationSaying('视图测试');
    await enter(page.context(), world);
    await openList(page, world);
    await page.getByRole('button', { name: '新建视图' }).click();
    const dialog = page.getByRole('dialog', { name: '新建视图' });
    await dialog.getByLabel('名称').fill('高优先级');
    await dialog.getByLabel('优先级').selectOption({ label: '高' });
    await dialog.getByRole('button', { name: '保存' }).click();
    await expect(page.locator('.view[aria-current]')).toContainText('高优先级');
    await expect(row(page, '视图测试')).toHaveCount(0);
    await world.admin.patch(`/conversations/${conv.id}`, { priority: 'high' });
    await expect(row(page, '视图测试')).toBeVisible();
  });

  test('a draft begun here is found in another browser, and a hand-over brings its summary', async ({
    browser,
    page,
    world,
  }) => {
    await customerSays(world, ['草稿测试：你好']);
    const conv = await world.admin.conversationSaying('草稿测试');
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/c/${conv.id}`);
    await expect(message(page, '草稿测试')).toBeVisible();
    const stored = page.waitForResponse(answer => answer.url().endsWith('/draft') && answer.ok());
    await composer(page).fill('我先写一半');
    await stored;
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    const other = await context.newPage();
    await logIn(other, world);
    await other.goto(`${world.desk.base}/console/c/${conv.id}`);
    await expect(composer(other)).toHaveValue('我先写一半');
    await context.close();

    await page.getByRole('button', { name: '关注', exact: true }).click();
    await expect(page.getByRole('button', { name: '已关注' })).toBeVisible();
    await page.getByRole('button', { name: '移交', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: '移交' });
    await expect(dialog.getByLabel(/给接手同事的说明/)).toHaveValue(/草稿测试/);
    await dialog.getByRole('switch', { name: /安全专员/ }).check();
    await dialog.getByRole('button', { name: '移交' }).click();
    await expect(page.locator('.event-line', { hasText: '安全专员' })).toBeVisible();
  });
});

test.describe('conversations that belong together', () => {
  test('two doors become one conversation, and two again', async ({ page, world, doors }) => {
    await customerSays(world, ['合并测试：网站上的问题']);
    const web = await world.admin.conversationSaying('合并测试：网站上的问题');
    const { number } = (await world.admin.get(`/conversations/${web.id}`)).conv;
    const { user, id } = await writesByTelegram(world, doors.telegram, '林晓', '合并测试：电报上又问一次');
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/c/${id}`);
    await expect(message(page, '电报上又问一次')).toBeVisible();
    await page.getByRole('button', { name: '更多操作' }).click();
    await page.getByRole('option', { name: '合并会话' }).click();
    const dialog = page.getByRole('dialog', { name: '合并会话' });
    await dialog.getByRole('combobox').fill(String(number));
    await dialog.getByRole('option', { name: new RegExp(`^#${number} `) }).click();
    // A website's conversation is never the one that goes: its customer sees no other.
    await expect(dialog.locator('.compare-said').first()).toContainText('电报上又问一次');
    await expect(dialog.locator('.compare-said').last()).toContainText('网站上的问题');
    await expect(dialog.locator('.merge-after')).toContainText('网站聊天窗口会显示');
    expect(await axe(page)).toEqual([]);
    await dialog.getByLabel('为什么是同一件事？').fill('客户说是同一个问题');
    await dialog.getByRole('button', { name: `合并到 #${number}` }).click();
    await expect(page).toHaveURL(new RegExp(web.id));
    await expect(page.locator('.ties-list')).toContainText('已并入本会话 · 客户说是同一个问题');
    doors.telegram.world.says(user, '合并之后的消息');
    await expect(message(page, '合并之后的消息')).toBeVisible();

    page.once('dialog', question => void question.accept());
    await page.locator('.ties-list').getByRole('button', { name: '撤销合并' }).click();
    await expect(page.locator('.ties-list')).toHaveCount(0);
    doors.telegram.world.says(user, '撤销之后的消息');
    await page.goto(`${world.desk.base}/console/c/${id}`);
    await expect(message(page, '撤销之后的消息')).toBeVisible();
    await expect(page.locator('.thread-who')).not.toContainText('已解决');
  });

  test('two websites cannot be merged: that is said in words, and they are linked instead', async ({
    page,
    world,
  }) => {
    await customerSays(world, ['关联测试：第一位客户']);
    await customerSays(world, ['关联测试：第二位客户']);
    const conv = await world.admin.conversationSaying('关联测试：第一位客户');
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/c/${conv.id}`);
    await expect(message(page, '第一位客户')).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('合并会话');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: '合并会话' });
    await dialog.getByRole('combobox').fill('第二位客户');
    await expect(dialog.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('两个都是网站会话');
    await expect(dialog.getByRole('button', { name: /合并到/ })).toHaveCount(0);
    await dialog.getByRole('button', { name: '改为关联' }).click();
    const link = page.getByRole('dialog', { name: '关联会话' });
    await link.getByLabel('原因').fill('同一群里的两个人');
    await link.getByRole('button', { name: '关联', exact: true }).click();
    await expect(page.locator('.ties-list')).toContainText('相关会话 · 同一群里的两个人');
  });

  test('@ in a note calls a colleague, who is told; a team is called whole', async ({ page, world }) => {
    const wei = await agentNamed(world, '韦一笑', 'wei@wallet.example');
    const theirs = await new AgentApi(world.desk.base, wei).logIn();
    const { me } = await theirs.get('/me');
    const { team } = await world.admin.post('/teams', { name: '链上小组' });
    await world.admin.patch(`/agents/${me.id}`, { teams: [team.id] });
    await customerSays(world, ['提醒测试：请查一下']);
    const conv = await world.admin.conversationSaying('提醒测试');
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/c/${conv.id}`);
    await expect(message(page, '提醒测试')).toBeVisible();
    await page.keyboard.press('n');
    await composer(page).pressSequentially('请 @韦');
    await expect(page.getByRole('option', { name: /韦一笑/ })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(composer(page)).toHaveValue('请 @韦一笑 ');
    await composer(page).pressSequentially('看看');
    await page.keyboard.press('Enter');
    await expect(page.locator('.message.note .mention')).toHaveText('@韦一笑');
    await expect.poll(async () => (await theirs.get('/notifications')).items[0]?.kind).toBe('mention');

    await theirs.post('/notifications/read', {});
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await composer(page).pressSequentially('@链上');
    await page.getByRole('option', { name: /链上小组/ }).click();
    await page.keyboard.press('Enter');
    await expect(page.locator('.message.note .mention').last()).toHaveText('@链上小组');
    await expect.poll(async () => (await theirs.get('/notifications')).unread).toBe(1);
    // Customers' words call nobody.
    await composer(page).pressSequentially('@韦');
    await expect(page.getByRole('option')).toHaveCount(0);
  });
});
