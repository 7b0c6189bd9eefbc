import { describe, expect, it } from 'vitest';
import { axeFindsNothing } from './axe';
import { agree, ask, eventually, figure, itIfLong, open, requestId, useBrowser } from './harness';

useBrowser();

const unit = 'vn24-72-so-noi-vu';

/** A heading and four lines, two of them with unintelligible times. */
const sheet = (name: string): string =>
  [
    'STT,Nội dung,Sản phẩm,Cơ quan chủ trì,Cơ quan phối hợp,Thời gian',
    'I,Cải cách thủ tục hành chính,,,,',
    `1,Soạn đề án vị trí việc làm,Đề án,${name},,Quý I năm 2026`,
    `2,Tập huấn công chức một cửa,Báo cáo,${name},,Quý rưỡi`,
    `3,Công khai thủ tục hành chính,Danh mục,${name},,Thường xuyên`,
    `4,Rà soát thủ tục hành chính,Báo cáo,${name},,Quý lẻ`,
  ].join('\n');

const unitName = async (): Promise<string> => (await ask(`{ unit(id: "${unit}") { name } }`)).unit.name;
const draftOf = (address: string): string => decodeURIComponent(new URL(address).pathname.split('/')[4]!);
const saved = (page: Awaited<ReturnType<typeof open>>['page']) => page.locator('.save.saved').waitFor();

describe('a plan', () => {
  it('comes as a file, is corrected by the keyboard alone, and moves the figures of the unit once it is adopted', async () => {
    const { page, complaints, close } = await open(`/units/${unit}/plans`);
    const name = await unitName();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Tải tệp lên' }).click();
    await (await chooser).setFiles({ name: 'ke-hoach.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet(name)) });
    await page.getByRole('grid').waitFor();
    const id = draftOf(page.url());
    await page.getByLabel('Tên kế hoạch').fill('Kế hoạch cải cách hành chính năm 2026');
    await page.getByLabel('Số, ký hiệu').fill('12/KH-SNV');
    await page.getByLabel('Ngày ban hành').fill('05/01/2026');
    await page.getByLabel('Từ năm').fill('2026');
    await page.getByLabel('Đến năm').fill('2026');
    await saved(page);
    // Errors that prevent adoption are counted, and one button leads to them.
    await page.getByText('Còn 2 lỗi phải sửa trước khi ban hành.').waitFor();
    expect(await page.getByRole('button', { name: 'Ban hành', exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Đến lỗi đầu tiên' }).click();
    await page.locator('.draft-cell').getByText('Không hiểu thời gian “Quý rưỡi”').waitFor();
    await axeFindsNothing(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await axeFindsNothing(page);

    await page.keyboard.press('F2');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Quý II năm 2026');
    await page.keyboard.press('Enter');
    await page.getByText('Còn 1 lỗi phải sửa trước khi ban hành.').waitFor();
    await page.keyboard.press('F8');
    await page.locator('.draft-cell').getByText('Không hiểu thời gian “Quý lẻ”').waitFor();
    const { draft: faulty } = await ask(`{ draft(id: "${id}") { issues { code suggestions } } }`);
    const suggested = faulty.issues.find((issue: { code: string }) => issue.code === 'SCHEDULE_UNKNOWN').suggestions[0] as string;
    await page.keyboard.press('F9');
    await page.getByText('Không còn lỗi. Khi ban hành').waitFor();
    await saved(page);
    await page.locator('.draft-grid').getByText('hạn 30/06/2026').waitFor();
    await page.locator('.draft-grid').getByText(suggested).first().waitFor();

    const before = Number((await ask(`{ unit(id: "${unit}") { progress(filter: { scope: ALL }) { total } } }`)).unit.progress.total);
    const { draft } = await ask(`{ draft(id: "${id}") { preview { tasks obligations } } }`);
    expect(draft.preview.tasks).toBe(4);
    await page.getByRole('button', { name: 'Ban hành', exact: true }).click();
    await page.getByRole('button', { name: 'Xác nhận ban hành' }).click();
    await page.getByRole('link', { name: 'Word (DOCX)' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/units/${unit}/plans/${encodeURIComponent(id)}`);
    expect((await ask(`{ draft(id: "${id}") { id } plan(id: "${id}") { title } }`)).plan.title).toBe(
      'Kế hoạch cải cách hành chính năm 2026',
    );
    await eventually(
      async () => Number((await ask(`{ unit(id: "${unit}") { progress(filter: { scope: ALL }) { total } } }`)).unit.progress.total),
      before + draft.preview.obligations,
    );
    const overview = await open(`/units/${unit}?scope=ALL&kind=TASK`);
    await agree(
      async () => Number(await figure(overview.page, 'Chưa xong, còn hạn')),
      async () =>
        Number(
          (await ask(`{ unit(id: "${unit}") { progress(filter: { scope: ALL, kind: TASK }) { withinTerm } } }`)).unit.progress.withinTerm,
        ),
    );
    expect([...complaints, ...overview.complaints]).toEqual([]);
    await overview.close();
    await close();
  });

  it('is typed and pasted, stays over a reload, and keeps both texts when two write into one cell', async () => {
    const { page, complaints, close } = await open(`/units/${unit}/drafts`);
    await page.getByRole('button', { name: 'Dự thảo mới' }).click();
    const grid = page.getByRole('grid');
    await grid.waitFor();
    const id = draftOf(page.url());
    const name = await unitName();
    await grid.locator('td.of-title').first().click();
    await page.evaluate(
      (text) => {
        const data = new DataTransfer();
        data.setData('text/plain', text);
        document.activeElement!.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      },
      [1, 2, 3].map((i) => `Việc ${i}\tBáo cáo ${i}\t${name}\t\tQuý I năm 2026`).join('\n'),
    );
    await saved(page);
    const rows = async () =>
      (await ask(`{ draft(id: "${id}") { rows { nodes { title leadsText scheduleText area } } } }`)).draft.rows.nodes;
    expect(await rows()).toEqual(
      [1, 2, 3].map((i) => ({ title: `Việc ${i}`, leadsText: name, scheduleText: 'Quý I năm 2026', area: 'I' })),
    );

    // While disconnected nothing is sent; input survives a reload and is sent afterwards.
    let cut = true;
    await page.route('**/graphql', (route) =>
      cut && (route.request().postData() ?? '').includes('mutation EditDraft') ? route.abort() : route.continue(),
    );
    await page.keyboard.type('Việc một');
    await page.keyboard.press('Enter');
    await page.locator('.save.unknown').waitFor();
    await page.reload();
    await grid.getByText('Việc một').waitFor();
    cut = false;
    await saved(page);
    expect((await rows())[0].title).toBe('Việc một');

    // Somebody else is faster at the same cell.
    const edit = async (title: string) => {
      const { draft } = await ask(`{ draft(id: "${id}") { rows(first: 1) { nodes { key } } } }`);
      await ask('mutation ($r: ID!, $d: ID!, $i: PlanDraftInput!) { editDraft(requestId: $r, draft: $d, input: $i) { id } }', {
        r: requestId(),
        d: id,
        i: { rows: [{ key: draft.rows.nodes[0].key, title }] },
      });
    };
    await edit('Của người khác');
    await grid.locator('td.of-title').first().click();
    await page.keyboard.type('Của tôi');
    await page.keyboard.press('Enter');
    const clash = page.locator('.clashes');
    await clash.getByRole('cell', { name: 'Của người khác', exact: true }).waitFor();
    await clash.getByRole('cell', { name: 'Của tôi', exact: true }).waitFor();
    expect((await rows())[0].title).toBe('Của người khác');
    await page.getByRole('button', { name: 'Giữ nội dung của tôi' }).click();
    await saved(page);
    expect((await rows())[0].title).toBe('Của tôi');

    await page.getByRole('button', { name: 'Hủy dự thảo' }).click();
    await page.getByRole('button', { name: 'Xác nhận hủy' }).click();
    await page.getByRole('button', { name: 'Dự thảo mới' }).waitFor();
    expect((await ask(`{ draft(id: "${id}") { id } }`)).draft).toBeNull();
    expect(complaints.filter((one) => !one.includes('ERR_FAILED'))).toEqual([]);
    await close();
  });

  itIfLong('of a thousand rows is drawn where it is looked at', async () => {
    const areas = [{ id: 'I', name: 'Nhiệm vụ', reform: 'OTHER' }];
    const rows = Array.from({ length: 1_000 }, (_, i) => ({
      code: `${i + 1}`,
      area: 'I',
      title: `Việc số ${i + 1}`,
      scheduleText: 'Thường xuyên',
    }));
    const { createDraft } = await ask(
      'mutation ($r: ID!, $o: ID!, $i: PlanDraftInput!) { createDraft(requestId: $r, owner: $o, input: $i) { id } }',
      {
        r: requestId(),
        o: unit,
        i: { title: 'Dự thảo lớn', startYear: 2026, endYear: 2026, areas, rows },
      },
    );
    const { page, close } = await open(`/units/${unit}/drafts/${encodeURIComponent(createDraft.id)}`);
    const grid = page.getByRole('grid');
    await grid.locator('td.of-title').first().click();
    await page.keyboard.press('Control+ArrowDown');
    await page.keyboard.press('ArrowUp');
    await grid.getByText('Việc số 1000', { exact: true }).waitFor();
    expect(await grid.locator('tbody tr').count()).toBeLessThan(60);
    expect(await grid.getAttribute('aria-rowcount')).toBe('1002');
    // After the last error comes the first one.
    await page.keyboard.press('F8');
    await page.keyboard.press('F8');
    await grid.getByText('Việc số 1', { exact: true }).waitFor();
    await close();
  });
});
