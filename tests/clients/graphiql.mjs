// GraphiQL, bundled here, works on a running endpoint in a real browser: it reads the schema, shows its documentation, executes a query, and
// follows a subscription.
//   node graphiql.mjs ADDRESS FOLDER    FOLDER is empty and somebody else's to remove
import assert from 'node:assert/strict';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';

const [address, folder] = process.argv.slice(2);
const here = import.meta.dirname;
const patienceMs = 200_000;

symlinkSync(join(here, 'node_modules'), join(folder, 'node_modules'));
writeFileSync(join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><div id="page" style="height: 100vh"></div><script type="module" src="/page.jsx"></script>');
writeFileSync(join(folder, 'page.jsx'), `
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const url = new URL('/graphql', location.href).href;
const fetcher = createGraphiQLFetcher({ url, subscriptionUrl: url.replace('http', 'ws') });
const initialQuery = decodeURIComponent(location.hash.slice(1));
createRoot(document.getElementById('page')).render(createElement(GraphiQL, { fetcher, initialQuery }));
`);
await build({
  root: folder, configFile: false, logLevel: 'error', base: '/graphiql/',
  build: { outDir: join(folder, 'built'), chunkSizeWarningLimit: 100_000, minify: false },
  worker: { format: 'es' },
});

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--disable-dev-shm-usage',
    // The page is given to the browser by this script, so the browser does not know that it comes from this machine as the endpoint does.
    '--disable-features=LocalNetworkAccessChecks',
  ],
});
try {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  // The page comes from the folder, as if the server had it; what it asks goes to the server.
  await context.route('**/graphiql/**', (route) => {
    const path = new URL(route.request().url()).pathname.replace(/^\/graphiql\/?/, '') || 'index.html';
    return route.fulfill({ body: readFileSync(join(folder, 'built', path)), contentType: types[extname(path)] ?? 'application/octet-stream' });
  });

  const query = await opened('{ unit(id: "vn24-72") { name progress(asOf: "2013-07-01") { total overdue } } }');
  await query.locator('[aria-label="Show Documentation Explorer"]').click();
  const explorer = query.locator('.graphiql-doc-explorer');
  await explorer.getByText('Query', { exact: true }).first().click();
  await explorer.getByText('searchUnits', { exact: true }).first().waitFor();
  await explorer.getByText('unit', { exact: true }).first().click();
  await explorer.getByText('Null when there is no such unit.').waitFor();
  await query.locator('.graphiql-execute-button').click();
  assert.match(await answered(query, /"overdue"/), /"name": "Tỉnh Tây Ninh".*"total": 451.*"overdue": 351/);

  // A unit of its own, so that nobody else changes it.
  const unit = `graphiql-${process.pid}`;
  await done(`registerUnit(requestId: "${unit}", input: { id: "${unit}", name: "Thử", kind: BODY, parent: "bnv" }) { id }`);
  const watch = await opened(`subscription { progressChanged(unit: "${unit}") { id progress(filter: { kind: null }) { version } } }`);
  await watch.locator('.graphiql-execute-button').click();
  const first = version(await answered(watch, /"version": \d+/));
  await done(`adoptPlan(requestId: "${unit}-p", input: {
    id: "${unit}-p", owner: "${unit}", title: "Thử", startYear: 2013, endYear: 2013, areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }]
  }) { id }`);
  const until = Date.now() + patienceMs;
  while (version(await answered(watch, /"version": \d+/)) <= first) {
    assert.ok(Date.now() < until, 'the change never came');
    await new Promise((done) => setTimeout(done, 50));
  }
  console.log('GraphiQL read the schema, answered a query and followed a subscription');
} finally {
  await browser.close();
}

async function opened(text) {
  const page = await browser.contexts()[0].newPage();
  page.setDefaultTimeout(patienceMs);
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`${new URL(address).origin}/graphiql/#${encodeURIComponent(text)}`);
  // The button is there before the editor has its text.
  await page.locator('.graphiql-query-editor .view-lines').getByText(/unit|progressChanged/).first().waitFor();
  return page;
}

/** What the pane of answers shows, as one line, once it looks as expected. */
async function answered(page, expected) {
  const until = Date.now() + patienceMs;
  for (;;) {
    const shown = (await page.locator('.result-window .view-lines').allInnerTexts()).join(' ').replace(/\s+/g, ' ');
    if (expected.test(shown)) return shown;
    assert.ok(Date.now() < until, `shows only: ${shown}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

function version(shown) {
  return Number(/"version": (\d+)/.exec(shown)[1]);
}

async function done(mutation) {
  const response = await fetch(address, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ query: `mutation { ${mutation} }` }),
  });
  assert.equal((await response.json()).errors, undefined);
}
