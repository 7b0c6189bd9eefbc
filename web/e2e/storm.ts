import { expect, it } from 'vitest';
import { agree, ask, figure, open, requestId, useBrowser } from './harness';
import { sleep } from './server';

useBrowser();

const perSecond = 500;
const seconds = 20;

/** Counts that a person would notice: the browser calls a task long from 50 ms on. */
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
  let sent = 0;
  const until = Date.now() + seconds * 1_000;
  const batch = 25;
  while (Date.now() < until) {
    const began = Date.now();
    const round = Array.from({ length: perSecond / batch / 2 }, async () => {
      const fields = Array.from({ length: batch }, (_, i) => {
        const n = sent++;
        return `m${i}: reportProgress(requestId: "${requestId()}", obligation: "${ids[n % ids.length]}", percent: ${(n * 7) % 100}) { version }`;
      });
      await ask(`mutation { ${fields.join(' ')} }`);
    });
    await Promise.all(round);
    await sleep(Math.max(0, 500 - (Date.now() - began)));
  }
  await agree(
    async () => Number(await figure(page, 'Tiến độ theo trọng số')),
    async () => (await ask('{ unit(id: "bnv") { progress { percent } } }')).unit.progress.percent as number,
  );
  const seen = await page.evaluate(() => (window as any).seen as Seen);
  const worst = Math.max(0, ...seen.longTasks);
  console.log(
    JSON.stringify({
      changesPerSecond: Math.round(sent / seconds),
      framesPerSecond: Math.round(seen.frames / seconds),
      longTasks: seen.longTasks.length,
      longestMs: Math.round(worst),
      over100Ms: seen.longTasks.filter((ms) => ms > 100).length,
    }),
  );
  expect(seen.frames).toBeGreaterThan(0);
  await close();
});
