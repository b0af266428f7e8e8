// A Telegram of the tests' own behind a running Keydesk, and steps at its door that many tests take.
import type { Page } from '@playwright/test';
import { test as base, expect, type World } from './fixtures';

// biome-ignore lint/suspicious/noExplicitAny: the fake is plain JavaScript; its own header says what it offers.
type Fake = any;

export const TOKEN = '100000:TESTtokenOfAFakeTelegram-0123456789';

export interface DoorsWorld {
  telegram: Fake;
  /** The inbox that the bot stands for. */
  bot: { id: string; key: string };
}

/** Adds the bot by the API, as the wizard would. */
export async function addBot(
  world: World,
  telegram: Fake,
  name = '链桥 Telegram',
): Promise<{ id: string; key: string }> {
  const { inbox } = await world.admin.post('/inboxes', {
    name,
    kind: 'telegram',
    settings: { bot_token: telegram.token, api_root: telegram.url },
  });
  await works(world, inbox.id);
  return inbox;
}

/** Waits until the door of an inbox works. */
export async function works(world: World, inbox: string): Promise<void> {
  await expect
    .poll(async () => {
      const { items } = await world.admin.get('/inbox_health');
      return items.find((entry: { inbox: string }) => entry.inbox === inbox)?.state;
    })
    .toBe('working');
}

export async function startTelegram(): Promise<Fake> {
  const source = new URL('../../tests/channels/fake_telegram.mjs', import.meta.url).href;
  const { FakeTelegram } = await import(source);
  return FakeTelegram.start({ second: 100 });
}

export const test = base.extend<object, { doors: DoorsWorld }>({
  doors: [
    async ({ world }, use) => {
      const telegram = await startTelegram();
      const bot = await addBot(world, telegram);
      await use({ telegram, bot });
      telegram.stop();
    },
    { scope: 'worker' },
  ],
});

export { expect };

/** A customer writes to the bot; comes back with him and his conversation. */
export async function writesByTelegram(
  world: World,
  telegram: Fake,
  name: string,
  text: string,
): Promise<{ user: Fake; id: string }> {
  const user = telegram.world.user({ name, language: 'zh-hans' });
  telegram.world.says(user, text);
  const { id } = await world.admin.conversationSaying(text);
  return { user, id };
}

/** The conversation that a text began at the bot, where the website has one with the same words. */
export async function byTelegram(world: World, text: string): Promise<string> {
  let found = '';
  await expect
    .poll(async () => {
      const { items } = await world.admin.get('/conversations?view=all&status=any&limit=50');
      const same = items.filter(
        (conv: { inbox: { kind: string }; snippet: { text: string } }) =>
          conv.inbox.kind === 'telegram' && conv.snippet.text.startsWith(text.slice(0, 12)),
      );
      found = same[0]?.id ?? '';
      return found;
    })
    .not.toBe('');
  return found;
}

/** Answers of /doors with budgets and windows that a test wants to see. */
export async function doorsAre(
  page: Page,
  conversation: string,
  // biome-ignore lint/suspicious/noExplicitAny: the answer as the server gives it.
  change: (items: any[]) => any[],
): Promise<void> {
  await page.route(`**/conversations/${conversation}/doors`, async route => {
    const response = await route.fetch();
    const { items } = await response.json();
    await route.fulfill({ json: { items: change(items) } });
  });
}

/** The Official Account as its connector describes it. */
export function wechatDoor(more: object = {}): object {
  return {
    thread: '0192f0c0-0000-7000-8000-000000000001',
    inbox: { id: '0192f0c0-0000-7000-8000-000000000002', name: '链桥公众号' },
    kind: 'wechat',
    title: '',
    is_public: false,
    current: false,
    state: 'open',
    budget: { left: 4, until: Date.now() + 20 * 3600_000 },
    handle: '林晓',
    name: '林晓',
    capabilities: {
      text: { longest: 2000, unit: 'bytes' },
      window: { hours: 48, messages: 5 },
      files: {
        pictures: true,
        others: false,
        largest_picture: 10 << 20,
        largest: 10 << 20,
        types: ['image/jpeg', 'image/png', 'image/gif'],
        caption: false,
      },
      typing: true,
      replies: false,
      subjects: false,
    },
    ...more,
  };
}
