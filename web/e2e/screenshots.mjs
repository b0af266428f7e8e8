// Makes the pictures of docs/console.md from a real server with the demo's data.
//   node e2e/screenshots.mjs [path to keydesk]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { here, settled, studio } from './pictures.mjs';

const out = here('../../docs/images/');
mkdirSync(out, { recursive: true });
const { demo, open, logIn, close } = await studio(
  process.argv[2] ?? process.env.KEYDESK ?? here('../../build/release/keydesk'),
);

/** A customer makes the mistake that the guard is there for. */
async function leak() {
  const frames = [
    { t: 'hello', v: 1, dev: 'pictures', lang: 'en' },
    ...[
      'My wallet shows zero balance since this morning, can you restore it?',
      'here is my phrase: legal winner thank year wave sausage worth useful legal winner thank yellow',
    ].map(body => ({ t: 'send', cmid: crypto.randomUUID(), kind: 'text', body })),
  ];
  const answer = await fetch(`${demo.base}/chat/v1/cmd?inbox=demo`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: demo.base },
    body: JSON.stringify(frames),
  });
  if (!answer.ok) throw new Error(`chat door: ${answer.status} ${await answer.text()}`);
}

try {
  const state = await logIn();
  const take = async (name, path, options = {}, act = async () => {}) => {
    const page = await open({ ...options, state });
    await page.goto(`${demo.base}/console${path}`);
    await settled(page);
    await act(page);
    await settled(page);
    await page.screenshot({ path: join(out, `console-${name}.png`) });
    await page.context().close();
    console.log(`console-${name}.png`);
  };
  const openFirst = nth => async page => {
    await page.locator('.row a').nth(nth).click();
    await page.locator('.history').waitFor();
    await settled(page);
  };

  await leak();
  await take('inbox', '/inbox/all', {}, openFirst(1));
  await take('dark', '/inbox/security', { lang: 'en', theme: 'dark' }, openFirst(0));
  await take('phone', '/inbox/all', { width: 390, height: 844, phone: true });
  await take('phone-thread', '/inbox/all', { width: 390, height: 844, phone: true }, openFirst(1));
  await take('search', `/search?q=${encodeURIComponent('客服')}`, { height: 700 });
  await take('settings', '/settings/inboxes', { lang: 'en', height: 700 });
  await take('reports', '/reports', { lang: 'en', height: 1240 });
  await take('palette', '/inbox/all', { lang: 'en' }, async page => {
    await openFirst(1)(page);
    await page.keyboard.press('Control+k');
    await page.locator('.palette').waitFor();
  });
  await take('held', '/inbox/all', {}, async page => {
    await openFirst(2)(page);
    // The server's own refusal, provoked: this browser says it has seen nothing since the beginning.
    await page.route('**/messages', route => {
      const body = { ...route.request().postDataJSON(), seen_seq: 0 };
      return route.continue({ postData: JSON.stringify(body) });
    });
    await page.locator('.composer textarea').fill('您好，这笔交易已经确认，请稍等片刻。');
    await page.keyboard.press('Enter');
    await page.locator('.held').waitFor();
  });
} finally {
  await close();
}
