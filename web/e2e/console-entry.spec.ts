// Who gets in, and how: invitation, password, second factor.
import { createHmac } from 'node:crypto';
import { agentNamed, enter } from './console';
import { expect, test } from './fixtures';

/** RFC 6238 with the usual six digits and thirty seconds. */
function totp(secret: string, at = Date.now()): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = '';
  for (const letter of secret.replace(/[\s=]/g, ''))
    bits += alphabet.indexOf(letter).toString(2).padStart(5, '0');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash[19] as number) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test.describe('getting in', () => {
  test('a wrong password is refused kindly, the right one opens the page that was asked for', async ({
    page,
    world,
  }) => {
    await page.goto(`${world.desk.base}/console/settings/profile`);
    await page.getByLabel('邮箱').fill(world.person.email);
    await page.getByLabel('密码').fill('not the password');
    await page.getByRole('button', { name: '登录' }).click();
    await expect(page.getByRole('alert')).toContainText('邮箱或密码不正确');
    await page.getByLabel('密码').fill(world.person.password);
    await page.getByRole('button', { name: '登录' }).click();
    await expect(page.getByRole('heading', { name: '个人资料' })).toBeVisible();
    await page.goto(`${world.desk.base}/console/`);
    await expect(page.locator('.list')).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /输入命令/ }).fill('退出登录');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: '欢迎回来' })).toBeVisible();
    await page.goto(`${world.desk.base}/console/inbox/all`);
    await expect(page.getByRole('heading', { name: '欢迎回来' })).toBeVisible();
  });

  test('an invited colleague chooses name and password and is in, with no more rights than his role', async ({
    page,
    browser,
    world,
  }) => {
    await enter(page.context(), world);
    await page.goto(`${world.desk.base}/console/settings/agents`);
    await page.getByRole('button', { name: '邀请客服' }).click();
    await page.getByRole('dialog').getByLabel('邮箱').fill('new@wallet.example');
    await page.getByRole('button', { name: '生成邀请链接' }).click();
    const link = await page.locator('.secret code').textContent();
    expect(link).toContain('/console/invite/');

    const context = await browser.newContext({ locale: 'zh-CN' });
    const fresh = await context.newPage();
    await fresh.goto(`${world.desk.base}${new URL(link ?? '').pathname}`);
    await expect(fresh.getByText('new@wallet.example')).toBeVisible();
    await fresh.getByLabel('您的姓名').fill('周航');
    await fresh.getByLabel('密码').fill('short pass');
    await fresh.getByLabel('密码').fill('correct horse battery staple 43');
    await fresh.getByRole('button', { name: '接受邀请' }).click();
    await expect(fresh.locator('.list')).toBeVisible();
    await fresh.goto(`${world.desk.base}/console/settings/agents`);
    await expect(fresh.getByRole('heading', { name: '个人资料' })).toBeVisible();
    await expect(fresh.getByRole('link', { name: '审计日志' })).toHaveCount(0);
    await context.close();
    await page.goto(`${world.desk.base}/console/settings/agents`);
    await expect(page.locator('.rows')).toContainText('周航');
  });

  test('a second factor is set up with QR code and recovery codes, and asked for from then on', async ({
    page,
    world,
  }) => {
    const person = await agentNamed(world, '双重', 'totp@wallet.example');
    await enter(page.context(), world, person);
    await page.goto(`${world.desk.base}/console/settings/security`);
    await page.getByLabel('输入密码以继续').fill(person.password);
    await page.getByRole('button', { name: '开始设置' }).click();
    const picture = page.getByRole('img', { name: /二维码/ });
    await expect(picture).toBeVisible();
    expect(
      await picture.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth)),
    ).toBeGreaterThan(20);
    const secret = (await page.locator('.secret code').textContent()) ?? '';
    await page.getByLabel('验证码').fill(totp(secret));
    await page.getByRole('button', { name: '启用两步验证' }).click();
    await expect(page.locator('.codes li')).toHaveCount(10);
    const recovery = (await page.locator('.codes li').first().textContent()) ?? '';

    await page.context().clearCookies();
    await page.goto(`${world.desk.base}/console`);
    await page.getByLabel('邮箱').fill(person.email);
    await page.getByLabel('密码').fill(person.password);
    await page.getByRole('button', { name: '登录' }).click();
    await expect(page.getByLabel('验证码')).toBeFocused();
    await page.getByLabel('验证码').fill('000000');
    await page.getByRole('button', { name: '确认' }).click();
    await expect(page.getByRole('alert')).toContainText('验证码不正确');
    await page.getByLabel('验证码').fill(recovery);
    await page.getByRole('button', { name: '确认' }).click();
    await expect(page.locator('.list')).toBeVisible();
  });

  // Last of these: the address, which all tests share, waits longer with each failure after it.
  test('after too many attempts the page counts down until one may try again', async ({ page, world }) => {
    const person = await agentNamed(world, '锁定者', 'locked@wallet.example');
    await page.goto(`${world.desk.base}/console/login`);
    await page.getByLabel('邮箱').fill(person.email);
    const button = page.getByRole('button', { name: '登录' });
    for (let attempt = 0; attempt < 30; attempt++) {
      await page.getByLabel('密码').fill(`wrong ${attempt}`);
      await button.click();
      await expect(page.getByRole('alert')).toContainText(/不正确|请在/);
      if (await button.isDisabled()) break;
    }
    await expect(page.getByRole('alert')).toContainText(/请在 \d+:\d\d 后再试/);
    await expect(button).toBeDisabled();
    const first = await page.getByRole('alert').textContent();
    await expect(page.getByRole('alert')).not.toHaveText(first ?? '');
  });
});
