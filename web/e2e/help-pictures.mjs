// Makes the pictures of docs/knowledge.md from a real server with the demo's data; with --all, to look at,
// every page in both languages, both themes and on a phone into the given folder.
//   node e2e/help-pictures.mjs [path to keydesk] [--all folder]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { here, settled, studio } from './pictures.mjs';

const all = process.argv.indexOf('--all');
const out = all > 0 ? process.argv[all + 1] : here('../../docs/images/');
mkdirSync(out, { recursive: true });
const { demo, open, logIn, close } = await studio(
  process.argv[2]?.includes('keydesk') ? process.argv[2] : here('../../build/release/keydesk'),
);
const phone = { width: 390, height: 844, phone: true };

try {
  const state = await logIn();
  const take = async (name, path, options = {}, act = async () => {}) => {
    const page = await open({ ...options, state });
    await page.emulateMedia({ colorScheme: options.theme ?? 'light' });
    await page.goto(demo.base + path);
    await settled(page);
    await act(page);
    await page.screenshot({ path: join(out, `help-${name}.png`), fullPage: options.whole ?? false });
    await page.context().close();
    console.log(`help-${name}.png`);
  };
  const type = words => async page => {
    await page.locator('input[name="q"]').first().pressSequentially(words);
    await page.locator('.typed li').first().waitFor();
  };
  await take('home', '/help/zh-CN', { width: 1000, height: 1000 });
  await take('editor', '/console/settings/articles?article=fee-choice', { lang: 'en', height: 1000 });
  if (all > 0) {
    await take('home-en-dark', '/help/en', { lang: 'en', theme: 'dark', whole: true });
    await take('home-phone', '/help/zh-CN', { ...phone, whole: true });
    await take('home-phone-dark', '/help/en', { ...phone, lang: 'en', theme: 'dark' });
    await take('typing', '/help/en', { lang: 'en' }, type('forgoten pasw'));
    await take('typing-phone', '/help/zh-CN', phone, type('助记词'));
    await take('category', '/help/zh-CN/transfers', { width: 1000, height: 900 });
    await take('article', '/help/zh-CN/transfer-pending', { width: 1000, whole: true });
    await take('article-phone', '/help/en/fee-choice', { ...phone, lang: 'en', whole: true });
    await take('article-phone-dark', '/help/zh-CN/leaked-seed', { ...phone, theme: 'dark', whole: true });
    await take('why', '/help/en/fee-choice?said=no#helped', { ...phone, lang: 'en' });
    await take('search', '/help/search?lang=en&q=usdt+stuck', { lang: 'en' });
    await take('none', '/help/search?lang=zh-CN&q=zzzzz', phone);
    await take('list', '/console/settings/articles', {});
    await take('list-dark-phone', '/console/settings/articles', { ...phone, lang: 'en', theme: 'dark' });
    await take('editor-whole', '/console/settings/articles?article=fee-choice', {
      whole: true,
      height: 2400,
    });
    await take('editor-phone', '/console/settings/articles?article=fee-choice', { ...phone, whole: true });
    await take('form', '/feedback?lang=zh-CN', { height: 900 }, async page => {
      await page.locator('#text').fill('转到币安的币忘了填memo');
      await page.locator('.suggested a').first().waitFor();
    });
  }
} finally {
  await close();
}
