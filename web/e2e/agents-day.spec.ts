// A day with everything that the desk does by itself: the customer's words become a case, he is asked
// for what is missing, a person takes him from the queue, he rates, and the lead sees it counted.
import { composer, enter, logIn, message } from './console';
import { axe, bubble, expect, openPanel, say, test } from './fixtures';

test('from log-in to report', async ({ browser, page, world }) => {
  await world.admin.put(`/playbook_inboxes/${world.inboxId}`, { on: true });

  // Nobody else waits: the demo's own stories are over.
  const waiting = await world.admin.get('/conversations?view=all&status=open&limit=50');
  for (const { id } of waiting.items) await world.admin.patch(`/conversations/${id}`, { status: 'resolved' });

  const customer = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await openPanel(customer, world);
  await say(customer, '我的转账卡住了，一直显示待确认，6小时了');
  // The case is recognised; what is missing is asked for, and nothing else.
  await expect(bubble(customer, '这笔交易的哈希')).toBeVisible();
  await expect(customer.getByText('自动回复').first()).toBeVisible();
  await customer.getByRole('button', { name: '转人工' }).click();
  await expect(bubble(customer, '转人工').last()).toBeVisible();
  await expect(customer.getByText(/排|回复/).last()).toBeVisible();

  await logIn(page, world);
  await page.getByRole('link', { name: /排队/ }).click();
  await expect(page.getByRole('heading', { name: '排队', exact: true }).first()).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: '接下一个' }).click();
  await expect(message(page, '一直显示待确认')).toBeVisible();
  const card = page.locator('.case-card');
  await expect(card).toContainText('转账待确认');
  expect(await axe(page)).toEqual([]);

  await composer(page).fill('您好，我来帮您查，请放心，资产没有丢。');
  await composer(page).press('Enter');
  await expect(bubble(customer, '我来帮您查')).toBeVisible();
  // Now that a person has the word, the desk adds nothing.
  await say(customer, '好的，谢谢');
  await expect(message(page, '好的，谢谢')).toBeVisible();
  await page.getByRole('button', { name: '解决', exact: true }).click();
  await expect(page.locator('.thread-who')).toContainText('已解决');

  await page.getByRole('link', { name: '报表', exact: true }).click();
  await expect(page.locator('.tile')).toHaveCount(8);
  await expect(async () => {
    await page.reload();
    await expect(page.locator('.tile').first().locator('b')).not.toHaveText(/^0$/, { timeout: 2000 });
  }).toPass({ timeout: 20_000 });
  await customer.context().close();
});

test('a lead edits a playbook, tries it on the past and publishes it', async ({ page, world }) => {
  await enter(page.context(), world);
  await page.goto(`${world.desk.base}/console/settings/playbooks`);
  await page.getByRole('searchbox').fill('待确认');
  await page.locator('.playbook-row', { hasText: '转账待确认' }).click();
  const source = page.getByRole('textbox', { name: '方案内容' });
  await expect(source).toHaveValue(/id = "transfer-pending"/);
  const text = await source.inputValue();

  // What is wrong is said at once, and cannot be published.
  await source.fill(text.replace('priority = "medium"', 'priority = "soon"'));
  await expect(page.locator('.playbook-verdict.bad')).toBeVisible();
  await source.fill(text.replace('请发一下这笔交易的哈希', '麻烦发一下这笔转账的哈希'));
  await expect(page.locator('.playbook-verdict.ok')).toBeVisible();
  await expect(page.locator('.playbook-preview')).toContainText('麻烦发一下这笔转账的哈希');
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: '试运行' }).click();
  await expect(page.locator('.playbook-run')).toBeVisible();
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await expect(page.locator('.playbook-versions')).toContainText('第 1 版');

  await world.admin.put(`/playbook_inboxes/${world.inboxId}`, { on: true });
  const customer = await page.context().browser()?.newPage();
  if (!customer) throw new Error('no browser');
  await openPanel(customer, world);
  await say(customer, '转账一直待确认，帮忙看看');
  await expect(bubble(customer, '麻烦发一下这笔转账的哈希')).toBeVisible();
  await customer.close();
});
