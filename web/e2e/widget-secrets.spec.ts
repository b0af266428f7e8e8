// What is a secret never leaves the device; what is none arrives whole.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, line, online, openPanel, say, Tap, test } from './fixtures';
import { kept, press, SEED } from './widget';

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
    await press(page, '后面的 lizard marble napkin orphan pistol quantum rhythm swallow');
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
    await press(page, hash);
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
    await press(page, '这条不该发出去');
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
