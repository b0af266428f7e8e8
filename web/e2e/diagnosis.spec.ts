// A real chain (anvil), a real desk, two browsers: a stuck transfer is explained, sped up, and settled.
import { mkdirSync } from 'node:fs';
import { test as base, expect, type Page } from '@playwright/test';
import { Anvil, ether, gwei } from '../../tests/chains/kit/anvil.mjs';
import { logIn, openList, row } from './console';
import { AgentApi, Desk } from './desk';
import { line, online, type World } from './fixtures';

interface ChainWorld extends Omit<World, 'site'> {
  anvil: Anvil;
}

const test = base.extend<object, { world: ChainWorld }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from this pattern.
    async ({}, use) => {
      const anvil = await Anvil.start(1);
      await anvil.calm();
      const nodes = anvil.urls.flatMap((url: string) => ['--node', `ethereum=${url}`]);
      const desk = new Desk('demo', nodes);
      await desk.start();
      const admin = await new AgentApi(desk.base, desk.demoAgent).logIn();
      const { items } = await admin.get('/inboxes');
      await use({ anvil, desk, admin, person: desk.demoAgent, inbox: items[0].key });
      await desk.remove();
      anvil.stop();
    },
    { scope: 'worker' },
  ],
});

/** A transfer that pays too little for the blocks of this moment. */
async function stuck(anvil: Anvil): Promise<{ from: string; to: string; id: string }> {
  const from = await anvil.account();
  const to = await anvil.account();
  await anvil.baseFee(gwei(50));
  await anvil.mine();
  await anvil.baseFee(gwei(10));
  const id = await anvil.send({
    from,
    to,
    value: ether(1),
    maxFeePerGas: gwei(12),
    maxPriorityFeePerGas: gwei(1),
    gas: 21_000,
  });
  await anvil.baseFee(gwei(44));
  return { from, to, id };
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.KEYDESK_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}

test('a stuck transfer: why, what to do, replaced, confirmed, without a reload', async ({
  browser,
  world,
}) => {
  const { anvil, desk, inbox } = world;
  const { from, to, id } = await stuck(anvil);

  const agents = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const console_ = await agents.newPage();
  await logIn(console_, world as unknown as World);
  await openList(console_, world as unknown as World);

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const panel = await phone.newPage();
  await panel.goto(`${desk.base}/panel?inbox=${inbox}&lang=zh-CN`);
  await online(panel);
  const question = `转账 6 小时还没到，哈希 ${id}`;
  await panel.locator('textarea').fill(question);
  await panel.locator('button.send').click();
  await expect(line(panel, '转账 6 小时')).toContainText('已送达');

  // The agent's card, within two seconds of the message.
  await row(console_, '转账 6 小时').click();
  const card = console_.locator('.diagnosis').first();
  await expect(card).toContainText('gwei', { timeout: 2000 });
  await expect(card).toContainText('12 gwei');
  await picture(console_, 'console-stuck');

  // The customer reads the same in his own words.
  const told = panel.locator('.tx').first();
  await told.locator('.tx-line').click();
  await expect(panel.locator('.tx-sheet')).toContainText('12 gwei');
  await picture(panel, 'panel-stuck');
  await panel.keyboard.press('Escape');

  // Speeded up with the same nonce.
  const winner = await anvil.send({
    from,
    to,
    value: ether(1),
    nonce: 0,
    maxFeePerGas: gwei(120),
    maxPriorityFeePerGas: gwei(3),
    gas: 21_000,
  });
  await anvil.mine();
  await expect(console_.locator('.diagnosis', { hasText: winner.slice(2, 6) }).first()).toBeVisible();
  await expect(panel.locator('.tx', { hasText: '替换' })).toBeVisible();
  await picture(console_, 'console-replaced');
  await picture(panel, 'panel-replaced');

  await anvil.mine(70);
  await expect(panel.locator('.tx', { hasText: '已最终确认' })).toBeVisible();
  await picture(console_, 'console-final');
  await picture(panel, 'panel-final');
  await agents.close();
  await phone.close();
});

test('an agent asks for an address of his own; nonsense is refused in words', async ({ world }) => {
  const { anvil, admin } = world;
  const { items } = await admin.get('/conversations?view=all&status=any&limit=1');
  const account = await anvil.account(ether(3));
  const asked = await admin.post(`/conversations/${items[0].id}/diagnoses`, { text: account });
  expect(asked.items[0].state).toBe('asking');
  await expect
    .poll(async () => (await admin.get(`/conversations/${items[0].id}`)).diagnoses[0].state)
    .not.toBe('asking');
  await expect(admin.post(`/conversations/${items[0].id}/diagnoses`, { text: 'hello' })).rejects.toThrow(
    '400',
  );
});
