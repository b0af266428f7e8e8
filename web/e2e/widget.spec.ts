import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Page } from '@playwright/test';
import { axe, bubble, expect, line, online, openPanel, say, Tap, test, type World } from './fixtures';

// A valid BIP-39 phrase, from the public test vectors.
const SEED = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

async function openWidget(page: Page, world: World, more = '', host?: string): Promise<Frame> {
  await page.goto(world.site.url(world.desk.base, world.inbox, more, host));
  await page.locator('keydesk-widget button').click();
  const frame = await (await page.locator('keydesk-widget iframe').elementHandle())!.contentFrame();
  await online(frame!);
  return frame!;
}

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

test.describe('secrets', () => {
  test('a seed phrase never leaves the device: not on the wire, not in the data folder, not in the log', async ({
    page,
    context,
    world,
  }) => {
    const tap = await Tap.on(context, page);
    await openPanel(page, world);
    await say(page, '无害的消息 harmless marker');
    await expect(line(page, 'harmless marker')).toContainText('已送达');
    expect(tap.saw('harmless marker')).toBe(true);

    await page.locator('textarea').fill(`我的助记词是：${SEED}`);
    await page.waitForTimeout(1500); // long enough for a draft to be kept, if it were
    await page.locator('button.send').click();
    await expect(page.locator('.guard')).toContainText('已在您的设备上拦截');
    await expect(page.locator('.guard')).toContainText('没有离开您的设备');
    expect(await kept(page)).not.toContain('sausage');
    await page.locator('.guard .danger').click();
    await expect(page.locator('textarea')).not.toHaveValue(/sausage/);
    await page.locator('button.send').click();
    await expect(page.locator('.own .bubble').last()).toContainText('已移除');
    await expect(page.locator('.own').last()).toContainText('已送达');

    expect(tap.sent.join('\n')).not.toMatch(/sausage/);
    expect(await grep(world.desk.data, 'sausage')).toEqual([]);
    expect(await grep(world.desk.data, 'harmless marker')).not.toEqual([]);
    expect(world.desk.log).not.toContain('sausage');
  });

  test('pieces that went out are taken back when the last one is stopped here', async ({
    page,
    context,
    world,
  }) => {
    const tap = await Tap.on(context, page);
    await openPanel(page, world);
    await say(page, '前四个 abandon ability zebra wolf');
    await expect(page.locator('.own').last()).toContainText('已送达');
    await say2(page, '后面的 lizard marble napkin orphan pistol quantum rhythm swallow');
    await expect(page.locator('.guard')).toContainText('从我们的记录中删除');
    await expect(page.locator('.own .bubble').first()).toContainText('[已移除: 助记词]');
    await expect(page.locator('.own .bubble').first()).not.toContainText('zebra');
    expect(tap.sent.join('\n')).not.toMatch(/quantum/);
    const conv = await world.admin.conversationSaying('前四个');
    expect(JSON.stringify(conv)).not.toMatch(/zebra/);
    await page.reload();
    await expect(page.locator('.own .bubble').first()).toContainText('[已移除: 助记词]');
  });

  test('"back to editing" keeps the text and sends nothing', async ({ page, world }) => {
    await openPanel(page, world);
    await page.locator('textarea').fill(SEED);
    await page.locator('textarea').press('Enter');
    await expect(page.locator('.guard .danger')).toBeFocused();
    await page.locator('.guard').getByText('返回编辑').click();
    await expect(page.locator('textarea')).toBeFocused();
    await expect(page.locator('textarea')).toHaveValue(SEED);
    await expect(page.locator('.own')).toHaveCount(0);
  });

  test('64 hex digits: the customer is asked, says "transaction hash", and it arrives whole', async ({
    page,
    world,
  }) => {
    const hash = '7c1f0f9ae93b4d5c8e2a6b7f1d3c5e9a0b4d6f8e1c3a5b7d9f0e2c4a6b8d1f3e';
    await openPanel(page, world);
    await say2(page, hash);
    await page.locator('.guard .primary').click();
    await expect(line(page, hash)).toContainText('已送达');
    // And stays: what he writes next is judged together with what he wrote before.
    await say(page, '六小时了还没到账');
    await expect(line(page, '六小时了还没到账')).toContainText('已送达');
    await expect(line(page, hash)).toBeVisible();
    await world.admin.conversationSaying(hash);
  });

  test('without the guard nothing is sent, and the text stays where it is', async ({
    page,
    context,
    world,
  }) => {
    await context.route('**/*.wasm', route => route.abort());
    await page.goto(`${world.desk.base}/panel?inbox=${world.inbox}&lang=zh-CN`);
    await online(page);
    await say2(page, '这条不该发出去');
    await expect(page.locator('.guard')).toContainText('安全检查暂时不可用');
    await expect(page.locator('textarea')).toHaveValue('这条不该发出去');
    await expect(page.locator('.own')).toHaveCount(0);
    await context.unrouteAll();
    await page.locator('.guard .primary').click();
    await expect(line(page, '这条不该发出去')).toContainText('已送达');
  });

  test('a text file with a seed phrase is not uploaded', async ({ page, context, world }) => {
    const tap = await Tap.on(context, page);
    await openPanel(page, world);
    await page
      .locator('input[type=file]')
      .setInputFiles([
        { name: 'backup.txt', mimeType: 'text/plain', buffer: Buffer.from(`wallet\n${SEED}\n`) },
      ]);
    await expect(page.locator('.upload')).toContainText('未上传');
    expect(tap.sent.join('\n')).not.toContain('backup.txt');
  });
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

test.describe('in the page of the wallet', () => {
  test('nothing is asked of the server and nothing stored before the customer opens it', async ({
    page,
    context,
    world,
  }) => {
    const asked: string[] = [];
    page.on('request', r => asked.push(r.url()));
    await page.goto(world.site.url(world.desk.base, world.inbox));
    await expect(page.locator('keydesk-widget button')).toBeVisible();
    expect(asked.filter(u => u.startsWith(world.desk.base))).toEqual([`${world.desk.base}/widget.js`]);
    expect(await context.cookies()).toEqual([]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await expect(page.locator('keydesk-widget iframe')).toHaveCount(0);
  });

  test('hostile styles of the page do not hide, turn or fade it', async ({ page, world }) => {
    const frame = await openWidget(page, world, '&hostile=1');
    await say(frame, '样式攻击下');
    await expect(line(frame, '样式攻击下')).toContainText('已送达');
    const box = (await page.locator('keydesk-widget iframe').boundingBox())!;
    const view = page.viewportSize()!;
    expect(box.x + box.width).toBeLessThanOrEqual(view.width);
    expect(box.width).toBeGreaterThan(350);
    expect(await page.locator('keydesk-widget').evaluate(el => getComputedStyle(el).transform)).toBe('none');
  });

  test('a strict page policy and Trusted Types are not violated', async ({ page, world }) => {
    const problems: string[] = [];
    page.on('console', m => m.type() === 'error' && problems.push(m.text()));
    const frame = await openWidget(page, world);
    await say(frame, '策略测试');
    await expect(line(frame, '策略测试')).toContainText('已送达');
    expect(problems).toEqual([]);
  });

  test('an answer while it is closed shows as a number, to the page as well, and is gone when read', async ({
    page,
    world,
  }) => {
    const frame = await openWidget(page, world);
    await page.evaluate(() => {
      const w = window as unknown as {
        counts: number[];
        Keydesk: { onUnread(f: (n: number) => void): () => void };
      };
      w.counts = [];
      w.Keydesk.onUnread(n => w.counts.push(n));
    });
    await say(frame, '等会儿再看');
    const conv = await world.admin.conversationSaying('等会儿再看');
    await frame.locator('textarea').press('Escape');
    await expect(page.locator('keydesk-widget iframe')).toBeHidden();
    await expect(page.locator('keydesk-widget button')).toBeFocused();
    await world.admin.reply(conv.id, '已处理');
    await expect(page.locator('keydesk-widget button span')).toHaveText('1');
    await expect(page.locator('keydesk-widget button')).toHaveAttribute('aria-label', /1/);
    await page.locator('keydesk-widget button').click();
    await expect(frame.locator('.new')).toBeVisible();
    await expect(page.locator('keydesk-widget button span')).toBeHidden();
    const counts = await page.evaluate(() => (window as unknown as { counts: number[] }).counts);
    expect(counts).toContain(1);
    expect(counts.at(-1)).toBe(0);
  });

  test('window.Keydesk opens, closes and changes the language', async ({ page, world }) => {
    await page.goto(world.site.url(world.desk.base, world.inbox));
    const call = (name: string, ...args: string[]) =>
      page.evaluate(
        ([n, a]) =>
          (window as unknown as { Keydesk: Record<string, (...x: string[]) => void> }).Keydesk[n as string]!(
            ...(a as string[]),
          ),
        [name, args] as const,
      );
    await expect(page.locator('keydesk-widget button')).toBeVisible();
    await call('open');
    const frame = (await (await page.locator('keydesk-widget iframe').elementHandle())!.contentFrame())!;
    await online(frame);
    await expect(frame.locator('h1')).toContainText('官方客服');
    await call('setLocale', 'en');
    await expect(frame.locator('h1')).toContainText('Support');
    await call('close');
    await expect(page.locator('keydesk-widget iframe')).toBeHidden();
  });

  test('on another site, where a frame may have no storage, the conversation and the outbox survive a reload', async ({
    page,
    world,
  }) => {
    let frame = await openWidget(page, world, '', 'localhost');
    await say(frame, '跨站的对话');
    await expect(line(frame, '跨站的对话')).toContainText('已送达');
    await page.reload();
    await page.locator('keydesk-widget button').click();
    frame = (await (await page.locator('keydesk-widget iframe').elementHandle())!.contentFrame())!;
    await online(frame);
    await expect(bubble(frame, '跨站的对话')).toBeVisible();
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
      await say2(page, SEED);
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

async function say2(page: Page, text: string): Promise<void> {
  await page.locator('textarea').fill(text);
  await page.locator('button.send').click();
}

/** Everything the panel keeps on the device, as text. */
function kept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(d => d.name!);
    const all: unknown[] = [{ ...localStorage }];
    for (const name of names) {
      const db = await new Promise<IDBDatabase>((ok, no) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => ok(request.result);
        request.onerror = () => no(request.error);
      });
      for (const store of Array.from(db.objectStoreNames)) {
        all.push(
          await new Promise(ok => {
            const request = db.transaction(store).objectStore(store).getAll();
            request.onsuccess = () => ok(request.result);
          }),
        );
      }
      db.close();
    }
    return JSON.stringify(all);
  });
}

/** Files below `folder` whose bytes contain `needle`. */
async function grep(folder: string, needle: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await grep(path, needle)));
    else if (entry.isFile() && (await readFile(path)).includes(needle)) found.push(path);
  }
  return found;
}
