// Where the customer stands, and what helps him: against a socket and routes that say what is wanted.
import type { Page } from '@playwright/test';
import { axe, bubble, expect, line, openPanel, say, Tap, test } from './fixtures';
import { answers, SaidDesk } from './said';
import { kept, SEED } from './widget';

// A valid BIP-39 phrase, from the public test vectors.
const HINT = '请附上交易哈希：处理速度约快 3 倍';

const type = (page: Page, text: string) => page.locator('.composer textarea').last().fill(text);
const suggestions = (page: Page) => page.locator('.hints');
const place = (page: Page) => page.locator('.place');

async function suggesting(page: Page) {
  const hints = await answers(page, '/chat/v1/hints', {
    case: 'transfer_pending',
    ask: [{ fact: 'tx_hash', hint: HINT }],
  });
  const articles = await answers(page, '/chat/v1/articles', [
    { slug: 'pending', title: '转账一直在等待确认怎么办', summary: '', url: '/help/zh-CN/pending' },
    { slug: 'bad', title: '坏链接', summary: '', url: 'javascript:alert(1)' },
    { slug: 'gas', title: '什么是矿工费', summary: '', url: '/help/zh-CN/gas' },
    { slug: 'third', title: '第三篇', summary: '', url: '/help/zh-CN/third' },
  ]);
  return { hints, articles };
}

test.describe('an automatic message', () => {
  test('is marked as one, opens articles, and its answers are tapped by keyboard and sent as text', async ({
    page,
    world,
  }) => {
    const desk = await SaidDesk.on(page);
    await openPanel(page, world);
    await say(page, '转账没到账');
    desk.says({
      from: 'system',
      body: '请问是哪一种情况？',
      auto: 'choice',
      quick: ['转到交易所未入账', '一直等待确认', '转人工'],
      links: [
        { title: '为什么还没到账', url: '/help/zh-CN/pending' },
        { title: '假的', url: 'javascript:alert(1)' },
      ],
    });
    await expect(line(page, '请问是哪一种情况')).toContainText('自动回复');
    await expect(page.locator('.notice')).toHaveCount(0);
    await expect(page.locator('.leads a')).toHaveCount(1);
    await expect(page.locator('.leads a')).toHaveAttribute('rel', /noopener/);
    await expect(page.locator('.quick button')).toHaveCount(2);
    await expect(page.getByRole('button', { name: '转人工' })).toHaveCount(1);
    await type(page, '写到一半');
    await page.getByRole('button', { name: '一直等待确认' }).focus();
    await page.keyboard.press('Enter');
    await expect(line(page, '一直等待确认')).toContainText('已送达');
    expect(desk.bodies()).toEqual(['转账没到账', '一直等待确认']);
    // What he was writing is still there, and the answers are no longer offered.
    await expect(page.locator('.composer textarea')).toHaveValue('写到一半');
    await expect(page.locator('.composer textarea')).toBeFocused();
    await expect(page.locator('.quick')).toHaveCount(0);
  });

  test('only the newest offers its answers; a person is one tap away until one speaks', async ({
    page,
    world,
  }) => {
    const desk = await SaidDesk.on(page);
    await openPanel(page, world);
    await say(page, '提币失败');
    desk.says({ from: 'system', body: '第一问', auto: 'ask', quick: ['甲'] });
    desk.says({ from: 'system', body: '第二问', auto: 'ask', quick: ['乙'] });
    await expect(page.locator('.quick button')).toHaveText(['乙']);
    const talk = page.getByRole('button', { name: '转人工' });
    await talk.click();
    await expect(line(page, '转人工')).toContainText('已送达');
    expect(desk.bodies()).toEqual(['提币失败', '转人工']);
    await expect(talk).toHaveCount(0);
    desk.says({ from: 'system', body: '您可以看看这篇文章', auto: 'answer' });
    await expect(talk).toBeVisible();
    desk.says({ from: 'agent', body: '您好，我来处理' });
    await expect(bubble(page, '我来处理')).toBeVisible();
    await expect(talk).toHaveCount(0);
  });
});

test.describe('the queue', () => {
  test('shows place and an honest range, changes live, and is read out at most every twenty seconds', async ({
    page,
    world,
  }) => {
    await page.clock.install();
    const desk = await SaidDesk.on(page);
    desk.queue = { state: 'waiting', place: 3, p50: 120, p90: 400 };
    await openPanel(page, world);
    await expect(place(page)).toContainText('您排在第 3 位 · 一般 2–7 分钟');
    const spoken = page.locator('.above [role=status]').filter({ hasText: '您排在' });
    await page.clock.runFor(1000);
    await expect(spoken).toHaveText('您排在第 3 位 · 一般 2–7 分钟');
    desk.inQueue({ state: 'waiting', place: 1, p50: 0, p90: 5 });
    await expect(place(page)).toContainText('您排在第 1 位 · 一般 1–2 分钟');
    await page.clock.runFor(10_000);
    await expect(spoken).toHaveText(/第 3 位/);
    await page.clock.runFor(11_000);
    await expect(spoken).toHaveText(/第 1 位/);
    desk.inQueue({ state: 'answered' });
    await expect(place(page)).toHaveCount(0);
  });

  test('over capacity a call-back can be asked for; a secret does not get into it', async ({
    page,
    context,
    world,
  }) => {
    const tap = await Tap.on(context, page);
    const desk = await SaidDesk.on(page);
    const asked = await answers(page, '/chat/v1/callback', {});
    await openPanel(page, world, 'en');
    desk.inQueue({ state: 'over', place: 80, p50: 5000, p90: 11_000, offers: ['email', 'callback'] });
    await expect(place(page)).toContainText('usually 1–4 hours');
    await expect(place(page).getByRole('link', { name: 'Continue by e-mail' })).toBeVisible();
    await place(page).getByRole('button', { name: 'Ask for a call-back' }).click();
    const form = page.getByRole('dialog', { name: 'Ask for a call-back' });
    await form.getByRole('button', { name: 'Ask for it' }).click();
    await expect(form.getByRole('alert')).toHaveText('Please say how we can reach you.');
    await form.getByLabel('Phone number or e-mail').fill(SEED);
    await form.getByRole('button', { name: 'Ask for it' }).click();
    await expect(form.getByRole('alert')).toContainText('has not left your device');
    await form.getByLabel('Phone number or e-mail').fill('ada@example.com');
    await form.getByRole('button', { name: 'Ask for it' }).click();
    await expect(form).toContainText('Noted: ada@example.com');
    expect(asked).toEqual([
      { contact: 'ada@example.com', window: { from: expect.any(Number), to: expect.any(Number) } },
    ]);
    await page.keyboard.press('Escape');
    await expect(place(page)).toContainText('Call-back requested');
    expect(tap.saw('sausage')).toBe(false);
  });

  test('away says by when we reply; the time never stands once it is over', async ({ page, world }) => {
    const desk = await SaidDesk.on(page);
    await openPanel(page, world);
    desk.inQueue({ state: 'away', reply_by: Date.now() + 40 * 3600_000 });
    await expect(place(page)).toContainText(/客服暂时不在线 · 我们会在.+前回复/);
    desk.inQueue({ state: 'away', reply_by: Date.now() - 1000 });
    await expect(place(page)).toHaveText('客服暂时不在线，上线后会尽快回复您');
  });
});

test.describe('while somebody types', () => {
  test('one hint and at most two articles; hidden when he says so, gone when he sends', async ({
    page,
    world,
  }) => {
    await SaidDesk.on(page);
    const asked = await suggesting(page);
    await openPanel(page, world);
    await type(page, '没到账');
    await type(page, '我的转账没有到账');
    await expect(suggestions(page)).toContainText(HINT);
    await expect(suggestions(page).locator('a')).toHaveText(['转账一直在等待确认怎么办', '什么是矿工费']);
    expect(asked.hints).toEqual([{ text: '我的转账没有到账', locale: 'zh-CN', inbox: world.inbox }]);
    expect(asked.articles).toEqual([{ q: '我的转账没有到账', locale: 'zh-CN', inbox: world.inbox }]);
    await page.locator('button.send').click();
    await expect(suggestions(page)).toHaveCount(0);

    await type(page, '另外一个问题想问');
    await expect(suggestions(page)).toBeVisible();
    await suggestions(page).getByRole('button', { name: '隐藏' }).click();
    await expect(suggestions(page)).toHaveCount(0);
    const before = asked.hints.length;
    await type(page, '另外一个问题想问，再多写一点');
    await expect.poll(() => kept(page)).toContain('再多写一点');
    expect(asked.hints).toHaveLength(before);
  });

  test('nothing is asked about a text in which a secret was seen, not even once it is taken out', async ({
    page,
    context,
    world,
  }) => {
    const tap = await Tap.on(context, page);
    await SaidDesk.on(page);
    const asked = await suggesting(page);
    await openPanel(page, world);
    await type(page, `我的助记词 ${SEED}`);
    await page.locator('button.send').click();
    await expect(page.locator('.guard')).toBeVisible();
    await page.locator('.guard .danger').click();
    await type(page, '我的钱包打不开了怎么办');
    await expect.poll(() => kept(page)).toContain('打不开');
    expect(asked.hints).toEqual([]);
    expect(asked.articles).toEqual([]);
    expect(tap.saw('sausage')).toBe(false);
  });

  test('a server without these addresses is asked once, and nothing is shown', async ({ page, world }) => {
    await SaidDesk.on(page);
    const hints = await answers(page, '/chat/v1/hints', 404);
    const articles = await answers(page, '/chat/v1/articles', 404);
    await answers(page, '/chat/v1/status', 404);
    await openPanel(page, world);
    await type(page, '我的转账没有到账');
    await expect.poll(() => hints.length + articles.length).toBe(2);
    await type(page, '我的转账没有到账，已经两天了');
    await expect.poll(() => kept(page)).toContain('两天');
    expect(hints.length + articles.length).toBe(2);
    await expect(suggestions(page)).toHaveCount(0);
    await expect(page.locator('.banner > div')).toHaveCount(0);
  });
});

test('a rating by keyboard: score, reason, a comment without secrets; a reload remembers it', async ({
  page,
  context,
  world,
}) => {
  const tap = await Tap.on(context, page);
  const desk = await SaidDesk.on(page);
  const rated = await answers(page, '/chat/v1/rate', {});
  await openPanel(page, world);
  await say(page, '谢谢');
  desk.says({ from: 'system', body: '请为这次服务打分', auto: 'csat', quick: ['1', '2', '3', '4', '5'] });
  const card = page.locator('form.rate');
  await expect(card).toBeVisible();
  await expect(page.locator('.quick')).toHaveCount(0);
  await card.getByRole('radio', { name: '很不满意', exact: true }).focus();
  await page.keyboard.press('Space');
  await expect(card.getByRole('button', { name: '提交评价' })).toBeInViewport();
  await page.keyboard.press('ArrowRight');
  await expect(card.getByRole('radio', { name: '不满意', exact: true })).toBeChecked();
  await card.getByLabel('回复太慢').check();
  await card.getByRole('textbox').fill(SEED);
  await card.getByRole('button', { name: '提交评价' }).click();
  await expect(card.getByRole('alert')).toContainText('没有离开您的设备');
  await card.getByRole('textbox').fill('等了很久');
  await card.getByRole('button', { name: '提交评价' }).click();
  await expect(page.locator('.rate.thanks')).toContainText('感谢您的评价');
  expect(rated).toEqual([{ score: 2, reasons: ['slow'], comment: '等了很久' }]);
  expect(tap.saw('sausage')).toBe(false);
  await page.reload();
  await expect(page.locator('.rate.thanks')).toBeVisible();
  await expect(card).toHaveCount(0);
});

test('an incident stands on top until it is hidden; the next one comes with the next connection', async ({
  page,
  world,
}) => {
  const first = {
    id: '1',
    title: 'TRON 网络延迟',
    text: '转账确认变慢，资产安全。',
    at: Date.now() - 3600_000,
  };
  const all = [first];
  const desk = await SaidDesk.on(page);
  await answers(page, '/chat/v1/status', () => ({ incidents: all }));
  await openPanel(page, world);
  const banner = page.getByRole('status', { name: '服务状态' });
  await expect(banner).toContainText('TRON 网络延迟 转账确认变慢，资产安全。');
  await banner.getByRole('button', { name: '隐藏' }).click();
  await expect(banner).toHaveText('');
  all.push({ id: '2', title: '兑换暂停', text: '', at: Date.now() });
  await desk.cut();
  await expect(banner).toContainText('兑换暂停');
  await expect(banner).not.toContainText('TRON');
  await page.reload();
  await expect(banner).toContainText('兑换暂停');
  await expect(banner).not.toContainText('TRON');
});

for (const [lang, scheme] of [
  ['zh-CN', 'light'],
  ['en', 'dark'],
] as const) {
  test(`axe finds nothing in ${lang}, ${scheme}, as wide as a phone; nothing runs over the edge`, async ({
    page,
    world,
  }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const desk = await SaidDesk.on(page);
    await suggesting(page);
    await answers(page, '/chat/v1/status', {
      incidents: [{ title: 'TRON 网络延迟', text: '转账确认变慢。', at: Date.now() }],
    });
    await openPanel(page, world, lang);
    await say(page, '转账没到账');
    desk.says({
      from: 'system',
      body: '?',
      auto: 'csat',
      quick: ['1', '2', '3', '4', '5'],
    });
    desk.says({
      from: 'system',
      body: '请问是哪一种情况？',
      auto: 'choice',
      quick: ['转到交易所未入账', '一直等待确认'],
      links: [{ title: '为什么还没到账', url: '/help/zh-CN/pending' }],
    });
    desk.inQueue({ state: 'over', place: 3, p50: 120, p90: 400, offers: ['email', 'callback'] });
    await page.locator('form.rate').getByRole('radio').nth(3).check();
    await type(page, '我的转账没有到账');
    await expect(suggestions(page)).toBeVisible();
    await expect(page.locator('.banner > div')).toBeVisible();
    expect(await axe(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await suggestions(page).evaluate(el => el.scrollWidth - el.clientWidth)).toBe(0);
    await place(page)
      .getByRole('button', { name: /预约回电|call-back/ })
      .click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await axe(page)).toEqual([]);
  });
}
