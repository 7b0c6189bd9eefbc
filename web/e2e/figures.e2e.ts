import { beforeAll, describe, expect, it } from 'vitest';
import { ask, eventually, itIfLong, open, requestId, useBrowser } from './harness';

useBrowser();

const figures = `total done cancelled overdue doneOnTime doneLate withinTerm waiting completionRate percent unitPercent units unitsSilent
  due7: dueWithin(days: 7) due30: dueWithin(days: 30) due90: dueWithin(days: 90) budget { planned spent }`;

/** Something of every state, so that no figure is zero by chance. */
async function live(): Promise<void> {
  const { obligations } = await ask(
    `{ obligations(under: "vn24-72", first: 60, filter: { kind: TASK, status: [NOT_STARTED], dueFrom: "2013-01-02" }) { nodes { id due } } }`,
  );
  for (const [i, { id, due }] of obligations.nodes.entries()) {
    const o = `requestId: "${requestId()}", obligation: "${id}"`;
    if (i % 4 === 0) await ask(`mutation { reportProgress(${o}, percent: ${(i * 7) % 100}, spent: ${i * 1_000_000}) { id } }`);
    else if (i % 4 === 1)
      await ask(
        `mutation { a: submit(${o}, completedOn: "${due}") { id } b: accept(requestId: "${requestId()}", obligation: "${id}") { id } }`,
      );
    else if (i % 4 === 2)
      await ask(
        `mutation { a: submit(${o}, completedOn: "2014-06-01") { id } b: accept(requestId: "${requestId()}", obligation: "${id}") { id } }`,
      );
    else if (i % 12 === 3) await ask(`mutation { cancel(${o}, reason: "Trùng") { id } }`);
    else if (i % 12 === 7) await ask(`mutation { raiseDifficulty(${o}, text: "Chưa có kinh phí") { id } }`);
  }
  // The roll-up follows within milliseconds: it is complete when it equals the lists.
  await eventually(async () => {
    const told = await ask(`{
      unit(id: "vn24-72") { progress { done cancelled percent } }
      done: obligations(under: "vn24-72", filter: { kind: TASK, status: [DONE] }) { totalCount }
      cancelled: obligations(under: "vn24-72", filter: { kind: TASK, status: [CANCELLED] }) { totalCount }
      all: obligations(under: "vn24-72", filter: { kind: TASK }) { totals { percent } }
    }`);
    const { done, cancelled, percent } = told.unit.progress;
    return [done - told.done.totalCount, cancelled - told.cancelled.totalCount, Math.abs(percent - told.all.totals.percent) < 1e-6];
  }, [0, 0, true]);
}

const asOf = '2013-08-15';

describe('every number explains itself', () => {
  beforeAll(live);

  it.each(['', '&kind=ALL', '&year=2013&plan=tay-ninh-2013'])(
    'at the province, with asOf%s: the page shows what the API says, and each list is as long as its figure',
    async (scope) => {
      const kind = scope.includes('ALL') ? 'null' : 'TASK';
      const filter = `{ kind: ${kind}${scope.includes('plan') ? ', year: 2013, plan: "tay-ninh-2013"' : ''} }`;
      const read = async () =>
        (await ask(`{ unit(id: "vn24-72") { progress(filter: ${filter}, asOf: "${asOf}") { ${figures} } } }`)).unit.progress;
      const { page, complaints, close } = await open(`/units/vn24-72?asOf=${asOf}${scope}`);
      await page.locator('.headline a.figure').first().waitFor();
      const progress = await read();
      const shown = await page.locator('.headline a.figure, .deadlines .tiles a.figure').evaluateAll((links) =>
        (links as HTMLAnchorElement[]).map((link) => ({
          href: link.getAttribute('href')!,
          value: Number(link.dataset['figure']),
          label: link.getAttribute('aria-label')!.split(':')[0]!,
        })),
      );
      expect(shown.length).toBeGreaterThanOrEqual(12);

      const counts: Record<string, number> = {
        all: progress.total,
        cancelled: progress.cancelled,
        waiting: progress.waiting,
        onTime: progress.doneOnTime,
        late: progress.doneLate,
        within: progress.withinTerm,
        overdue: progress.overdue,
        due7: progress.due7,
        due30: progress.due30,
        due90: progress.due90,
      };
      for (const { href, value, label } of shown) {
        const list = new URL(href, 'http://x').searchParams.get('list') ?? 'all';
        await page.evaluate((to) => {
          history.pushState(null, '', to);
          dispatchEvent(new PopStateEvent('popstate'));
        }, href);
        const count = page.locator('.explain strong');
        await count.waitFor();
        const length = Number(await count.getAttribute('data-count'));
        const explained = await page.locator('.explain').innerText();
        if (label === 'Kinh phí') {
          expect(value).toBe(progress.budget.planned);
        } else if (list === 'silent') {
          expect(value, label).toBe(progress.unitsSilent);
          expect(explained, label).toContain(`${value.toLocaleString('vi-VN')} đơn vị`);
        } else if (list === 'counted') {
          expect(length, label).toBe(progress.total - progress.cancelled);
          if (label === 'Tiến độ theo trọng số') {
            expect(value).toBe(progress.percent);
            expect(explained).toContain(`${value.toLocaleString('vi-VN', { minimumFractionDigits: 1, maximumFractionDigits: 1 })}%`);
          } else {
            expect(value).toBe(progress.unitPercent);
            expect(explained).toContain(`${progress.units.toLocaleString('vi-VN')} đơn vị`);
          }
        } else if (list === 'due') {
          expect(value).toBe(progress.completionRate);
          expect(length).toBe(progress.done + progress.overdue);
        } else {
          expect(value, label).toBe(counts[list]);
          expect(length, label).toBe(value);
        }
      }
      expect(complaints).toEqual([]);
      await close();
    },
  );

  itIfLong('in the ranking, by area and along the curve of what will be overdue, too', async () => {
    const { page, close } = await open(`/units/vn24-72?asOf=${asOf}`);
    const cells = page.locator('.ranking tbody tr:nth-child(3) td a.figure, .areas li:nth-child(2) a.figure, .curve a.figure');
    await page.locator('.curve a.figure').first().waitFor();
    await cells.first().waitFor();
    const shown = await cells.evaluateAll((links) =>
      (links as HTMLAnchorElement[]).map((link) => ({ href: link.getAttribute('href')!, value: Number(link.dataset['figure']) })),
    );
    expect(shown.length).toBeGreaterThan(9 + 13);
    for (const { href, value } of shown) {
      const list = new URL(href, 'http://x').searchParams.get('list') ?? 'all';
      if (['due', 'counted', 'silent'].includes(list) || value > 100_000) continue;
      await page.evaluate((to) => {
        history.pushState(null, '', to);
        dispatchEvent(new PopStateEvent('popstate'));
      }, href);
      await page.locator('.explain strong').waitFor();
      expect(Number(await page.locator('.explain strong').getAttribute('data-count')), href).toBe(value);
    }
    await close();
  });

  it('a list of any length is read to its end, and saved whole', async () => {
    const { page, close } = await open('/units/bnv/obligations');
    const count = Number(await page.locator('.explain strong').getAttribute('data-count'));
    expect(count).toBeGreaterThan(2_000);
    await page.locator('tr[data-index="0"]').waitFor();
    await eventually(async () => {
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      return page.locator(`tr[data-index="${count - 1}"]`).count();
    }, 1);
    expect(await page.locator('tr[data-index]').count()).toBeLessThan(120);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Tải CSV' }).click();
    const stream = await (await saved).createReadStream();
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    const lines = Buffer.concat(parts).toString('utf8').trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFFMã;Đơn vị;Loại việc;/);
    expect(lines.length).toBe(count + 1);
    await close();
  });
});
