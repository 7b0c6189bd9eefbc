import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { faults, withAxe } from './axe';
import { ask, eventually, isLong, itIfLong, open, patienceMs, requestId, server, useBrowser } from './harness';

useBrowser();

/** Faults of GraphiQL itself that its settings cannot fix; all others are ours. */
const known = ['color-contrast', 'link-in-text-block', 'nested-interactive', 'target-size'];

const colours = { light: 'rgb(255, 255, 255)', dark: 'rgb(33, 42, 59)' };

const editor = (page: Page) => page.locator('.graphiql-query-editor');

const coloured = (page: Page, colorScheme: keyof typeof colours): Promise<void> =>
  eventually(
    () => page.evaluate(() => getComputedStyle(document.querySelector('.graphiql-container')!).backgroundColor),
    colours[colorScheme],
  );

/** The page, with its editor loaded and the schema read. */
async function opened(colorScheme: 'light' | 'dark') {
  const window = await open('/graphql', { viewport: { width: 1400, height: 900 }, colorScheme });
  await editor(window.page).locator('.view-line').first().waitFor();
  return window;
}

/**
 * Replaces an editor's content by pasting, since typing would trigger completion. The editor drops input while it loads its first text, so
 * this pastes until the text is there.
 */
async function write(page: Page, text: string, into = editor(page)): Promise<void> {
  const bare = (shown: string) => shown.replace(/\s/g, '');
  await eventually(async () => {
    await page.keyboard.press('Escape');
    await into.getByRole('textbox').first().focus();
    await page.keyboard.press('Control+A');
    await page.evaluate((pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      document.activeElement!.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
    return bare(await into.locator('.view-lines').innerText());
  }, bare(text));
}

/** The content of the answer pane, on one line. */
const answer = async (page: Page): Promise<string> =>
  (await page.locator('.result-window .view-lines').allInnerTexts()).join(' ').replace(/\s+/g, ' ');

const answers = (page: Page, expected: RegExp): Promise<void> =>
  eventually(async () => {
    const shown = await answer(page);
    return expected.test(shown) ? 'as expected' : shown;
  }, 'as expected');

describe.each(isLong ? (['light', 'dark'] as const) : (['light'] as const))('GraphiQL, %s', (name) => {
  const colorScheme = name === 'light' ? name : 'dark';

  it('shows samples and documentation, completes, answers a query and follows a subscription', async () => {
    const unit = requestId();
    await ask(`mutation { registerUnit(requestId: "${unit}", input: { id: "${unit}", name: "Thử", kind: BODY, parent: "bnv" }) { id } }`);
    const { page, complaints, close } = await opened(colorScheme);
    expect(await page.title()).toBe('GraphQL · Hierarchy');
    await editor(page).getByText('Tiến độ của cả nước').first().waitFor();
    expect(await page.locator('.graphiql-tab').count()).toBe(5);
    await coloured(page, colorScheme);

    await page.locator('[aria-label="Show Documentation Explorer"]').click();
    const explorer = page.locator('.graphiql-doc-explorer');
    await explorer.getByText('Query', { exact: true }).first().click();
    await explorer.getByText('unit', { exact: true }).first().click();
    await explorer.getByText('Null when there is no such unit').waitFor();

    // The completion worker may not know the schema yet and offers nothing; then a user would continue and ask again.
    const offered = page.locator('.suggest-widget.visible .monaco-list-row.focused').getByText('name').first();
    await eventually(async () => {
      await write(page, '{ unit(id: "vn24-72") { progress(asOf: "2013-07-01") { total } nam } }');
      for (let i = 0; i < ' } }'.length; i++) await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Control+Space');
      return offered.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      );
    }, true);
    await page.keyboard.press('Enter');
    await page.locator('.graphiql-execute-button').click();
    await answers(page, /"total": 451.*"name": "Tỉnh Tây Ninh"/);

    await write(page, `subscription { progressChanged(unit: "${unit}") { id progress(filter: { kind: null }) { version } } }`);
    await page.locator('.graphiql-execute-button').click();
    await answers(page, new RegExp(`"id": "${unit}".*"version": \\d+`));
    const version = async () => Number(/"version": (\d+)/.exec(await answer(page))?.[1]);
    const first = await version();
    await ask(`mutation { adoptPlan(requestId: "${unit}-p", input: {
      id: "${unit}-p", owner: "${unit}", title: "Thử", startYear: 2013, endYear: 2013,
      areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }] }) { id } }`);
    await eventually(async () => (await version()) > first, true);
    await page.locator('.graphiql-execute-button').click();

    await withAxe(page);
    expect((await faults(page)).filter((fault) => !known.some((rule) => fault.startsWith(`${rule}:`)))).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('the page of the API', () => {
  it('is dark where all is', async () => {
    const { page, complaints, close } = await opened('dark');
    await coloured(page, 'dark');
    expect(complaints).toEqual([]);
    await close();
  });

  it('loads nothing from elsewhere, and no script but its own', async () => {
    const { page, close } = await open('about:blank');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const response = await page.goto(`${server().address}/graphql`);
    await editor(page).locator('.view-line').first().waitFor({ timeout: patienceMs });
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((url) => new URL(url).origin !== server().address)).toEqual([]);
    expect(response!.headers()['content-security-policy']).toContain("script-src 'self';");
    await close();
  });

  itIfLong('asks with the token of the headers, over HTTP and WebSocket, and keeps none', async () => {
    const { page, close } = await opened('light');
    const bearers: (string | undefined)[] = [];
    const inits: string[] = [];
    page.on('request', (request) => bearers.push(request.headers()['authorization']));
    page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => inits.push(String(payload))));
    await page
      .getByRole('tab', { name: 'Headers' })
      .or(page.getByRole('button', { name: 'Headers' }))
      .first()
      .click();
    const headers = page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden)');
    await write(page, '{ "Authorization": "Bearer secret-of-the-test" }', headers);
    await write(page, '{ root { id } }');
    await page.locator('.graphiql-execute-button').click();
    await answers(page, /"id": "bnv"/);
    expect(bearers).toContain('Bearer secret-of-the-test');
    await write(page, 'subscription { progressChanged(unit: "vn24-72") { id } }');
    await page.locator('.graphiql-execute-button').click();
    await answers(page, /"id": "vn24-72"/);
    expect(inits.find((text) => text.includes('connection_init'))).toContain('Bearer secret-of-the-test');
    const kept = await page.evaluate(() => Object.entries(localStorage).filter(([, value]) => value.includes('secret-of-the-test')));
    expect(kept).toEqual([]);
    await close();
  });
});
