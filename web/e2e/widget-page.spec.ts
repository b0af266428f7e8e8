// The widget in the wallet's own page.
import { bubble, expect, line, online, say, test } from './fixtures';
import { openWidget } from './widget';

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
