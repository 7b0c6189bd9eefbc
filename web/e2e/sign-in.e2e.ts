import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, useBrowser } from './harness';
import { program, start, stop, type Server } from './server';

useBrowser();

const clients = resolve(import.meta.dirname, '../../tests/clients');
const clerkUnit = 'vn24-72-so-noi-vu';

let provider: ChildProcess;
let system: Server;

/** A command of the program, beside the server. */
const run = (...words: string[]): string =>
  execFileSync('dotnet', [program, ...words], {
    env: { ...process.env, HIERARCHY_DATA: join(system.folder, 'data'), HIERARCHY_DB: '', HIERARCHY_TOKENS: '', HIERARCHY_SIGN_IN: 'on' },
    encoding: 'utf8',
  });

beforeAll(async () => {
  if (!existsSync(join(clients, 'node_modules/oidc-provider'))) execFileSync('npm', ['ci', '--prefix', clients, '--loglevel', 'error']);
  provider = spawn('node', ['provider.mjs'], { cwd: clients, stdio: ['ignore', 'pipe', 'ignore'] });
  const issuer = await new Promise<string>((found, failed) => {
    let said = '';
    provider.stdout!.on('data', (more) => {
      said += String(more);
      const ready = /^ready (\S+)\n/m.exec(said);
      if (ready) found(ready[1]!);
    });
    provider.on('exit', () => failed(new Error('The provider does not start.')));
  });
  system = await start(undefined, {
    HIERARCHY_OIDC_AUTHORITY: issuer,
    HIERARCHY_OIDC_CLIENT_ID: 'hierarchy',
    HIERARCHY_OIDC_CLIENT_SECRET: 'secret of hierarchy',
    HIERARCHY_OIDC_AUDIENCE: 'hierarchy-api',
  });
  run('administrator', 'an', 'Nguyễn Văn An', '--email', 'an@example.vn');
});

afterAll(async () => {
  if (system) await stop(system);
  provider?.kill();
});

/** What a person does at the provider: says who it is, and that the system may know. */
async function signIn(page: Page): Promise<void> {
  await page.locator('input[name=login]').fill('an@example.vn');
  await page.locator('input[name=password]').fill('x');
  await page.locator('button[type=submit]').click();
  await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
  await page.locator('button[type=submit]').click();
}

describe('somebody who signs in', () => {
  it('comes back to the page, keeps what is typed when the session ends, and signs out', async () => {
    const { page, complaints, close } = await open(`/units/${clerkUnit}/obligations`, {}, system.address);
    await signIn(page);
    await page.locator('.who').getByText('Nguyễn Văn An').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/units/${clerkUnit}/obligations`);
    // The provider's pages look for what is not on this machine; ours does not.
    complaints.splice(0);
    await page.reload();
    await page.locator('.who').waitFor();
    await page.locator('.live.live').waitFor();
    expect(complaints).toEqual([]);

    await page.locator('main a[href*="open="]').first().click();
    const note = page.getByRole('form', { name: 'Báo cáo tiến độ' }).getByLabel('Ghi chú');
    await note.fill('Đang soạn dở');
    run('token', 'an', '--revoke');
    const ended = page.getByRole('dialog', { name: 'Phiên đăng nhập đã hết' });
    await ended.waitFor();
    const [tab] = await Promise.all([page.context().waitForEvent('page'), ended.getByRole('link', { name: 'Đăng nhập lại' }).click()]);
    // The provider still knows the person.
    await tab.getByText('Bạn đã đăng nhập.').waitFor();
    await tab.close();
    await ended.waitFor({ state: 'detached' });
    await page.locator('.live.live').waitFor();
    expect(await note.inputValue()).toBe('Đang soạn dở');
    await page.getByRole('form', { name: 'Báo cáo tiến độ' }).getByLabel('Tiến độ (%)').fill('30');
    await page.getByRole('button', { name: 'Gửi báo cáo' }).click();
    await page.getByText('Đã ghi nhận').waitFor();

    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.locator('button[name=logout][value=yes]').click();
    await page.getByText('Bạn đã đăng xuất.').waitFor();
    await page.goto(`${system.address}/`);
    await page.locator('input[name=login]').waitFor();
    await close();
  });
});
