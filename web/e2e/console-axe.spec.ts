import { customerSays, type Lang, logIn, openList, row, speak } from './console';
import { axe, expect, test } from './fixtures';
import { SEED } from './widget';

const looks: { lang: Lang; scheme: 'light' | 'dark'; width: number }[] = [
  { lang: 'zh-CN', scheme: 'light', width: 1280 },
  { lang: 'en', scheme: 'dark', width: 1280 },
  { lang: 'en', scheme: 'light', width: 390 },
  { lang: 'zh-CN', scheme: 'dark', width: 390 },
];

for (const { lang, scheme, width } of looks) {
  test(`axe finds nothing in the console: ${lang}, ${scheme}, ${width} px`, async ({
    page,
    context,
    world,
  }) => {
    await speak(context, lang);
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${world.desk.base}/console/login`);
    await expect(page.locator('.auth-card')).toBeVisible();
    expect(await axe(page)).toEqual([]);

    await logIn(page, world, world.person, lang);
    const text = `检查 ${lang}-${looks.findIndex(look => look.lang === lang && look.scheme === scheme)} https://wallet.example/help`;
    // Another customer's secret: the guard judges one customer's messages together.
    await customerSays(world, [SEED]);
    await customerSays(world, [text]);
    await openList(page, world);
    await expect(row(page, '').first()).toBeVisible();
    expect(await axe(page)).toEqual([]);

    const conv = await world.admin.conversationSaying(text);
    await world.admin.reply(conv.id, 'reply');
    await world.admin.reply(conv.id, 'note', 'note');
    await page.goto(`${world.desk.base}/console/c/${conv.id}`);
    await expect(page.locator('.message.note')).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('a');
    await expect(page.locator('.popover')).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await expect(page.locator('.palette')).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.locator('.sheet')).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');

    // The same in both languages: once at a desk and once on a phone is enough.
    const lists = lang === 'zh-CN' ? ['macros', 'rules', 'queue', 'levels', 'incidents'] : [];
    for (const tab of [
      ...lists,
      'profile',
      'look',
      'security',
      'replies',
      'labels',
      'teams',
      'agents',
      'inboxes',
      'inboxes?add',
      'quarantine',
      'workspace',
      'audit',
    ]) {
      await page.goto(`${world.desk.base}/console/settings/${tab}`);
      await expect(page.locator('.settings h2').first()).toBeVisible();
      await expect(page.locator('.skeleton')).toHaveCount(0);
      expect(await axe(page), tab).toEqual([]);
    }
  });
}
