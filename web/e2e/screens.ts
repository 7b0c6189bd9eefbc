import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { expect, it } from 'vitest';
import { open, useBrowser } from './harness';

useBrowser();

/** The folder of the screenshots. */
const folder = process.env['SCREENS']!;

/** Each is loaded with the README. */
const bytesMax = 220_000;

interface Picture {
  path: string;
  options: BrowserContextOptions;
}

const pictures: Record<string, Picture> = {
  province: { path: '/units/vn24-72', options: { viewport: { width: 1280, height: 900 } } },
  'ministry-dark': { path: '/units/bnv', options: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' } },
  clerk: { path: '/units/vn24-72-van-phong-ubnd-tinh/work', options: { viewport: { width: 1280, height: 760 } } },
  wall: { path: '/units/bnv', options: { viewport: { width: 3840, height: 2160 }, deviceScaleFactor: 0.375 } },
};

it.each(Object.entries(pictures))('a picture of %s, out of the demonstration', async (name, { path, options }) => {
  mkdirSync(folder, { recursive: true });
  const { page, close } = await open(path, options);
  await page.locator('h1').waitFor();
  await page.locator('.bone').first().waitFor({ state: 'detached' });
  await page.locator('.live.live').waitFor();
  await page.evaluate(() => document.fonts.ready);
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  await close();
  expect(statSync(file).size).toBeLessThan(bytesMax);
});
