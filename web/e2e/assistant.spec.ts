// The optional assistant, against the real server and a model of our own: set, tried, asked for a draft
// with its sources, edited and sent; a message and a reply translated.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composer, customerSays, logIn, message, row } from './console';
import { axe, expect, test, type World } from './fixtures';

let model: Server;
const asked: string[] = [];
let slow = false;

/** Says what each question needs, as a helpful model would. */
function say(system: string, user: string): string {
  if (system.includes('being tested')) return 'The connection works; I am a small test model.';
  if (system.includes('You draft')) {
    return JSON.stringify({
      reply: 'Your transfer waits for a block. Read https://evil.example/claim for more.',
      sources: [1],
    });
  }
  const { text } = JSON.parse(user) as { text: string };
  return text.includes('转')
    ? `I sent ${/⟦\d+⟧/.exec(text)?.[0]} hours ago`
    : `请稍等，${text.match(/⟦\d+⟧/g)?.join('') ?? ''}`;
}

test.beforeAll(async () => {
  model = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push(body);
      if (slow) return;
      const { messages } = JSON.parse(body) as { messages: { content: string }[] };
      const content = say(messages[0]!.content, messages[1]!.content);
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(
        JSON.stringify({
          choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
        }),
      );
    });
  });
  await new Promise<void>(ready => model.listen(0, '127.0.0.1', ready));
});
test.afterAll(() => {
  model.closeAllConnections();
  model.close();
});

const base = () => `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`;

async function switchOn(world: World): Promise<void> {
  await world.admin.put('/assistant/settings', {
    base_url: base(),
    model: 'small',
    own_network: true,
    drafts: true,
    translation: true,
  });
}

test('is set, tried and explained', async ({ page, world }) => {
  await logIn(page, world, world.person, 'en');
  await page.goto(`${world.desk.base}/console/settings/assistant`);
  await expect(page.getByRole('heading', { name: 'Assistant' }).first()).toBeVisible();
  await page.getByLabel('Base URL').fill(base());
  await page.getByLabel('Model', { exact: true }).fill('small');
  await page.getByLabel('Draft replies').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('A model on the internet needs https')).toBeVisible();
  await page.getByLabel('The model runs in my own network').check();
  await page.getByLabel('API key').fill('sk-e2e-1');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('A key is kept')).toBeVisible();
  await page.getByRole('button', { name: 'Try it' }).click();
  await expect(page.getByText('The connection works')).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.reload();
  await expect(page.getByLabel('Base URL')).toHaveValue(base());
  await expect(page.getByLabel('API key')).toHaveValue('');
});

test('drafts with sources; the agent edits and sends', async ({ page, world }) => {
  await switchOn(world);
  await customerSays(world, ['my transfer has been pending for 6 hours, mail me at ann@mail.example'], 'en');
  const conv = await world.admin.conversationSaying('pending for 6 hours');
  await logIn(page, world, world.person, 'en');
  await page.goto(`${world.desk.base}/console/inbox/all`);
  await row(page, 'pending for 6 hours').click();
  const draft = page.getByRole('button', { name: 'Draft a reply' });
  slow = true;
  await draft.click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.locator('.assist-strip')).toHaveCount(0);
  slow = false;
  await draft.click();
  await expect(composer(page)).toHaveValue(/Your transfer waits for a block/);
  await expect(composer(page)).not.toHaveValue(/evil/);
  const strip = page.locator('.assist-strip');
  await expect(strip).toContainText('evil.example');
  await expect(strip.locator('.assist-chip').first()).toContainText(/Article|Playbook/);
  expect(asked.some(body => body.includes('ann@mail.example'))).toBe(false);
  expect(await axe(page)).toEqual([]);
  const before = await world.admin.bodies(conv.id);
  expect(before.some(one => one.body.includes('waits for a block'))).toBe(false);
  await strip.getByRole('button', { name: 'Undo' }).click();
  await expect(composer(page)).toHaveValue('');
  // By keyboard, too.
  await composer(page).press('Escape');
  await page.keyboard.press('d');
  await expect(composer(page)).toHaveValue(/waits for a block/);
  await composer(page).fill('Your transfer waits for a block; please be patient.');
  await composer(page).press('Enter');
  await expect(message(page, 'please be patient')).toBeVisible();
  await expect(strip).toHaveCount(0);
});

test('translates a message and a reply', async ({ page, world }) => {
  await switchOn(world);
  await customerSays(world, ['我转了 12 个小时还没到账'], 'zh-CN');
  await world.admin.conversationSaying('12 个小时还没到账');
  await logIn(page, world, world.person, 'en');
  await page.goto(`${world.desk.base}/console/inbox/all`);
  await row(page, '12 个小时').click();
  const theirs = message(page, '12 个小时');
  await theirs.getByRole('button', { name: 'Translate' }).click();
  await expect(theirs).toContainText('I sent 12 hours ago');
  await expect(theirs).toContainText('Machine translation');
  await theirs.getByRole('button', { name: 'Hide the translation' }).click();
  await expect(theirs).not.toContainText('I sent 12 hours ago');
  await composer(page).fill('Please wait, fee 0.001 ETH');
  await page.getByRole('button', { name: "Into the customer's language" }).click();
  await expect(composer(page)).toHaveValue('请稍等，0.001 ETH');
  expect(await axe(page)).toEqual([]);
  await page.locator('.assist-strip').getByRole('button', { name: 'Undo' }).click();
  await expect(composer(page)).toHaveValue('Please wait, fee 0.001 ETH');
});

test('is seen nowhere while it is off', async ({ page, world }) => {
  await world.admin.put('/assistant/settings', {
    base_url: '',
    model: '',
    api_key: '',
    own_network: false,
    drafts: false,
    translation: false,
  });
  await customerSays(world, ['你好，我要咨询一个问题'], 'zh-CN');
  await world.admin.conversationSaying('咨询一个问题');
  await logIn(page, world, world.person, 'en');
  await page.goto(`${world.desk.base}/console/inbox/all`);
  await row(page, '咨询一个问题').click();
  await expect(composer(page)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Draft a reply' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Translate' })).toHaveCount(0);
});
