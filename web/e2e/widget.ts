// The customer's side, for the specs of the widget and the panel.
import type { Frame, Page } from '@playwright/test';
import { online, type World } from './fixtures';

/** A published test vector (BIP-39); nobody's money. */
export const SEED = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

export async function openWidget(page: Page, world: World, more = '', host?: string): Promise<Frame> {
  await page.goto(world.site.url(world.desk.base, world.inbox, more, host));
  await page.locator('keydesk-widget button').click();
  const frame = await (await page.locator('keydesk-widget iframe').elementHandle())!.contentFrame();
  await online(frame!);
  return frame!;
}

/** Sends without waiting for what becomes of it: the guard may hold it. */
export async function press(page: Page, text: string): Promise<void> {
  await page.locator('textarea').fill(text);
  await page.locator('button.send').click();
}

/** Everything the panel keeps on the device, as text. */
export function kept(page: Page): Promise<string> {
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
