import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type BrowserContext, test as base, expect, type Frame, type Page } from '@playwright/test';
import { AgentApi, Desk, type Person, WalletSite } from './desk';

export interface World {
  desk: Desk;
  site: WalletSite;
  admin: AgentApi;
  person: Person;
  /** Key and id of the website's inbox. */
  inbox: string;
  inboxId?: string;
}

/** One server for a file of tests; every test has its own browser context, so its own customer. */
export const test = base.extend<object, { world: World }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from this pattern.
    async ({}, use) => {
      const desk = new Desk();
      const site = new WalletSite();
      await desk.start();
      await site.start();
      const person = desk.demoAgent;
      const admin = await new AgentApi(desk.base, person).logIn();
      const made = await admin.post('/inboxes', {
        name: '链桥钱包',
        sites: site.origins(),
        color: '#2450e6',
        greeting: { zh: '您好，这里是链桥钱包官方客服。', en: 'Hello, this is LinkBridge support.' },
      });
      const inbox = (made.key ?? made.inbox?.key) as string;
      const inboxId = (made.id ?? made.inbox?.id) as string;
      // What the desk says by itself has tests of its own, which switch it on.
      await admin.put(`/playbook_inboxes/${inboxId}`, { on: false });
      await use({ desk, site, admin, person, inbox, inboxId });
      await site.stop();
      await desk.remove();
    },
    { scope: 'worker' },
  ],
});

export { expect };

/** The panel as its own page: what a wallet app's web view opens. */
export async function openPanel(page: Page, world: World, lang = 'zh-CN'): Promise<void> {
  await page.goto(`${world.desk.base}/panel?inbox=${world.inbox}&lang=${lang}`);
  await online(page);
}

export async function online(where: Page | Frame): Promise<void> {
  await expect(where.locator('.dot.on, .dot.away').first()).toBeVisible();
  await expect(where.locator('header [role=status]')).not.toHaveText(/连接中|Connecting|断开|offline/);
}

export async function say(where: Page | Frame, text: string): Promise<void> {
  const box = where.locator('textarea');
  await box.fill(text);
  await where.locator('button.send').click();
  await expect(box).toHaveValue('');
}

export const bubble = (where: Page | Frame, text: string) => where.locator('.bubble', { hasText: text });
export const line = (where: Page | Frame, text: string) => where.locator('.line', { hasText: text });

/** Everything that leaves the browser: socket frames (from before the page opens them) and bodies. */
export class Tap {
  readonly sent: string[] = [];

  static async on(context: BrowserContext, page: Page): Promise<Tap> {
    const tap = new Tap();
    page.on('websocket', ws => ws.on('framesent', f => tap.sent.push(String(f.payload))));
    // The protocol sees what the page's own events might miss: bodies, beacons, addresses.
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    cdp.on('Network.webSocketFrameSent', e => tap.sent.push(e.response.payloadData));
    cdp.on('Network.requestWillBeSent', e => tap.sent.push(`${e.request.url} ${e.request.postData ?? ''}`));
    return tap;
  }

  saw(text: string): boolean {
    const encoded = encodeURIComponent(text);
    const escaped = JSON.stringify(text).slice(1, -1);
    return this.sent.some(s => s.includes(text) || s.includes(encoded) || s.includes(escaped));
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Runs axe inside the page that is asked about: it sees neither closed roots nor other frames. */
export async function axe(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const run = (
      window as unknown as { axe: { run(): Promise<{ violations: AxeViolation[]; passes: unknown[] }> } }
    ).axe;
    const { violations, passes } = await run.run();
    if (passes.length < 10) throw new Error(`axe looked at next to nothing (${passes.length} passes)`);
    return violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(' | ')}`);
  });
}
interface AxeViolation {
  id: string;
  nodes: { target: string[] }[];
}
