import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { demo } from './demo';
import { ask, firstObligation, open, useBrowser } from './harness';

useBrowser();

/** Where the pictures go. */
const folder = process.env['SCREENS']!;
const day = '2013-10-01';

it('pictures of every view, at three widths, light and dark', async () => {
  mkdirSync(folder, { recursive: true });
  await demo(day);
  const { id } = await firstObligation('vn24-72-so-noi-vu', 'status: [IN_PROGRESS]');
  const district = (await ask('{ unit(id: "vn24-72") { children(kind: DISTRICT) { id } } }')).unit.children[0].id;
  const waiting = (await ask('{ obligations(under: "vn24-52", first: 1, filter: { status: [WAITING] }) { nodes { id } } }')).obligations
    .nodes[0].id;
  const views = {
    ministry: `/units/bnv?year=2013&asOf=${day}`,
    province: `/units/vn24-72?asOf=${day}`,
    district: `/units/${district}?asOf=${day}`,
    unit: `/units/vn24-72-so-noi-vu?asOf=${day}`,
    list: `/units/vn24-72/obligations?list=overdue&asOf=${day}`,
    clerk: `/units/vn24-72-so-noi-vu/obligations?asOf=${day}&open=${encodeURIComponent(id)}`,
    trigger: `/units/vn24-52/obligations?list=waiting&asOf=${day}&open=${encodeURIComponent(waiting)}`,
    plans: `/units/vn24-72/plans?asOf=${day}`,
    plan: `/units/vn24-72/plans/tay-ninh-2013?asOf=${day}`,
    history: '/units/vn24-72-so-noi-vu/history',
  };
  for (const [width, height] of [
    [360, 740],
    [1280, 900],
    [3840, 2160],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [name, path] of Object.entries(views)) {
        const { page, close } = await open(path, { viewport: { width, height }, colorScheme });
        await page.locator('h1').waitFor();
        await page.locator('.bone').first().waitFor({ state: 'detached' });
        await page.locator('.live.live').waitFor();
        await page.evaluate(() => document.fonts.ready);
        const picture = await page.screenshot({
          path: join(folder, `${name}-${width}-${colorScheme}.png`),
          fullPage: width === 1280 && !path.includes('open='),
        });
        expect(picture.length).toBeGreaterThan(5_000);
        await close();
      }
    }
  }
  const { page, close } = await open(views.province);
  await page.locator('.bone').first().waitFor({ state: 'detached' });
  await page.pdf({ path: join(folder, 'province-a4.pdf'), preferCSSPageSize: true });
  await close();
});
