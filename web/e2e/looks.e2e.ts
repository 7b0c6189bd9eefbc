import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { axeFindsNothing, axeFindsNothingInBothColours, faults, withAxe } from './axe';
import { ask, eventually, firstObligation, isLong, itIfLong, open, server, type Opened, useBrowser } from './harness';

useBrowser();

const views = {
  ministry: '/units/bnv',
  province: '/units/vn24-72?asOf=2013-10-01',
  commune: '/units/vn24-72-so-noi-vu?asOf=2013-10-01',
  work: '/units/vn24-72-so-noi-vu/work',
  toAccept: '/units/vn24-72/work?show=accept',
  list: '/units/vn24-72/obligations?list=overdue&asOf=2013-10-01',
  emptyList: '/units/vn24-72/obligations?list=due7&asOf=2050-10-01',
  plans: '/units/vn24-72/plans',
  plan: '/units/vn24-72/plans/tay-ninh-2013?asOf=2013-10-01',
  planToAmend: '/units/vn24-72/plans/tay-ninh-2013',
  targets: '/units/vn24-72/targets?year=2013',
  target: '/units/vn24-72/targets/tay-ninh-2013.MT1?year=2013',
  targetOwed: '/units/vn24-72-so-noi-vu/targets/tay-ninh-2013.MT7.3?year=2013',
  inspections: '/units/vn24-72/inspections?year=2013',
  people: '/units/vn24-72/people',
  reports: '/units/vn24-72/reports?asOf=2013-06-11',
  report: '/units/vn24-72-so-noi-vu/reports/bao-cao-tay-ninh-2013~2013-Q1',
  history: '/units/vn24-72-so-noi-vu/history',
  reorganisations: '/units/vn24-530/reorganisations',
  audit: '/units/vn24-72-so-noi-vu/audit',
  nobody: '/units/nowhere',
};

const settled = async (page: Page) => {
  await page.locator('h1').first().waitFor();
  await page.locator('.bone').first().waitFor({ state: 'detached' });
};

const widths = [
  [360, 740],
  [1280, 900],
  [3840, 2160],
] as const;

describe('everybody can use it', () => {
  // One window visits all views, in all sizes and colours: cheaper than new windows.
  let window: Opened;
  const go = async (path: string) => {
    const [phone] = widths;
    window ??= await open('about:blank', { viewport: { width: phone[0], height: phone[1] }, colorScheme: 'light' });
    window.complaints.length = 0;
    await window.page.setViewportSize({ width: phone[0], height: phone[1] });
    await window.page.emulateMedia({ colorScheme: 'light' });
    await window.page.goto(server().address + path);
    await settled(window.page);
    await withAxe(window.page);
    return window;
  };
  afterAll(() => window?.close());

  const dress = async (page: Page, colorScheme: 'light' | 'dark') => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme });
    await eventually(() => page.evaluate(() => document.documentElement.dataset['theme']), colorScheme);
  };

  it.each(Object.entries(views))(
    '%s: nothing sticks out at any width, axe finds nothing, and every colour is read on dark too',
    async (name, path) => {
      const { page, complaints } = await go(path);
      expect(await faults(page), `${name}, 360 px, light`).toEqual([]);
      for (const [width, height] of widths) {
        await page.setViewportSize({ width, height });
        await settled(page);
        await eventually(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      }
      await dress(page, 'dark');
      expect(await faults(page, ['color-contrast']), `${name}, 1280 px, dark`).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  // Most of axe's rules are independent of width and colours.
  if (isLong)
    it.each(Object.entries(views))('%s: axe finds nothing on a large screen, on light or dark', async (name, path) => {
      const { page } = await go(path);
      for (const colorScheme of ['light', 'dark'] as const) {
        await dress(page, colorScheme);
        expect(await faults(page), `${name}, 1280 px, ${colorScheme}`).toEqual([]);
      }
    });

  it('an open obligation: axe finds nothing, on light or dark', async () => {
    const { id } = await firstObligation('vn24-72-so-noi-vu', 'kind: TASK, status: [NOT_STARTED]');
    const { page, close } = await open(`/units/vn24-72/obligations?open=${encodeURIComponent(id)}`);
    await page.getByRole('form', { name: 'Báo cáo tiến độ' }).waitFor();
    await axeFindsNothingInBothColours(page);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('open=');
    await close();
  });
});

describe('what opens', () => {
  itIfLong('plans to choose from, and the forms of a waiting obligation: axe finds nothing', async () => {
    const { obligations } = await ask('{ obligations(under: "vn24-52", first: 1, filter: { status: [WAITING] }) { nodes { id } } }');
    const { page, complaints, close } = await open('/units/vn24-52', { viewport: { width: 360, height: 740 } });
    await settled(page);
    await withAxe(page);
    await page.locator('.scope > button').click();
    await page.getByRole('combobox', { name: 'Kế hoạch', exact: true }).click();
    await page.locator('.plan-choice').getByRole('option').nth(1).waitFor();
    await axeFindsNothing(page);
    await page.evaluate(
      (to) => {
        history.pushState(null, '', to);
        dispatchEvent(new PopStateEvent('popstate'));
      },
      `/units/vn24-52/obligations?open=${encodeURIComponent(obligations.nodes[0].id)}`,
    );
    await page.getByRole('form', { name: 'Kích hoạt: sự kiện đã xảy ra' }).waitFor();
    await page.locator('summary').getByText('Hủy việc này').click();
    await page.getByRole('form', { name: 'Hủy việc này' }).getByRole('button').click();
    await page.getByText('Nêu lý do hủy.').waitFor();
    await axeFindsNothing(page);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('it is calm', () => {
  it('nothing jumps while the first view loads', async () => {
    const { page, close } = await open('about:blank');
    await page.addInitScript(() => {
      (window as any).shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as any[]) if (!entry.hadRecentInput) (window as any).shift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`${server().address}/units/vn24-72?asOf=2013-10-01`);
    await settled(page);
    const shift = await page.evaluate(() => (window as any).shift as number);
    console.log(`cumulative layout shift ${shift.toFixed(4)}`);
    // "Good" in the Web Vitals; content below the fold may still grow.
    expect(shift).toBeLessThan(0.1);
    await close();
  });

  it('prints the state of a unit on A4, without its controls', async () => {
    const { page, close } = await open('/units/vn24-72?asOf=2013-10-01');
    await settled(page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.top').isVisible()).toBe(false);
    expect(await page.locator('.filters').isVisible()).toBe(false);
    expect(await page.locator('.printed').isVisible()).toBe(true);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length;
    expect(pages).toBeLessThanOrEqual(3);
    await close();
  });

  itIfLong('prints a list whole, with its heads on every sheet and the number of each', async () => {
    const { page, close } = await open('/units/vn24-72/obligations?list=overdue&asOf=2013-10-01');
    const count = page.locator('[data-count]').first();
    await count.waitFor();
    const total = Number(await count.getAttribute('data-count'));
    expect(total).toBeGreaterThan(100);
    // Printing would open a dialog; what would be printed is what counts.
    await page.evaluate(() => {
      window.print = () => {
        dispatchEvent(new Event('beforeprint'));
        (window as any).printed = document.querySelectorAll('tr[data-index]').length;
      };
    });
    await page.getByRole('button', { name: 'In trang A4' }).click();
    await eventually(() => page.evaluate(() => (window as any).printed as number), total);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)!.length).toBeGreaterThan(3);
    expect(await page.locator('.obligations thead').evaluate((head) => getComputedStyle(head).display)).toBe('table-header-group');
    await close();
  });
});
