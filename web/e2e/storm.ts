import { expect, it } from 'vitest';
import { agree, ask, figure, open, requestId, useBrowser } from './harness';
import { sleep } from './server';

useBrowser();

const perSecond = 500;
const seconds = 20;

/** Changes per request, and concurrent requests. */
const batch = 10;
const underWayMax = 40;

/** Noticeable counts: browsers call a task long from 50 ms on. */
interface Seen {
  longTasks: number[];
  frames: number;
}

it(`the ministry's page under ${perSecond} changes a second for ${seconds} s`, async () => {
  const { obligations } = await ask(
    '{ obligations(under: "vn24-82", first: 500, filter: { kind: TASK, status: [NOT_STARTED] }) { nodes { id } } }',
  );
  const ids: string[] = obligations.nodes.map((one: { id: string }) => one.id);
  const { page, close } = await open('/units/bnv');
  await page.locator('.live.live').waitFor();
  await page.locator('.bone').first().waitFor({ state: 'detached' });
  await page.evaluate(() => {
    const seen: Seen = { longTasks: [], frames: 0 };
    (window as any).seen = seen;
    new PerformanceObserver((list) => seen.longTasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
      type: 'longtask',
    });
    const frame = () => {
      seen.frames++;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  // Requests are sent by the clock: delays are caught up, since people do not wait for each other.
  let sent = 0;
  let answered = 0;
  const began = Date.now();
  const underWay = new Set<Promise<void>>();
  const send = async () => {
    const fields = Array.from({ length: batch }, () => {
      const n = sent++;
      return `m${n}: reportProgress(requestId: "${requestId()}", obligation: "${ids[n % ids.length]}", percent: ${(n * 7) % 100}) { version }`;
    });
    await ask(`mutation { ${fields.join(' ')} }`);
    answered += batch;
  };
  while (Date.now() - began < seconds * 1_000) {
    while (sent + batch <= ((Date.now() - began) * perSecond) / 1_000 && underWay.size < underWayMax) {
      const one: Promise<void> = send().finally(() => underWay.delete(one));
      underWay.add(one);
    }
    await sleep(10);
  }
  await Promise.all(underWay);
  const took = (Date.now() - began) / 1_000;
  await agree(
    async () => Number(await figure(page, 'Tiến độ theo trọng số')),
    async () => (await ask('{ unit(id: "bnv") { progress { percent } } }')).unit.progress.percent as number,
  );
  const seen = await page.evaluate(() => (window as any).seen as Seen);
  const worst = Math.max(0, ...seen.longTasks);
  console.log(
    JSON.stringify({
      changesPerSecond: Math.round(answered / took),
      framesPerSecond: Math.round(seen.frames / took),
      longTasks: seen.longTasks.length,
      longestMs: Math.round(worst),
      over100Ms: seen.longTasks.filter((ms) => ms > 100).length,
    }),
  );
  expect(seen.frames).toBeGreaterThan(0);
  await close();
});
