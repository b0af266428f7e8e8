// Settings → Integrations, against the real server: a token that opens the API until it is revoked, a
// webhook with its log and replay, an import that is tried first, an export.
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { enter } from './console';
import { AgentApi, Desk, WalletSite } from './desk';
import { axe, test as base, expect, type World } from './fixtures';

/** The desk may call a receiver on this machine. */
const test = base.extend<object, { world: World }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from this pattern.
    async ({}, use) => {
      const desk = new Desk('demo', ['--webhook-allow', '127.0.0.1']);
      await desk.start();
      const person = desk.demoAgent;
      const admin = await new AgentApi(desk.base, person).logIn();
      await use({ desk, site: new WalletSite(), admin, person, inbox: '' });
      await desk.remove();
    },
    { scope: 'worker' },
  ],
});

async function openPage(page: Page, world: World): Promise<void> {
  await enter(page.context(), world, world.person, 'en');
  await page.goto(`${world.desk.base}/console/settings/integrations`);
  await expect(page.getByRole('heading', { name: 'API tokens' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'New token' })).toBeEnabled();
}

test('a token opens the API until it is revoked', async ({ page, world }) => {
  await openPage(page, world);
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('wallet backend');
  await dialog.getByLabel('conversations.read').check();
  await dialog.getByRole('button', { name: 'New token' }).click();
  const token = (await dialog.locator('.secret code').textContent())!;
  expect(token).toMatch(/^kd_/);
  const ask = () =>
    fetch(`${world.desk.base}/api/v1/conversations`, { headers: { Authorization: `Bearer ${token}` } });
  expect((await ask()).status).toBe(200);
  await dialog.locator('button.primary').click();
  const line = page.locator('.rows li', { hasText: 'wallet backend' });
  await expect(line).toContainText('Last used');
  await expect(line).not.toContainText(token);
  expect(await axe(page)).toEqual([]);
  page.once('dialog', asked => asked.accept());
  await line.getByRole('button', { name: /Revoke/ }).click();
  await expect(line).toHaveCount(0);
  expect((await ask()).status).toBe(401);
});

test.describe('webhooks', () => {
  let receiver: Server;
  const got: string[] = [];
  let status = 200;

  test.beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', chunk => {
        body += chunk;
      });
      request.on('end', () => {
        got.push(JSON.parse(body).type);
        response.writeHead(status).end('thanks <b>a lot</b>');
      });
    });
    await new Promise<void>(ready => receiver.listen(0, '127.0.0.1', ready));
  });
  test.afterAll(() => {
    receiver.close();
  });

  test('are tested, shown in a log and sent again', async ({ page, world }) => {
    await openPage(page, world);
    await page.getByRole('button', { name: 'Add webhook' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Receiver').fill('http://10.0.0.1/hook');
    await dialog.getByRole('button', { name: 'Add webhook' }).click();
    await expect(dialog.getByText('This address is not allowed')).toBeVisible();
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    await dialog.getByLabel('Receiver').fill(url);
    await dialog.getByLabel('Description').fill('ticket sync');
    await dialog.getByRole('button', { name: 'Add webhook' }).click();
    await expect(dialog.locator('.secret code')).toContainText('whsec_');
    await dialog.locator('button.primary').click();
    const line = page.locator('.rows li', { hasText: 'ticket sync' });
    await line.getByRole('button', { name: /Edit/ }).click();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await expect.poll(() => got).toEqual(['ping']);
    await line.getByRole('button', { name: /Log/ }).click();
    const first = page.locator('.hook-log li').first();
    await expect(first).toContainText('HTTP 200');
    await first.locator('summary').click();
    await expect(first).toContainText('thanks <b>a lot</b>');
    expect(await axe(page)).toEqual([]);
    await first.getByRole('button', { name: 'Send again' }).click();
    await expect.poll(() => got).toEqual(['ping', 'ping']);
    await page.keyboard.press('Escape');
    status = 500;
    await line.getByRole('button', { name: /Edit/ }).click();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await expect.poll(() => got.length).toBe(3);
    await page.reload();
    await expect(line).toContainText('Retrying');
    await expect(line).toContainText('Waiting: 1');
    await line.getByRole('button', { name: /Log/ }).click();
    await first.locator('summary').click();
    const tries = first.locator('.hook-tries > li');
    await expect(tries.first()).toContainText('HTTP 500');
    await expect(tries.first()).toContainText('thanks <b>a lot</b>');
    expect(await axe(page)).toEqual([]);
  });
});

test('an import is tried first, then done once', async ({ page, world }) => {
  await openPage(page, world);
  const file = {
    name: 'chatwoot.json',
    mimeType: 'application/json',
    buffer: Buffer.from(
      JSON.stringify([
        {
          id: 77,
          status: 'resolved',
          created_at: 1_690_000_000,
          meta: { sender: { id: 5, name: 'Old Friend', email: 'old@example.org' } },
          messages: [
            { id: 1, content: 'My very old question', message_type: 0, created_at: 1_690_000_000 },
            { id: 2, content: 'Our very old answer', message_type: 1, created_at: 1_690_000_100 },
          ],
        },
      ]),
    ),
  };
  await page.setInputFiles('input[type=file]', file);
  await page.getByRole('button', { name: 'Start' }).click();
  const jobs = page.locator('li', { hasText: 'Chatwoot' });
  await expect(jobs.first()).toContainText('What a dry run found');
  await expect(jobs.first()).toContainText('New: 1 conversations, 2 messages');
  await page.getByLabel('Dry run: nothing is written').uncheck();
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(jobs).toHaveCount(2);
  await expect(jobs.first()).toContainText('Imported before: 0');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(jobs).toHaveCount(3);
  await expect(jobs.first()).toContainText('Imported before: 1');
  await page.reload();
  await expect(jobs).toHaveCount(3);
  await expect(jobs.first()).toContainText('Imported before: 1');
  await world.admin.conversationSaying('My very old question');

  const download = page.waitForEvent('download');
  await page.getByLabel('What').selectOption('messages');
  await page.getByRole('link', { name: 'Download' }).click();
  const csv = await readFile((await (await download).path())!, 'utf8');
  expect(csv).toContain('Our very old answer');
  expect(csv.split('\r\n')[0]).toContain('conversation,number,seq,kind');
});
