import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { axeFindsNothing, axeFindsNothingInBothColours } from './axe';
import { ask, eventually, itIfLong, onPaper, open, requestId, send, useBrowser } from './harness';

useBrowser();

const province = 'vn24-72';
const plan = 'tay-ninh-2013';

/** Share of trained civil servants, reported by departments, districts and communes. */
const trained = `${plan}.MT1`;

/** Agencies that work by ISO: departments and districts report yes or no. */
const iso = `${plan}.MT7.3`;

let departments: string[];
let districts: string[];
let communes: { id: string; name: string }[];

beforeAll(async () => {
  const { unit } = await ask(
    `{ unit(id: "${province}") { d: children(kind: DEPARTMENT) { id } h: children(kind: DISTRICT) { id children(kind: COMMUNE) { id name } } } }`,
  );
  departments = unit.d.map((one: { id: string }) => one.id);
  districts = unit.h.map((one: { id: string }) => one.id);
  communes = unit.h.flatMap((one: { children: { id: string; name: string }[] }) => one.children);
});

const give = (indicator: string, unit: string, numerator: number, denominator?: number) =>
  ask(
    `mutation { reportIndicator(requestId: "${requestId()}", indicator: "${indicator}", unit: "${unit}", year: 2013, numerator: ${numerator}
      ${denominator === undefined ? '' : `, denominator: ${denominator}`}) { given } }`,
  );

const inspect = (id: string, unit: string, more = '') =>
  ask(
    `mutation { recordInspection(requestId: "${requestId()}", input: { id: "${id}", inspector: "${province}", unit: "${unit}", on: "2013-06-05"
      ${more} }) { id } }`,
  );

const row = (page: Page, indicator: string) => page.locator(`[data-indicator="${indicator}"]`);

describe('a target of a plan', () => {
  it('moves at the province, live, when a commune gives its value, and is taken apart down to that commune', async () => {
    const [commune, other] = [communes[0]!, communes[1]!];
    const above = await open(`/units/${province}/plans/${plan}`);
    const target = row(above.page, trained);
    await target.locator('.badge.NO_DATA').waitFor();
    const { indicator } = await ask(`{ indicator(id: "${trained}") { value(unit: "${province}", year: 2013) { expected } } }`);
    const { expected } = indicator.value;
    expect(await target.locator('[data-given]').innerText()).toBe(`0/${expected} đơn vị đã có số liệu`);
    await above.page.locator('.live.live').waitFor();

    // The commune is told which values are missing, and enters one there.
    const { page, complaints, close } = await open(`/units/${commune.id}/work?year=2013`);
    const owed = page.locator('.owed-targets');
    await owed.getByRole('link').first().waitFor();
    expect(Number(await owed.locator('[data-owed]').getAttribute('data-owed'))).toBe(1);
    await axeFindsNothingInBothColours(page);
    await owed.getByRole('link').first().click();
    const form = page.getByRole('form', { name: 'Nhập số liệu' });
    // The last element to load: afterwards nothing moves under the click.
    await page.locator('.not-given li').first().waitFor();
    await form.getByRole('button', { name: 'Gửi số liệu' }).click();
    await form.getByText('Cần một số nguyên, không âm.').first().waitFor();
    await form.getByLabel(/^Tử số/).fill('12');
    await form.getByLabel(/^Mẫu số/).fill('10');
    await send(form, 'Gửi số liệu', 'Tử số không được lớn hơn mẫu số.');
    await form.getByLabel(/^Mẫu số/).fill('16');
    await form.getByLabel('Ghi chú').fill('Theo danh sách lớp');
    await form.getByLabel('Số văn bản chứng minh').fill('15/BC-UBND');
    await send(form, 'Gửi số liệu', 'Có số văn bản thì cần ngày ban hành, và ngược lại.');
    await form.getByLabel('Ngày của văn bản').fill('10/12/2013');
    await axeFindsNothingInBothColours(page);
    await form.getByRole('button', { name: 'Gửi số liệu' }).click();
    await page.locator('.own-value').getByText('12/16').waitFor();
    await page.locator('.own-value').getByText('Theo danh sách lớp', { exact: true }).first().waitFor();
    await page.locator('.own-value').getByText('15/BC-UBND ngày 10/12/2013').waitFor();

    // The province's page updates by itself.
    await target.locator('.badge.PROVISIONAL').waitFor();
    await eventually(() => target.locator('.figure').innerText(), '75%');
    expect(await target.locator('[data-given]').innerText()).toBe(`1/${expected} đơn vị đã có số liệu`);
    await target.getByText('0 đã kiểm chứng, 1 tự báo cáo').waitFor();
    await axeFindsNothingInBothColours(above.page);

    await give(trained, other.id, 0, 4);
    await eventually(() => target.locator('.figure').innerText(), '60%');
    await target.getByRole('link').first().click();
    const made = above.page.locator('.made tbody tr');
    await made.first().waitFor();
    expect(await above.page.locator('.target-now .result strong').innerText()).toBe('60%');
    const district = above.page.locator(`.made tr[data-unit="${districts[0]}"]`);
    expect((await district.locator('td').allInnerTexts()).slice(0, 3)).toEqual(['12', '20', '60%']);
    await above.page.getByText(`Chưa có số liệu: ${expected - 2} đơn vị`).waitFor();
    await eventually(async () => (await above.page.locator('.not-given li').count()) > 50, true);
    await axeFindsNothingInBothColours(above.page);
    await district.getByRole('link').click();
    await above.page.locator(`.made tr[data-unit="${commune.id}"]`).getByRole('link').click();

    // A unit above verifies it, and the commune's page shows that at once.
    await above.page.getByRole('button', { name: 'Kiểm chứng số liệu này' }).click();
    await above.page.locator('.own-value').getByText('Đã kiểm chứng').waitFor();
    await page.locator('.own-value').getByText('Đã kiểm chứng').waitFor();
    expect([...complaints, ...above.complaints]).toEqual([]);
    await close();
    await above.close();
  });

  itIfLong('is provisional until all have given, then reached or not; and one class of it stands alone', async () => {
    const agencies = [...departments, ...districts];
    const { page, complaints, close } = await open(`/units/${province}/targets/${iso}?year=2013`);
    await page.locator('.target-now .badge.NO_DATA').waitFor();
    await page.locator('.live.live').waitFor();
    for (const [i, agency] of agencies.entries()) await give(iso, agency, i < 18 ? 1 : 0);
    await page.locator('.target-now .badge.NOT_ACHIEVED').waitFor();
    await page.getByText('18/23').waitFor();
    await page.getByText('còn thiếu 1', { exact: false }).waitFor();
    await give(iso, agencies[18]!, 1);
    await page.locator('.target-now .badge.ACHIEVED').waitFor();
    await eventually(() => page.locator('.target-now .result strong').innerText(), '82,61%');
    await page.getByLabel('Cấp', { exact: true }).selectOption('DISTRICT');
    await page.getByText('5/9').waitFor();
    expect(new URL(page.url()).searchParams.get('unitKind')).toBe('DISTRICT');
    await axeFindsNothingInBothColours(page);

    await onPaper(page, ['.made table'], page.locator('.choices'));
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('inspections', () => {
  itIfLong('are counted by class against the target, each unit once, and who was not inspected is named', async () => {
    for (const [i, unit] of [...departments.slice(0, 9), ...districts].entries()) await inspect(`e2e-kt-${i}`, unit);
    await inspect('e2e-kt-again', departments[0]!);
    const { page, complaints, close } = await open(`/units/${province}/inspections?year=2013`);
    const cells = (kind: string) => page.locator(`.coverage tr[data-kind="${kind}"] td`).allInnerTexts();
    await eventually(() => cells('DEPARTMENT'), ['9/14', '64,3%', '≥ 60%', 'Đạt']);
    expect(await cells('DISTRICT')).toEqual(['9/9', '100%', '= 100%', 'Đạt']);
    expect(await cells('COMMUNE')).toEqual(['0/94', '0%', '≥ 30%', 'Chưa đạt']);
    await page.getByText('Sở, ban, ngành: 5 đơn vị chưa được kiểm tra').click();
    await eventually(() => page.locator('.not-inspected[open] li').count(), 5);
    expect(await page.locator('.inspections tbody tr').count()).toBe(19);
    await axeFindsNothingInBothColours(page);

    // Records another inspection with a finding by the form.
    const form = page.getByRole('form', { name: 'Ghi một cuộc kiểm tra' });
    await send(form, 'Ghi cuộc kiểm tra', 'Còn ô chưa nhập.');
    const unit = form.getByRole('combobox', { name: 'Đơn vị được kiểm tra' });
    await unit.fill(communes[2]!.name);
    await page.getByRole('option').filter({ hasText: communes[2]!.name }).first().click();
    await form.getByLabel('Ngày kiểm tra').fill('12/06/2013');
    await form.getByLabel('Số văn bản').fill('21/QĐ-SNV');
    await form.getByLabel('Ngày của văn bản').fill('01/06/2013');
    await form.getByRole('button', { name: 'Thêm vấn đề phát hiện' }).click();
    await form.getByLabel('Nội dung phải khắc phục').fill('Chưa niêm yết thủ tục hành chính');
    await form.getByLabel('Hạn khắc phục').fill('01/01/2013');
    await send(form, 'Ghi cuộc kiểm tra', 'Cần ngày này, không trước ngày kiểm tra.');
    await form.getByLabel('Hạn khắc phục').fill('31/07/2013');
    await axeFindsNothingInBothColours(page);
    await send(form, 'Ghi cuộc kiểm tra', 'Đã ghi cuộc kiểm tra');
    await eventually(async () => (await cells('COMMUNE'))[0], '1/94');
    const found = page.locator('.findings li').filter({ hasText: 'Chưa niêm yết thủ tục hành chính' });
    await found.getByText('hạn 31/07/2013').waitFor();
    await page.getByText('đã khắc phục 0/1').waitFor();
    await axeFindsNothing(page);

    // The finding is an obligation, and opens as one.
    await found.getByRole('link').click();
    await page.getByRole('dialog').getByText('Chưa niêm yết thủ tục hành chính').first().waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});
