import { readFileSync, writeFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { sleep, type Server } from './server';

/** Debian's browser, which never connects to other machines. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** Whether long tests run too, which examine corner cases: `./test --long`. */
export const isLong = process.env['HIERARCHY_LONG'] === '1';

/** Such a test. */
export const itIfLong = (name: string, test: () => Promise<void>): void => {
  if (isLong) it(name, test);
};

/** A long wait for things that take a moment on a quiet machine. */
export const patienceMs = 45_000;

export const server = (): Server => JSON.parse(readFileSync(inject('stateFile'), 'utf8')) as Server;
export const replaceServer = (next: Server): void => writeFileSync(inject('stateFile'), JSON.stringify(next));

let browser: Browser;

/** Opens the browser for the tests of a file. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: flags });
  });
  afterAll(() => browser.close());
}

export interface Opened {
  page: Page;
  /** Errors in the browser, including violations of the content security policy. */
  complaints: string[];
  close: () => Promise<void>;
}

/** A separate window, like another person's. */
export async function open(path: string, options: BrowserContextOptions = {}, address = server().address): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'vi-VN',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  if (path !== 'about:blank') await page.goto(address + path);
  return { page, complaints, close: () => context.close() };
}

let requests = 0;

/** The same API, without the page. */
export async function ask<T = any>(query: string, variables: Record<string, unknown> = {}, at = server().address): Promise<T> {
  const response = await fetch(`${at}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as { data: T; errors?: { message: string }[] };
  if (answer.errors) throw new Error(answer.errors.map((error) => error.message).join('; '));
  return answer.data;
}

export const requestId = (): string => `e2e-${process.pid}-${Date.now()}-${requests++}`;

/** By keyboard only: focuses the field and types. */
export async function type(page: Page, field: Locator, text: string): Promise<void> {
  await field.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
}

/** By keyboard: an action first asks for its reason, and is done once it is given. */
export async function pressWithReason(page: Page, button: string, needs: string, label: string, reason: string): Promise<void> {
  await press(page, button);
  await page.getByText(needs).waitFor();
  await type(page, page.getByLabel(label), reason);
  await press(page, button);
}

/** Sends a form by its button, and waits for the message. */
export async function send(form: Page | Locator, button: string, says: string | RegExp): Promise<void> {
  await form.getByRole('button', { name: button }).click();
  await form.getByText(says).waitFor();
}

/** Expects that parts of the page are printed, and controls are not. */
export async function onPaper(page: Page, shown: string[], hidden: Locator): Promise<void> {
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  for (const one of shown) expect(await page.locator(one).first().isVisible(), one).toBe(true);
  expect(await hidden.isVisible()).toBe(false);
  expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(10_000);
  await page.emulateMedia({ media: 'screen' });
}

/** Waits until a value is as wanted; a failure shows the last one. */
export async function eventually<T>(read: () => Promise<T> | T, wanted: T): Promise<void> {
  const until = Date.now() + patienceMs;
  let last = await read();
  while (JSON.stringify(last) !== JSON.stringify(wanted) && Date.now() < until) {
    await sleep(25);
    last = await read();
  }
  expect(last).toEqual(wanted);
}

/**
 * Waits until the page shows what the API returns, reading both each time: figures follow changes within milliseconds, so neither value is
 * known in advance. Returns the agreed value; with `enough`, it must also satisfy that.
 */
export async function agree<T>(shown: () => Promise<T>, told: () => Promise<T>, enough: (value: T) => boolean = () => true): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const [page, api] = [await shown(), await told()];
    const same = JSON.stringify(page) === JSON.stringify(api);
    if (same && enough(page)) return page;
    if (Date.now() > until) {
      expect(page).toEqual(api);
      throw new Error(`Page and API agree on ${JSON.stringify(page)}, which is not what was waited for.`);
    }
    await sleep(25);
  }
}

/** The number of a headline figure, from the page's data attribute. */
export const figure = (page: Page, label: string): Promise<string | null> =>
  page.locator(`.headline a.figure[aria-label^="${label}:"]`).first().getAttribute('data-figure');

export async function firstObligation(unit: string, filter: string): Promise<{ id: string; title: string }> {
  const { unit: found } = await ask(`{ unit(id: "${unit}") { obligations(first: 1, filter: { ${filter} }) { nodes { id title } } } }`);
  return found.obligations.nodes[0];
}
