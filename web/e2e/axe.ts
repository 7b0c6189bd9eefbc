import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { eventually } from './harness';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Brings axe into the page, once. */
export const withAxe = (page: Page): Promise<unknown> => page.evaluate(axe);

const all = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on the page, by all rules or the given ones. */
export const faults = (page: Page, rules?: string[]): Promise<string[]> =>
  page.evaluate(async (runOnly) => {
    const { violations } = await (window as any).axe.run(document, { runOnly });
    return violations.flatMap((violation: any) =>
      violation.nodes.map((node: any) => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`),
    );
  }, rules ?? all);

/** Expects that axe finds nothing on the page. */
export async function axeFindsNothing(page: Page): Promise<void> {
  await withAxe(page);
  expect(await faults(page)).toEqual([]);
}

/** The same in light and in dark colours; the page stays dark. */
export async function axeFindsNothingInBothColours(page: Page): Promise<void> {
  await withAxe(page);
  // At other scroll positions the page's header covers something.
  await page.evaluate(() => scrollTo(0, 0));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await eventually(() => page.evaluate(() => document.documentElement.dataset['theme']), colorScheme);
    expect(await faults(page), colorScheme).toEqual([]);
  }
}
