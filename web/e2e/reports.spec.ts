// The lead reads how the desk does: numbers, plots in both themes, tables, files; and axe is content.
import { customerSays, enter, type Lang, logIn } from './console';
import { axe, expect, test } from './fixtures';

const looks: { lang: Lang; scheme: 'light' | 'dark'; width: number }[] = [
  { lang: 'zh-CN', scheme: 'light', width: 1280 },
  { lang: 'en', scheme: 'dark', width: 1280 },
  { lang: 'en', scheme: 'light', width: 390 },
  { lang: 'zh-CN', scheme: 'dark', width: 390 },
];

for (const { lang, scheme, width } of looks) {
  test(`the report is whole and axe finds nothing: ${lang}, ${scheme}, ${width} px`, async ({
    page,
    world,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    await logIn(page, world, world.person, lang);
    await page.getByRole('link', { name: lang === 'en' ? 'Reports' : '报表', exact: true }).click();
    await expect(page.locator('.tile')).toHaveCount(8);
    await expect(page.locator('.plot')).toHaveCount(5);
    await expect(page.locator('.report-table tbody tr').first()).toBeVisible();
    await expect(page.locator('.skeleton')).toHaveCount(0);
    expect(await axe(page)).toEqual([]);
    // The page itself never scrolls sideways.
    const over = await page.locator('.reports').evaluate(main => main.scrollWidth - main.clientWidth);
    expect(over).toBeLessThanOrEqual(0);
    // Every plot is a table, too.
    for (const button of await page.locator('.plot-acts button').all()) await button.click();
    await expect(page.locator('.plot')).toHaveCount(0);
    expect(await axe(page)).toEqual([]);
  });
}

test('a message is counted while one looks, and filters stand in the address', async ({ page, world }) => {
  await enter(page.context(), world, world.person, 'en');
  await page.goto(`${world.desk.base}/console/reports?range=1d`);
  const opened = page.locator('.tile').first().locator('b');
  await expect(opened).toBeVisible();
  const before = Number(await opened.textContent());
  await customerSays(world, ['一条新消息']);
  await expect(async () => {
    await page.reload();
    await expect(opened).toHaveText(String(before + 1), { timeout: 1500 });
  }).toPass();

  await page.getByLabel('Language', { exact: true }).selectOption('en');
  await expect(page).toHaveURL(/locale=en/);
  await page.getByRole('button', { name: 'Last 7 days' }).click();
  await expect(page).toHaveURL(/range=7d/);
  await page.reload();
  await expect(page.getByLabel('Language', { exact: true })).toHaveValue('en');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page).not.toHaveURL(/locale/);
});

test('a plot is read by keys, a table sorts, a file is loaded', async ({ page, world }) => {
  await enter(page.context(), world, world.person, 'en');
  await page.goto(`${world.desk.base}/console/reports`);
  const plot = page.getByRole('slider', { name: /^Conversations/ });
  await plot.focus();
  const last = await plot.getAttribute('aria-valuetext');
  expect(last).toMatch(/New conversations \d+/);
  await page.keyboard.press('ArrowLeft');
  await expect(plot).not.toHaveAttribute('aria-valuetext', last ?? '');
  await page.keyboard.press('Home');
  await expect(plot).toHaveAttribute('aria-valuenow', '0');

  await page.getByRole('button', { name: 'Case type', exact: true }).click();
  await expect(page).toHaveURL(/by=case_type/);
  const names = page.locator('.report-table tbody th');
  await expect(names.first()).toHaveText('Transfer is pending');
  const head = page.getByRole('columnheader', { name: /^Name/ });
  await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  const sorted = await names.allTextContents();
  expect(sorted).toEqual([...sorted].sort((a, b) => a.localeCompare(b, 'en')));

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download CSV: Breakdown' }).click();
  expect((await download).suggestedFilename()).toBe('keydesk-case_type.csv');
});

test('who may not read reports is shown none', async ({ page, world }) => {
  const maya = { ...world.person, email: 'maya@demo.keydesk.example' };
  await logIn(page, world, maya, 'en');
  await expect(page.getByRole('link', { name: 'Reports', exact: true })).toHaveCount(0);
  await page.goto(`${world.desk.base}/console/reports`);
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page.locator('.tile')).toHaveCount(0);
});
