import { readFileSync, writeFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { sleep, type Server } from './server';

/** Debian's browser, which never looks for anything outside this machine. */
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

/** Whether the tests are made, too, that take long and look at a corner of what others try: `./test --long`. */
export const isLong = process.env['HIERARCHY_LONG'] === '1';

/** Such a test. */
export const itIfLong = (name: string, test: () => Promise<void>): void => {
  if (isLong) it(name, test);
};

/** For what takes a moment on a quiet machine. */
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
  /** What the browser complained of: errors, and what the content security policy refused. */
  complaints: string[];
  close: () => Promise<void>;
}

/** A window of its own, as of another person. */
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

/** All by the keyboard: the field has the focus, and what is typed goes where that is. */
export async function type(page: Page, field: Locator, text: string): Promise<void> {
  await field.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
}

/** By the keyboard: what wants a reason says so first, and is done once there is one. */
export async function pressWithReason(page: Page, button: string, needs: string, label: string, reason: string): Promise<void> {
  await press(page, button);
  await page.getByText(needs).waitFor();
  await type(page, page.getByLabel(label), reason);
  await press(page, button);
}

/** Sends a form by its button, and waits for what is said then. */
export async function send(form: Page | Locator, button: string, says: string | RegExp): Promise<void> {
  await form.getByRole('button', { name: button }).click();
  await form.getByText(says).waitFor();
}

/** Expects that some of the page stands on paper, and what acts does not. */
export async function onPaper(page: Page, shown: string[], hidden: Locator): Promise<void> {
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  for (const one of shown) expect(await page.locator(one).first().isVisible(), one).toBe(true);
  expect(await hidden.isVisible()).toBe(false);
  expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(10_000);
  await page.emulateMedia({ media: 'screen' });
}

/** Waits until a value is as wanted; what it was last is in the failure. */
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
 * Waits until what the page shows is what the API tells, both read anew each time: figures follow a change within milliseconds, so
 * neither is what the other has to become. Returns what they agree on; with `enough`, only a value that this accepts will do.
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

/** The number that a figure of the headline shows, as the page keeps it beside its text. */
export const figure = (page: Page, label: string): Promise<string | null> =>
  page.locator(`.headline a.figure[aria-label^="${label}:"]`).first().getAttribute('data-figure');

export async function firstObligation(unit: string, filter: string): Promise<{ id: string; title: string }> {
  const { unit: found } = await ask(`{ unit(id: "${unit}") { obligations(first: 1, filter: { ${filter} }) { nodes { id title } } } }`);
  return found.obligations.nodes[0];
}
