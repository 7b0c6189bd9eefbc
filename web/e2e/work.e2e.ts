import { describe, expect, it } from 'vitest';
import { ask, eventually, open, requestId, useBrowser, type Opened } from './harness';

useBrowser();

const unit = 'vn24-72-so-tai-chinh';
const province = 'vn24-72';

interface Owing {
  id: string;
  title: string;
  percent: number;
}

/** What the unit owes and has not begun. */
async function owing(first: number): Promise<Owing[]> {
  const { unit: found } = await ask(
    `{ unit(id: "${unit}") { obligations(first: ${first}, filter: { status: [NOT_STARTED], scope: ALL }) { nodes { id title percent } } } }`,
  );
  return found.obligations.nodes;
}

const row = (page: Opened['page'], id: string) => page.locator(`tr[data-obligation="${id}"]`);
const percentOf = (page: Opened['page'], id: string) => row(page, id).locator('input[data-column=percent]');
const now = async (id: string) => (await ask(`{ obligation(id: "${id}") { percent version status note } }`)).obligation;

/** How often the page sent a mutation of this name, and what with. */
function sent(page: Opened['page'], name: string): Record<string, any>[] {
  const all: Record<string, any>[] = [];
  page.on('request', (request) => {
    const body = request.postData() ?? '';
    if (request.url().endsWith('/graphql') && body.includes(`mutation ${name}`)) all.push(JSON.parse(body).variables);
  });
  return all;
}

describe('the work of a unit', () => {
  it('a month of reports is typed by keyboard alone, sent at once, and marked', async () => {
    const { page, complaints, close } = await open(`/units/${unit}/work`);
    const sends = sent(page, 'ReportMany');
    const first = page.locator('input[data-column=percent]').first();
    await first.focus();
    const ids: string[] = [];
    const count = Math.min(10, await page.locator('input[data-column=percent]').count());
    expect(count).toBeGreaterThan(1);
    for (let i = 0; i < count; i++) {
      ids.push((await page.evaluate(() => document.activeElement!.closest('tr')!.dataset['obligation']))!);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(`${i + 1},5`);
      if (i + 1 < count) await page.keyboard.press('Enter');
    }
    expect(new Set(ids).size).toBe(count);
    await page.keyboard.press('Control+Enter');
    await page.getByText(`Đã ghi nhận ${count} báo cáo.`).waitFor();
    expect(sends).toHaveLength(1);
    for (const [i, id] of ids.entries()) expect((await now(id)).percent).toBe(i + 1.5);
    await eventually(() => page.locator('.report-grid .reported').count(), count);
    await page
      .locator('.shows')
      .getByRole('link', { name: /Chưa báo cáo tháng này/ })
      .click();
    await page.waitForURL('**/work?show=unreported');
    await eventually(() => row(page, ids[0]!).count(), 0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('what is typed survives a reload and a closed window; a row that somebody else changed is refused alone, beside it', async () => {
    const [mine, theirs] = await owed();
    const { page, close } = await open(`/units/${unit}/work`);
    await percentOf(page, mine.id).fill('60');
    await row(page, mine.id).locator('input[data-column=note]').fill('Đã trình');
    await percentOf(page, theirs.id).fill('70');
    await page.reload();
    expect(await percentOf(page, mine.id).inputValue()).toBe('60');
    const again = await page.context().newPage();
    await page.close();
    await again.goto(`${page.url()}`);
    expect(await row(again, mine.id).locator('input[data-column=note]').inputValue()).toBe('Đã trình');

    await ask(`mutation { reportProgress(requestId: "${requestId()}", obligation: "${theirs.id}", percent: 33) { id } }`);
    await row(again, theirs.id).getByText('nay là 33%').waitFor();
    expect(await percentOf(again, theirs.id).inputValue()).toBe('70');
    await again.getByRole('button', { name: 'Gửi 2 báo cáo' }).click();
    await row(again, theirs.id).getByRole('alert').getByText('Việc này vừa thay đổi.').waitFor();
    await again.getByText('Đã ghi nhận 1 báo cáo.').waitFor();
    expect((await now(mine.id)).percent).toBe(60);
    expect((await now(theirs.id)).percent).toBe(33);
    // Whoever has seen it sends it all the same.
    // A click right after the answer belongs to the one before, and sends nothing.
    await eventually(async () => {
      await again.locator('.send-bar button').dispatchEvent('click');
      return (await now(theirs.id)).percent;
    }, 70);
    await close();
  });

  it('says beside the row what is no percentage or no money, and sends nothing', async () => {
    const [one] = await owed();
    const { page, close } = await open(`/units/${unit}/work`);
    const sends = sent(page, 'ReportMany');
    await percentOf(page, one.id).fill('120');
    await row(page, one.id).getByText('Viết một số từ 0 đến 100').waitFor();
    await page.getByRole('button', { name: 'Gửi 1 báo cáo' }).click();
    await page.getByText('Có dòng chưa đúng').waitFor();
    await percentOf(page, one.id).fill('12');
    await row(page, one.id).locator('input[data-column=spent]').fill('1500000.00');
    await row(page, one.id).getByText('Viết số đồng, không có phần lẻ.').waitFor();
    await page.getByRole('button', { name: 'Gửi 1 báo cáo' }).click();
    expect(sends).toEqual([]);
    await row(page, one.id).getByRole('button', { name: 'Bỏ những gì đã nhập ở dòng này' }).click();
    await page.getByRole('button', { name: 'Gửi báo cáo', exact: true }).waitFor();
    await close();
  });

  it('accepts what was chosen at once; what was taken back meanwhile is refused beside it', async () => {
    const rows = await owing(3);
    for (const { id } of rows) await ask(`mutation { submit(requestId: "${requestId()}", obligation: "${id}") { id } }`);
    const { page, complaints, close } = await open(`/units/${province}/work?show=accept`);
    const sends = sent(page, 'AcceptMany');
    for (const { id } of rows) await row(page, id).getByRole('checkbox').check();
    // Somebody takes one back while the answer is on its way.
    await page.route('**/graphql', async (route) => {
      if (!(route.request().postData() ?? '').includes('mutation AcceptMany')) return route.fallback();
      await ask(`mutation { withdraw(requestId: "${requestId()}", obligation: "${rows[0]!.id}", reason: "Nhầm") { id } }`);
      return route.fallback();
    });
    await page.getByLabel('Ý kiến chung khi duyệt').fill('Đạt');
    await page.getByRole('button', { name: 'Duyệt 3 kết quả' }).click();
    await page.getByText('Đã duyệt 2 kết quả.').waitFor();
    await row(page, rows[0]!.id).getByRole('alert').getByText('Việc này vừa thay đổi.').waitFor();
    await eventually(() => row(page, rows[1]!.id).count(), 0);
    expect(sends).toHaveLength(1);
    expect(await now(rows[1]!.id)).toMatchObject({ status: 'DONE', note: 'Đạt' });
    expect((await now(rows[0]!.id)).status).toBe('IN_PROGRESS');
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('an open obligation', () => {
  it('closes on a press outside alone, gives the focus back to its row, and keeps what was typed', async () => {
    const [one] = await owed();
    const { page, close } = await open(`/units/${unit}/obligations`);
    await row(page, one.id).locator('th a').focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('form', { name: 'Báo cáo tiến độ' });
    const note = form.getByLabel('Ghi chú');
    await note.fill('Một ghi chú dài');
    const box = (await note.boundingBox())!;
    await page.mouse.move(box.x + 60, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(40, box.y + 10);
    await page.mouse.up();
    await form.waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.closest('tr')?.dataset['obligation'])).toBe(one.id);
    await page.reload();
    await row(page, one.id).locator('th a').click();
    expect(await note.inputValue()).toBe('Một ghi chú dài');
    await form.getByText('Đang nhập dở, chưa gửi').waitFor();
    await page.mouse.click(20, 300);
    await page.locator('dialog').waitFor({ state: 'detached' });

    // From row to row, and from one to the next without closing.
    await row(page, one.id).locator('th a').focus();
    await page.keyboard.press('ArrowDown');
    const next = await page.evaluate(() => document.activeElement?.closest('tr')?.dataset['obligation']);
    expect(next).not.toBe(one.id);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Việc sau' }).click();
    await page.waitForURL((url) => url.searchParams.get('open') === next);
    await close();
  });

  it('counts the version of the first keystroke: two people do not overwrite each other unseen', async () => {
    const [one] = await owed();
    const address = `/units/${unit}/obligations?open=${encodeURIComponent(one.id)}`;
    const [an, binh] = [await open(address), await open(address)];
    const form = (page: Opened['page']) => page.getByRole('form', { name: 'Báo cáo tiến độ' });
    await form(binh.page).getByLabel('Ghi chú').fill('của Bình');
    await form(an.page).getByLabel('Tiến độ (%)').fill('45');
    await form(an.page).getByRole('button', { name: 'Gửi báo cáo' }).click();
    await form(an.page).getByText('Đã ghi nhận').waitFor();
    await form(binh.page).getByText('nay là 45%').waitFor();
    await form(binh.page).getByRole('button', { name: 'Gửi báo cáo' }).click();
    await form(binh.page)
      .getByText(/Việc này vừa thay đổi/)
      .waitFor();
    expect((await now(one.id)).note).not.toBe('của Bình');
    await form(binh.page).getByLabel('Ghi chú').fill('của Bình');
    await form(binh.page).getByRole('button', { name: 'Gửi báo cáo' }).click();
    await eventually(async () => now(one.id).then(({ percent, note }) => ({ percent, note })), { percent: 45, note: 'của Bình' });
    await an.close();
    await binh.close();
  });

  it('takes files along with its document, refuses what is too large or of another kind, and hands them out to be saved', async () => {
    const [one] = await owing(1);
    const { page, complaints, close } = await open(`/units/${unit}/obligations?open=${encodeURIComponent(one!.id)}`);
    const form = page.getByRole('form', { name: 'Nộp kết quả' });
    const files = form.getByLabel('Tệp đính kèm');
    const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
    await files.setInputFiles([
      file('trang.html', Buffer.from('<script>alert(1)</script>')),
      file('lớn.pdf', Buffer.alloc(21 * 1024 * 1024)),
      file('rỗng.pdf', Buffer.alloc(0)),
      file('báo cáo quý.pdf', Buffer.from('%PDF-1.4 nội dung')),
    ]);
    for (const words of [/trang\.html: không nhận loại tệp này/, /lớn\.pdf: tệp nặng 22 MB/, /rỗng\.pdf: tệp rỗng/])
      await form.getByRole('alert').getByText(words).waitFor();
    await form.getByRole('button', { name: 'Bỏ tệp báo cáo quý.pdf' }).waitFor();
    // A file without the document that it belongs to is not sent; and what was brought survives a reload.
    await form.getByRole('button', { name: 'Nộp' }).click();
    await form.getByText('Có số văn bản thì cần ngày ban hành').waitFor();
    await page.reload();
    await form.getByRole('button', { name: 'Bỏ tệp báo cáo quý.pdf' }).waitFor();
    await form.getByLabel('Số văn bản').fill('15/BC-STC');
    await form.getByLabel('Ngày ban hành').fill('20/06/2013');
    await form.getByRole('button', { name: 'Nộp' }).click();
    const link = page.locator('dialog .facts').getByRole('link', { name: 'báo cáo quý.pdf' });
    await link.waitFor();
    await page.locator('dialog .facts').getByText('(1 kB)').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toBe('báo cáo quý.pdf');
    const answer = await page.request.get((await link.getAttribute('href'))!.replace(/^\//, `${new URL(page.url()).origin}/`));
    expect(answer.headers()['content-disposition']).toContain('attachment');
    expect(complaints).toEqual([]);
    await close();
  });
});

/** Two obligations that can be reported on. */
async function owed(): Promise<[Owing, Owing]> {
  const { unit: found } = await ask(
    `{ unit(id: "${unit}") { obligations(first: 2, filter: { status: [NOT_STARTED, IN_PROGRESS], scope: ALL }) { nodes { id title percent } } } }`,
  );
  return found.obligations.nodes;
}
