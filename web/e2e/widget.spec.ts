import { axe, bubble, expect, line, online, openPanel, say, test } from './fixtures';
import { kept, openWidget, press, SEED } from './widget';

test.describe('a conversation', () => {
  test('a customer writes Chinese in the widget, the agent reads and answers, the customer sees it', async ({
    page,
    world,
  }) => {
    const frame = await openWidget(page, world);
    await say(frame, '提币 120 USDT 显示成功但没到账');
    await expect(line(frame, '提币 120 USDT')).toContainText('已送达');
    const conv = await world.admin.conversationSaying('提币 120 USDT 显示成功但没到账');
    await world.admin.reply(conv.id, '内部：先查链上', 'note');
    await world.admin.reply(conv.id, '收到，请提供交易哈希（TxID）。');
    await expect(line(frame, '收到，请提供交易哈希')).toBeVisible();
    await expect(frame.locator('.name')).toContainText(['苏雅']);
    await expect(frame.getByText('内部：先查链上')).toHaveCount(0);
  });

  test('the agent has read: the customer sees it; resolved: he is told, and writing reopens', async ({
    page,
    world,
  }) => {
    await openPanel(page, world);
    await say(page, '请问怎么撤销授权？第 7 号');
    const conv = await world.admin.conversationSaying('撤销授权？第 7 号');
    await world.admin.post(`/conversations/${conv.id}/read`, { seq: 1_000_000 }).catch(() => {});
    const { conv: now } = await world.admin.get(`/conversations/${conv.id}`);
    await world.admin.post(`/conversations/${conv.id}/read`, { seq: now.seq });
    await expect(line(page, '撤销授权')).toContainText('已读');
    await world.admin.patch(`/conversations/${conv.id}`, { status: 'resolved' });
    await expect(page.locator('.closed')).toBeVisible();
    await say(page, '还有一个问题');
    await expect(page.locator('.closed')).toHaveCount(0);
    const { conv: reopened } = await world.admin.get(`/conversations/${conv.id}`);
    expect(reopened.status).toBe('open');
  });

  test('history comes back after a reload, and older pages when asked for', async ({ page, world }) => {
    await openPanel(page, world);
    await say(page, '长对话开始');
    const conv = await world.admin.conversationSaying('长对话开始');
    for (let i = 1; i <= 60; i++) await world.admin.reply(conv.id, `第 ${i} 条回复`);
    await expect(bubble(page, '第 60 条回复')).toBeVisible();
    await page.reload();
    await online(page);
    await expect(bubble(page, '第 60 条回复')).toBeVisible();
    await expect(page.getByText('长对话开始')).toHaveCount(0);
    await page.locator('.log').evaluate(el => {
      el.scrollTop = 0;
    });
    await expect(page.getByText('长对话开始')).toBeVisible();
    await expect(page.locator('.bubble', { hasText: /条回复/ })).toHaveCount(60);
  });
});

test.describe('nothing is lost', () => {
  test('what is written offline survives a reload and is sent once', async ({ page, context, world }) => {
    await openPanel(page, world);
    await say(page, '先打个招呼');
    const conv = await world.admin.conversationSaying('先打个招呼');
    // Chat is cut, but the page itself can still be loaded again.
    await context.route('**/chat/v1/**', route => route.abort());
    await page.routeWebSocket('**/chat/v1/ws*', ws => ws.close());
    await page.reload();
    await say(page, '断网时写的一条消息');
    await expect(line(page, '断网时写的一条消息')).toContainText(/等待网络|发送中/);
    await page.reload();
    await expect(bubble(page, '断网时写的一条消息')).toBeVisible();

    await page.close();
    const again = await context.newPage();
    await context.unrouteAll();
    await openPanel(again, world);
    await expect(line(again, '断网时写的一条消息')).toContainText('已送达');
    await again.reload();
    await online(again);
    await expect(bubble(again, '断网时写的一条消息')).toHaveCount(1);
    const bodies = (await world.admin.bodies(conv.id)).filter(m => m.body === '断网时写的一条消息');
    expect(bodies).toHaveLength(1);
  });

  test('the server is killed between sending and reading: everything is there once, in order', async ({
    page,
    world,
  }) => {
    await openPanel(page, world);
    await say(page, '消息一');
    await expect(line(page, '消息一')).toContainText('已送达');
    await world.desk.stop('SIGKILL');
    await page.locator('textarea').fill('消息二，服务器不在');
    await page.locator('button.send').click();
    await expect(line(page, '消息二')).toContainText(/等待网络|已发出|发送中/);
    await world.desk.restart('SIGKILL');
    await expect(line(page, '消息二')).toContainText('已送达', { timeout: 45_000 });
    await say(page, '消息三');
    await expect(line(page, '消息三')).toContainText('已送达');
    const texts = await page.locator('.own .bubble').allInnerTexts();
    expect(texts).toEqual(['消息一', '消息二，服务器不在', '消息三']);
    await world.admin.logIn();
  });

  test('two tabs of one customer show one conversation and send each message once', async ({
    page,
    context,
    world,
  }) => {
    await openPanel(page, world);
    await say(page, '两个标签页');
    const second = await context.newPage();
    await openPanel(second, world);
    await expect(bubble(second, '两个标签页')).toBeVisible();
    await say(second, '来自第二个');
    await expect(bubble(page, '来自第二个')).toBeVisible();
    await say(page, '来自第一个');
    await expect(bubble(second, '来自第一个')).toBeVisible();
    const conv = await world.admin.conversationSaying('两个标签页');
    const own = (await world.admin.bodies(conv.id)).filter(m => m.kind === 'customer').map(m => m.body);
    expect(own).toEqual(['两个标签页', '来自第二个', '来自第一个']);
  });

  test('a draft is there after a reload', async ({ page, world }) => {
    await openPanel(page, world);
    await page.locator('textarea').fill('写到一半的话');
    await expect.poll(() => kept(page), { timeout: 5000 }).toContain('写到一半的话');
    await page.reload();
    await expect(page.locator('textarea')).toHaveValue('写到一半的话');
  });

  for (const [name, blocked] of [
    ['server-sent events', ['ws']],
    ['the long poll', ['ws', 'events']],
  ] as const) {
    test(`without WebSocket${blocked.length > 1 ? ' and event streams' : ''} the conversation runs over ${name}`, async ({
      page,
      context,
      world,
    }) => {
      await page.routeWebSocket('**/chat/v1/ws*', ws => ws.close());
      const used: string[] = [];
      page.on('request', r => used.push(new URL(r.url()).pathname));
      if (blocked.length > 1) await context.route('**/chat/v1/events*', route => route.abort());
      await openPanel(page, world);
      await say(page, `经由 ${name}`);
      await expect(line(page, `经由 ${name}`)).toContainText('已送达');
      const conv = await world.admin.conversationSaying(`经由 ${name}`);
      await world.admin.reply(conv.id, `回复经由 ${name}`);
      await expect(bubble(page, `回复经由 ${name}`)).toBeVisible();
      expect(used).toContain(blocked.length > 1 ? '/chat/v1/poll' : '/chat/v1/events');
    });
  }
});

test.describe('attachments', () => {
  const PNG = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
    'base64',
  );

  test('a picture by button and a text file go up and come back', async ({ page, world }) => {
    await openPanel(page, world);
    await page.locator('input[type=file]').setInputFiles([
      { name: '截图.png', mimeType: 'image/png', buffer: PNG },
      { name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('ok\n') },
    ]);
    await expect(page.locator('.upload.done')).toHaveCount(2);
    await say(page, '请看附件');
    await expect(page.locator('.picture img')).toBeVisible();
    await expect(page.locator('.file')).toContainText('log.txt');
    await page.reload();
    await expect(page.locator('.picture img')).toBeVisible();
    const download = page.waitForEvent('download');
    await page.locator('.file').click();
    expect((await download).suggestedFilename()).toBe('log.txt');
  });

  test('what is not allowed is refused before it goes up, and can be taken away', async ({ page, world }) => {
    await openPanel(page, world);
    await page
      .locator('input[type=file]')
      .setInputFiles([
        { name: 'setup.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') },
      ]);
    await expect(page.locator('.upload.failed')).toContainText('只支持图片');
    await page.getByRole('button', { name: '移除 setup.exe' }).click();
    await expect(page.locator('.upload')).toHaveCount(0);
  });

  test('a picture can be pasted', async ({ page, world }) => {
    await openPanel(page, world);
    await page.locator('textarea').focus();
    await page.evaluate(
      async bytes => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], 'pasted.png', { type: 'image/png' }));
        document
          .querySelector('textarea')!
          .dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
          );
      },
      [...PNG],
    );
    await expect(page.locator('.upload.done')).toContainText('pasted.png');
  });
});

test.describe('everybody', () => {
  test('by keyboard alone: open, write, send, close', async ({ page, world }) => {
    await page.goto(world.site.url(world.desk.base, world.inbox));
    await expect(page.locator('keydesk-widget button')).toBeVisible();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const frame = (await (await page.locator('keydesk-widget iframe').elementHandle())!.contentFrame())!;
    await online(frame);
    await expect(frame.locator('textarea')).toBeFocused();
    await page.keyboard.type('keyboard only');
    await page.keyboard.press('Enter');
    await expect(line(frame, 'keyboard only')).toContainText('已送达');
    await page.keyboard.press('Escape');
    await expect(page.locator('keydesk-widget button')).toBeFocused();
  });

  test('Enter that belongs to an input method does not send', async ({ page, world }) => {
    await openPanel(page, world);
    await page.locator('textarea').fill('ni hao');
    await page.locator('textarea').evaluate(el => {
      el.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
      );
    });
    await expect(page.locator('textarea')).toHaveValue('ni hao');
    await expect(page.locator('.own')).toHaveCount(0);
    await page.locator('textarea').press('Enter');
    await expect(bubble(page, 'ni hao')).toBeVisible();
  });

  for (const { name, lang, scheme, width } of [
    { name: 'Chinese, light', lang: 'zh-CN', scheme: 'light', width: 400 },
    { name: 'English, dark', lang: 'en', scheme: 'dark', width: 400 },
    { name: 'phone, English, light', lang: 'en', scheme: 'light', width: 360 },
    { name: 'phone, Chinese, dark', lang: 'zh-CN', scheme: 'dark', width: 360 },
  ] as const) {
    test(`axe finds nothing in the panel: ${name}`, async ({ page, world }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 760 });
      await openPanel(page, world, lang);
      expect(await axe(page)).toEqual([]);
      await say(page, 'https://wallet.example/help 您好 hello');
      const conv = await world.admin.conversationSaying('https://wallet.example/help');
      await world.admin.reply(conv.id, '请看 https://wallet.example/faq');
      await expect(page.locator('.agent .link')).toBeVisible();
      await press(page, SEED);
      await expect(page.locator('.guard')).toBeVisible();
      await page.locator('.tool').first().click();
      await expect(page.locator('.emoji')).toBeVisible();
      expect(await axe(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('.head-proof button').click();
      expect(await axe(page)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }

  test('on a phone the panel fills the screen and can be closed', async ({ browser, world }) => {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
      locale: 'en-US',
    });
    const page = await context.newPage();
    const frame = await openWidget(page, world, '&lang=en');
    const box = (await page.locator('keydesk-widget iframe').boundingBox())!;
    expect([box.x, box.y, box.width, box.height].map(Math.round)).toEqual([0, 0, 390, 844]);
    await frame.locator('textarea').fill('first line');
    await frame.locator('textarea').press('Enter');
    await expect(frame.locator('textarea')).toHaveValue('first line\n');
    await frame.getByRole('button', { name: 'Close' }).click();
    await expect(page.locator('keydesk-widget iframe')).toBeHidden();
    await context.close();
  });
});
