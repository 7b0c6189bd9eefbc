import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ask, eventually, itIfLong, open, type Opened, requestId, send, useBrowser } from './harness';

useBrowser();

const unit = 'vn24-72-so-tai-chinh';
const province = 'vn24-72';

interface Owing {
  id: string;
  title: string;
  percent: number;
}

/** The unit's obligations that are not started. */
async function owing(first: number): Promise<Owing[]> {
  const { unit: found } = await ask(
    `{ unit(id: "${unit}") { obligations(first: ${first}, filter: { status: [NOT_STARTED], scope: ALL }) { nodes { id title percent } } } }`,
  );
  return found.obligations.nodes;
}

const row = (page: Opened['page'], id: string) => page.locator(`tr[data-obligation="${id}"]`);
const percentOf = (page: Opened['page'], id: string) => row(page, id).locator('input[data-column=percent]');
const now = async (id: string) => (await ask(`{ obligation(id: "${id}") { percent version status note } }`)).obligation;

/** The inputs of the page's mutations of this name. */
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
    // After seeing the change, the person sends anyway.
    await eventually(async () => {
      await again.locator('.send-bar button').dispatchEvent('click');
      return (await now(theirs.id)).percent;
    }, 70);
    await close();
  });

  itIfLong('says beside the row what is no percentage or no money, and sends nothing', async () => {
    const [one] = await owed();
    const { page, close } = await open(`/units/${unit}/work`);
    const sends = sent(page, 'ReportMany');
    await percentOf(page, one.id).fill('120');
    await row(page, one.id).getByText('Viết một số từ 0 đến 100').waitFor();
    await send(page, 'Gửi 1 báo cáo', 'Có dòng chưa đúng');
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
    // Somebody withdraws one while the answer is on its way.
    await page.route('**/graphql', async (route) => {
      if (!(route.request().postData() ?? '').includes('mutation AcceptMany')) return route.fallback();
      await ask(`mutation { withdraw(requestId: "${requestId()}", obligation: "${rows[0]!.id}", reason: "Nhầm") { id } }`);
      return route.fallback();
    });
    await page.getByLabel('Ý kiến chung khi duyệt').fill('Đạt');
    await send(page, 'Duyệt 3 kết quả', 'Đã duyệt 2 kết quả.');
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
  itIfLong('closes on a press outside alone, gives the focus back to its row, and keeps what was typed', async () => {
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

    // From row to row, and from one obligation to the next without closing.
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

  itIfLong(
    'takes files along with its document, refuses what is too large or of another kind, and hands them out to be saved',
    async () => {
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
      // A file without its document is not sent, and uploads survive a reload.
      await send(form, 'Nộp', 'Có số văn bản thì cần ngày ban hành');
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
    },
  );
});

describe('the plan', () => {
  const plan = 'hung-yen-2016-2020';
  const path = `/units/vn24-33/plans/${plan}`;

  interface PlanLine {
    id: string;
    code: string;
    title: string;
    withdrawn: boolean;
  }
  const read = async () =>
    (await ask(`{ plan(id: "${plan}") { version owner { id } tasks { id code title withdrawn } } }`)).plan as {
      version: number;
      owner: { id: string };
      tasks: PlanLine[];
    };

  const choose = async (page: Opened['page'], line: PlanLine) => {
    await page.getByLabel('Chọn nhiệm vụ cần điều chỉnh').selectOption(line.id);
    return page.getByRole('group', { name: `Nhiệm vụ ${line.code}`, exact: true });
  };

  it('is amended by a document: a line reworded, another withdrawn; both texts can be read', async () => {
    const { tasks } = await read();
    const [first, second] = tasks as [PlanLine, PlanLine];
    const { page, complaints, close } = await open(path);
    const form = page.getByRole('form', { name: 'Điều chỉnh kế hoạch' });
    await send(form, 'Ghi điều chỉnh', 'Cần số và ngày của văn bản điều chỉnh.');
    await form.getByLabel('Số văn bản điều chỉnh').fill('88/QĐ-UBND');
    await form.getByLabel('Ngày văn bản').fill('01/01/2090');
    await send(form, 'Ghi điều chỉnh', 'Chưa có gì thay đổi');
    const reworded = await choose(page, first);
    await reworded.getByLabel('Nội dung nhiệm vụ').fill('Nội dung đã điều chỉnh');
    await reworded.getByLabel('Kinh phí (đồng)').fill('1.500.000,50');
    const withdrawn = await choose(page, second);
    await withdrawn.getByRole('checkbox', { name: /Bãi bỏ nhiệm vụ này/ }).check();
    await form.getByRole('button', { name: 'Ghi điều chỉnh' }).click();
    await reworded.getByText('Viết số đồng, không có phần lẻ.').waitFor();
    await reworded.getByLabel('Kinh phí (đồng)').fill('250000000');
    // Input survives; the API's refusal is shown beside the field.
    await page.reload();
    expect(await reworded.getByLabel('Kinh phí (đồng)').inputValue()).toBe('250.000.000');
    await form.getByRole('button', { name: 'Ghi điều chỉnh' }).click();
    await eventually(() => form.getByLabel('Ngày văn bản').getAttribute('aria-invalid'), 'true');
    await form.getByText(/Ngày ban hành không được ở sau hôm nay/).waitFor();
    expect((await read()).version).toBe(1);
    await form.getByLabel('Ngày văn bản').fill('20/06/2018');
    await form.getByLabel('Hiệu lực từ ngày').fill('01/07/2018');
    await form.getByRole('button', { name: 'Ghi điều chỉnh' }).click();

    const annex = page.locator('.annex');
    await annex.getByText('Nội dung đã điều chỉnh').waitFor();
    await annex.locator('tr.withdrawn').getByText('Đã bãi bỏ').waitFor();
    expect(await annex.locator('tr.withdrawn del').innerText()).toBe(second.title);
    const versions = page.locator('.versions');
    await versions.getByText('88/QĐ-UBND ngày 20/06/2018').waitFor();
    await versions.getByText(/Bãi bỏ nhiệm vụ/).waitFor();
    const { version, tasks: now } = await read();
    expect({ version, withdrawn: now.filter((line) => line.withdrawn).map((line) => line.id) }).toEqual({
      version: 2,
      withdrawn: [second.id],
    });
    expect(await form.getByLabel('Số văn bản điều chỉnh').inputValue()).toBe('');

    await versions.getByRole('link', { name: 'Xem nội dung từ ngày này' }).click();
    await page.waitForURL(/[?&]at=/);
    await page.getByText(/Đang xem nội dung kế hoạch vào ngày/).waitFor();
    await annex.getByText(first.title, { exact: true }).waitFor();
    expect(await annex.locator('tr.withdrawn').count()).toBe(0);
    expect(await form.count()).toBe(0);
    await page.getByRole('link', { name: 'Về nội dung hiện hành' }).click();
    await annex.getByText('Nội dung đã điều chỉnh').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  itIfLong('that somebody else amends meanwhile is not amended unseen', async () => {
    const { version, tasks } = await read();
    const [mine, theirs] = tasks.filter((line) => !line.withdrawn).slice(-2) as [PlanLine, PlanLine];
    const { page, close } = await open(path);
    const form = page.getByRole('form', { name: 'Điều chỉnh kế hoạch' });
    await form.getByLabel('Số văn bản điều chỉnh').fill('99/QĐ-UBND');
    await form.getByLabel('Ngày văn bản').fill('21/06/2018');
    await (await choose(page, mine)).getByRole('checkbox', { name: /Bãi bỏ/ }).check();
    await ask(
      `mutation { amendPlan(requestId: "${requestId()}", plan: "${plan}", input: { document: { number: "1/QĐ", issuedOn: "2018-01-01" }, effectiveOn: "2018-02-01", withdrawTasks: ["${theirs.id}"] }) { version } }`,
    );
    await form.getByRole('button', { name: 'Ghi điều chỉnh' }).click();
    await form
      .getByRole('alert')
      .getByText(/Kế hoạch vừa được điều chỉnh/)
      .waitFor();
    expect((await read()).version).toBe(version + 1);
    await close();
  });
});

describe('the list as a file', () => {
  itIfLong('is a spreadsheet, or values as a Vietnamese spreadsheet reads them, and holds every row once', async () => {
    const { page, complaints, close } = await open(`/units/${province}/obligations?order=UPDATED_DESC`);
    const count = page.locator('[data-count]').first();
    await count.waitFor();
    const total = Number(await count.getAttribute('data-count'));
    const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tải CSV' }).click()]);
    const lines = readFileSync(await csv.path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFFMã;Đơn vị;/);
    expect(lines).toHaveLength(total + 1);
    expect(new Set(lines).size).toBe(total + 1);
    const [xlsx] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tải XLSX' }).click()]);
    expect(xlsx.suggestedFilename()).toBe(`${province}-all.xlsx`);
    const sheet = strFromU8(unzipSync(readFileSync(await xlsx.path()))['xl/worksheets/sheet1.xml']!);
    expect(sheet.match(/<row /g)).toHaveLength(total + 1);
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
