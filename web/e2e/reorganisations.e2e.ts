import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { axeFindsNothing, axeFindsNothingInBothColours } from './axe';
import { ask, eventually, itIfLong, onPaper, open, press, pressWithReason, requestId, server, type, useBrowser } from './harness';

useBrowser();

const district = 'vn24-530';

/** Its communes, each with the same obligations. */
let communes: { id: string; name: string }[];
let each: number;

beforeAll(async () => {
  const { unit } = await ask(`{ unit(id: "${district}") { children(kind: COMMUNE) { id name } } }`);
  communes = unit.children;
  each = Number(
    (await ask(`{ unit(id: "${communes[0]!.id}") { progress(filter: { kind: null, scope: ALL }) { total } } }`)).unit.progress.total,
  );
});

const statusOf = async (id: string): Promise<string> => (await ask(`{ reorganisation(id: "${id}") { status } }`)).reorganisation.status;

const owedBy = async (id: string): Promise<number> =>
  Number((await ask(`{ unit(id: "${id}") { progress(filter: { kind: null, scope: ALL }) { total } } }`)).unit.progress.total);

const idOf = (page: Page): string => decodeURIComponent(new URL(page.url()).pathname.split('/')[4]!);

/** Chooses a unit by its full name from the list below a field. */
async function choose(page: Page, field: Locator, name: string): Promise<void> {
  await type(page, field, name);
  // Only options of the list: a select also has invisible ones.
  const names = page.getByRole('option').locator('strong');
  const named = async () => (await names.allInnerTexts()).indexOf(name);
  await eventually(async () => (await named()) >= 0, true);
  for (let at = await named(); at > 0; at--) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await names.first().waitFor({ state: 'detached' });
}

/** A field for choosing units. */
const units = (within: Locator, name: string): Locator => within.getByRole('combobox', { name, exact: true });

describe('a reorganisation of communes', () => {
  it('is drafted, previewed, given a rule, carried out, balanced and undone by the keyboard alone', async () => {
    const [whole, divided, neighbour] = communes as [
      { id: string; name: string },
      { id: string; name: string },
      { id: string; name: string },
    ];
    const before = await owedBy(district);
    const { page, complaints, close } = await open(`/units/${district}/reorganisations`);
    await page.getByText('Soạn đợt sắp xếp').focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('form', { name: 'Soạn đợt sắp xếp' });

    // Nothing is sent while inputs are missing, and each is marked.
    await press(page, 'Lưu dự thảo và xem trước');
    await form.getByText('Thêm ít nhất một đơn vị').waitFor();
    await type(page, form.getByLabel('Tên đợt sắp xếp'), 'Sắp xếp xã của huyện');
    await type(page, form.getByLabel('Số văn bản'), '77/NQ-HĐND');
    await type(page, form.getByLabel('Ngày ban hành'), '16/06/2025');
    await type(page, form.getByLabel('Ngày hiệu lực'), '01/07/2025');
    await press(page, 'Thêm đơn vị thành lập');
    await type(page, form.getByRole('group', { name: 'Thành lập 1' }).getByLabel('Tên đơn vị'), 'Xã Thử Nghiệm');
    await press(page, 'Thêm đơn vị kết thúc');
    const first = form.getByRole('group', { name: 'Kết thúc 1' });
    await choose(page, units(first, 'Đơn vị'), whole.name);
    await choose(page, units(first, 'Thêm đơn vị kế thừa'), 'Xã Thử Nghiệm');
    await press(page, 'Thêm đơn vị kết thúc');
    const second = form.getByRole('group', { name: 'Kết thúc 2' });
    await choose(page, units(second, 'Đơn vị'), divided.name);
    for (const heir of ['Xã Thử Nghiệm', neighbour.name]) await choose(page, units(second, 'Thêm đơn vị kế thừa'), heir);
    expect((await second.getByRole('listitem').allInnerTexts()).map((text) => text.includes('(một phần)'))).toEqual([true, true]);

    // Input survives a reload.
    await page.reload();
    await page.getByText('Soạn đợt sắp xếp').focus();
    await page.keyboard.press('Enter');
    await eventually(() => form.getByLabel('Số văn bản').inputValue(), '77/NQ-HĐND');
    await axeFindsNothing(page);
    await press(page, 'Lưu dự thảo và xem trước');

    // The preview: what moves automatically, and what has no successor.
    await page.getByText(`${each} việc đang mở chưa có nơi tiếp nhận.`, { exact: false }).waitFor();
    const id = idOf(page);
    const figure = (name: string) =>
      page.locator('.effects dl > div').filter({ hasText: name }).locator('dd').getAttribute('data-figure').then(Number);
    expect([await figure('Thành lập'), await figure('Kết thúc'), await figure('Việc chuyển sang')]).toEqual([1, 2, each]);
    const founded = page.locator('.lines-of tbody').filter({ hasText: 'Xã Thử Nghiệm' });
    expect(await founded.locator('tr').count()).toBe(2);
    expect(await founded.innerText()).toContain('(một phần)');
    expect(await page.getByRole('button', { name: 'Thực hiện', exact: true }).getAttribute('aria-disabled')).toBe('true');
    await axeFindsNothingInBothColours(page);

    // An incomplete rule is not sent; a complete one resolves the conflict.
    const rule = page.getByRole('form', { name: 'Thêm quy tắc' });
    await press(page, 'Thêm quy tắc này');
    await rule.getByText('Chọn đơn vị.').waitFor();
    await choose(page, units(rule, 'Của đơn vị'), divided.name);
    await rule.getByLabel('Để lại, một đơn vị làm thay').focus();
    await page.keyboard.press('Space');
    const { unit: top } = await ask(`{ unit(id: "${district}") { name } }`);
    await choose(page, units(rule, 'Đơn vị làm thay'), top.name);
    await press(page, 'Thêm quy tắc này');
    await page.getByText('Mọi việc đang mở đều có nơi tiếp nhận.').waitFor();
    await page.getByText(`Việc của ${divided.name}: để lại, ${top.name} làm thay`).waitFor();
    expect(await figure('Việc ở lại')).toBe(each);

    await press(page, 'Thực hiện');
    await page.getByRole('button', { name: 'Xác nhận thực hiện' }).waitFor();
    await axeFindsNothing(page);
    await press(page, 'Xác nhận thực hiện');
    await page.locator('.badge.DONE').waitFor();
    await page.getByText('Số liệu cân đối', { exact: false }).waitFor();
    expect(await page.locator('.verdict.wrong').count()).toBe(0);
    const total = page.locator('.balance tr[data-measure="total"] td');
    expect(await total.first().innerText()).toBe(await total.nth(1).innerText());
    expect(await statusOf(id)).toBe('DONE');
    const { reorganisation } = await ask(`{ reorganisation(id: "${id}") { lines { nodes { after { id name } } } } }`);
    const heir = reorganisation.lines.nodes.find((line: { after: { name: string } }) => line.after.name === 'Xã Thử Nghiệm').after.id;
    expect([await owedBy(heir), await owedBy(district)]).toEqual([each, before]);
    await axeFindsNothing(page);

    // On paper: both columns and the balance, no controls.
    await onPaper(page, ['.lines-of table', '.balance table'], page.getByText('Xác nhận hoàn tác'));

    // Both units show what became of them, with the document.
    const old = await open(`/units/${whole.id}`);
    await old.page.getByText('Đã kết thúc hoạt động ngày 30/06/2025; kế thừa:').waitFor();
    await old.page.getByRole('link', { name: 'Văn bản 77/NQ-HĐND ngày 16/06/2025' }).waitFor();
    await old.close();
    const fresh = await open(`/units/${heir}?tree=restated&on=2025-06-30`);
    await fresh.page.getByText('Thành lập ngày 01/07/2025 từ').waitFor();
    await eventually(() => fresh.page.getByLabel('Tính đến ngày').inputValue(), '30/06/2025');
    expect(await fresh.page.getByLabel('Quy đổi').isChecked()).toBe(true);
    expect([...old.complaints, ...fresh.complaints]).toEqual([]);
    await fresh.close();

    await page.getByText('Hoàn tác', { exact: true }).first().focus();
    await page.keyboard.press('Enter');
    await pressWithReason(page, 'Xác nhận hoàn tác', 'Nêu lý do hoàn tác.', 'Lý do hoàn tác', 'Thử nghiệm xong');
    await page.locator('.badge.UNDONE').waitFor();
    await page.getByText('Lý do hoàn tác: Thử nghiệm xong').waitFor();
    expect([await owedBy(whole.id), await owedBy(district)]).toEqual([each, before]);
    expect(complaints).toEqual([]);
    await close();
  });

  itIfLong('that others have worked on since cannot be undone, and says which obligations those are', async () => {
    const [one, heir] = [communes[3]!, communes[4]!];
    const id = `e2e-blocked-${Date.now()}`;
    await ask(
      `mutation ($input: ReorganisationInput!) {
        a: draftReorganisation(requestId: "${requestId()}", input: $input) { id }
        b: adoptReorganisation(requestId: "${requestId()}", reorganisation: "${id}") { id }
      }`,
      {
        input: {
          id,
          carrier: district,
          title: 'Nhập một xã',
          act: { number: '78/NQ-HĐND', issuedOn: '2025-06-16' },
          effectiveOn: '2025-07-01',
          close: [{ unit: one.id, heirs: [{ unit: heir.id, extent: 'FULL' }] }],
        },
      },
    );
    const { page, close } = await open(`/units/${district}/reorganisations`);
    await page.getByRole('link', { name: 'Nhập một xã' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.badge.DONE').waitFor();
    const moved = await ask(
      `{ unit(id: "${heir.id}") { obligations(first: 500, filter: { kind: TASK, status: [NOT_STARTED] }) { nodes { id title } } } }`,
    );
    const taken = moved.unit.obligations.nodes.find((row: { id: string }) => row.id.endsWith(`~${one.id}`));
    await ask(`mutation { reportProgress(requestId: "${requestId()}", obligation: "${taken.id}", percent: 30) { id } }`);

    await page.getByText('Hoàn tác', { exact: true }).first().focus();
    await page.keyboard.press('Enter');
    await page.getByText('Không hoàn tác được: 1 việc đã thay đổi sau khi chuyển giao.').waitFor();
    await page.locator('.blocking').getByText(taken.title).waitFor();
    await axeFindsNothing(page);
    await type(page, page.getByLabel('Lý do hoàn tác'), 'Nhầm');
    await press(page, 'Xác nhận hoàn tác');
    await page.getByRole('alert').filter({ hasText: 'có việc đã thay đổi sau khi chuyển giao' }).waitFor();
    expect(await statusOf(id)).toBe('DONE');
    await close();
  });
});

describe('a draft that nobody wants', () => {
  itIfLong('is discarded with a reason, and leaves the list and every unit as it was', async () => {
    const id = `e2e-discarded-${Date.now()}`;
    await ask(`mutation ($input: ReorganisationInput!) { draftReorganisation(requestId: "${requestId()}", input: $input) { id } }`, {
      input: {
        id,
        carrier: district,
        title: 'Dự thảo thừa',
        act: { number: '79/NQ-HĐND', issuedOn: '2025-06-16' },
        effectiveOn: '2025-07-01',
        close: [{ unit: communes[5]!.id, heirs: [{ unit: communes[6]!.id, extent: 'FULL' }] }],
      },
    });
    const { page, complaints, close } = await open(`/units/${district}/reorganisations`);
    await page.getByRole('link', { name: 'Dự thảo thừa' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Hủy dự thảo', { exact: true }).first().focus();
    await page.keyboard.press('Enter');
    await press(page, 'Xác nhận hủy');
    await page.getByText('Nêu lý do hủy.').waitFor();
    expect(await statusOf(id)).toBe('DRAFT');
    await type(page, page.getByLabel('Lý do hủy'), 'Trùng dự thảo khác');
    await axeFindsNothing(page);
    await press(page, 'Xác nhận hủy');
    await page.getByText('Trùng dự thảo khác').waitFor();
    expect(await owedBy(communes[5]!.id)).toBe(each);
    await page.goto(`${server().address}/units/${district}/reorganisations`);
    await page.getByText('Soạn đợt sắp xếp').waitFor();
    await page.getByRole('link', { name: 'Dự thảo thừa' }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('the shipped reorganisation to the units of today', () => {
  itIfLong('waits at the ministry with a button that begins it, and shows its lines page by page', async () => {
    const { reorganisations } = await ask('{ reorganisations(under: "bnv") { id status carrier { id } lines { totalCount } } }');
    const shipped = reorganisations.find((one: { carrier: { id: string } }) => one.carrier.id === 'bnv');
    expect(shipped.status).toBe('DRAFT');
    expect(shipped.lines.totalCount).toBeGreaterThan(100);
    const { page, complaints, close } = await open(`/units/bnv/reorganisations/${shipped.id}`);
    await page.getByRole('button', { name: 'Thực hiện', exact: true }).waitFor();
    const lines = page.locator('.lines-of tbody');
    await lines.first().waitFor();
    const before = await lines.count();
    await page.getByRole('button', { name: 'Xem thêm' }).focus();
    await page.keyboard.press('Enter');
    await eventually(async () => (await lines.count()) > before, true);
    await page.locator('.effects dd').first().waitFor();
    await axeFindsNothing(page);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('units of other days', () => {
  itIfLong('are found by who looks at such a day, and the page says so', async () => {
    const ended = communes[3]!;
    const { page, complaints, close } = await open(`/units/${district}?asOf=2025-06-30`);
    await page.getByRole('combobox', { name: 'Tìm đơn vị, kế hoạch' }).fill(ended.name);
    const option = page.getByRole('option').filter({ hasText: ended.name }).filter({ hasText: 'đến 30/06/2025' });
    await option.first().waitFor();
    await page.getByText('Tìm trong các đơn vị có vào ngày 30/06/2025').waitFor();
    await axeFindsNothing(page);
    await option.first().click();
    await page.getByText('Đã kết thúc hoạt động ngày 30/06/2025').waitFor();
    expect(new URL(page.url(), server().address).pathname).toBe(`/units/${ended.id}`);
    expect(complaints).toEqual([]);
    await close();
  });
});
