import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  agree,
  ask,
  eventually,
  figure,
  firstObligation,
  itIfLong,
  open,
  replaceServer,
  requestId,
  send,
  server,
  useBrowser,
} from './harness';
import { kill, start, stop } from './server';

useBrowser();

describe('a page that stays open', () => {
  it('says that it is cut off when the server is killed, and is right again when that is back', async () => {
    const { page, close } = await open('/units/vn24-72');
    await page.locator('.live.live').waitFor();
    const shown = async () => ({
      overdue: Number(await figure(page, 'Chưa xong, quá hạn')),
      doneLate: Number(await figure(page, 'Hoàn thành trễ hạn')),
    });
    const told = async () => (await ask('{ unit(id: "vn24-72") { progress { overdue doneLate } } }')).unit.progress;
    const before = await agree(shown, told);
    const obligation = await firstObligation('vn24-72-so-noi-vu', 'kind: TASK, timeliness: [OVERDUE], status: [NOT_STARTED]');

    await kill(server());
    await page.getByText(/Mất kết nối từ \d\d:\d\d:\d\d\./).waitFor();
    expect(await shown()).toEqual(before);
    // Commands sent in the meantime are kept until they can be answered.
    await page.evaluate((to) => {
      history.pushState(null, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    }, '/units/vn24-72');

    replaceServer(await start(server()));
    await ask(
      `mutation { a: submit(requestId: "${requestId()}", obligation: "${obligation.id}") { id } b: accept(requestId: "${requestId()}", obligation: "${obligation.id}") { id } }`,
    );
    await page.locator('.live.live').waitFor();
    await page.locator('.notice.cut').waitFor({ state: 'detached' });
    await agree(shown, told, (now) => now.overdue === before.overdue - 1);
    expect(await shown()).toEqual({ overdue: before.overdue - 1, doneLate: before.doneLate + 1 });
    await close();
  });

  it('many changes at once leave it right, and paint it no more than once a frame', async () => {
    const { page, complaints, close } = await open('/units/bnv');
    await page.locator('.live.live').waitFor();
    await page.evaluate(() => {
      const seen = { frames: 0, paints: 0 };
      (window as any).seen = seen;
      let painted = false;
      new MutationObserver(() => {
        painted = true;
      }).observe(document.getElementById('app')!, { subtree: true, childList: true, characterData: true, attributes: true });
      const frame = () => {
        seen.frames++;
        if (painted) seen.paints++;
        painted = false;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
    const { obligations } = await ask(
      '{ obligations(under: "vn24-82", first: 120, filter: { kind: TASK, status: [NOT_STARTED] }) { nodes { id } } }',
    );
    const changes = obligations.nodes.length;
    await Promise.all(
      Array.from({ length: 30 }, async (_, lane) => {
        for (let i = lane; i < changes; i += 30) {
          await ask(
            `mutation { submit(requestId: "${requestId()}", obligation: "${obligations.nodes[i].id}", completedOn: "2018-01-01") { id } }`,
          );
        }
      }),
    );
    const shown = async () => Number(await figure(page, 'Tiến độ theo trọng số'));
    const told = async (): Promise<number> => (await ask('{ unit(id: "bnv") { progress { percent } } }')).unit.progress.percent;
    // The total is complete when its percent equals that of the whole list.
    const whole = '{ obligations(under: "bnv", filter: { kind: TASK }) { totals { percent } } }';
    const summed: number = (await ask(whole)).obligations.totals.percent;
    await agree(shown, told, (percent) => Math.abs(percent - summed) < 1e-6);
    const seen = await page.evaluate(() => (window as any).seen as { frames: number; paints: number });
    expect(seen.paints).toBeLessThanOrEqual(seen.frames);
    expect(seen.paints).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('with tokens', () => {
  itIfLong('asks for one, says when it is wrong, keeps the right one for the tab, and says what that may not do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hierarchy-tokens-'));
    const line = (token: string, name: string, unit: string) => `${createHash('sha256').update(token).digest('hex')}  ${name}  ${unit}\n`;
    writeFileSync(join(folder, 'tokens'), line('mat-khau', 'an', 'vn24-72') + line('khac', 'ba', '*'));
    const guarded = await start(undefined, { HIERARCHY_TOKENS: join(folder, 'tokens') });
    try {
      const { page, close } = await open('/units/vn24-72', {}, guarded.address);
      const dialog = page.getByRole('dialog', { name: 'Cần mã truy cập' });
      for (const wrong of ['mã sai', 'ma-sai']) {
        await dialog.getByLabel('Mã truy cập').fill(wrong);
        await send(dialog, 'Vào hệ thống', 'Hệ thống không biết mã này');
      }
      await dialog.getByLabel('Mã truy cập').fill('mat-khau');
      await dialog.getByRole('button', { name: 'Vào hệ thống' }).click();
      await page.locator('.headline a.figure').first().waitFor();
      await page.locator('.live.live').waitFor();
      await page.reload();
      await page.locator('.headline a.figure').first().waitFor();
      await eventually(() => dialog.count(), 0);

      // Tiền Giang is another person's province.
      await page.goto(`${guarded.address}/units/vn24-82/obligations?status=NOT_STARTED`);
      await page.locator('tr[data-index="0"] th a').click();
      await page
        .getByRole('region', { name: 'Việc không làm được ở đây' })
        .getByText(/Báo cáo tiến độ: *Cần quyền báo cáo/)
        .waitFor();
      expect(await page.getByRole('form', { name: 'Báo cáo tiến độ' }).count()).toBe(0);
      await close();
    } finally {
      await stop(guarded);
    }
  });
});
