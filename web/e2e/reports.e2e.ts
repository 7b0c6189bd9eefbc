import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { axeFindsNothing, axeFindsNothingInBothColours } from './axe';
import { agree, ask, eventually, itIfLong, onPaper, open, press, pressWithReason, requestId, type, useBrowser } from './harness';

useBrowser();

const province = 'vn24-72';
const regime = 'bao-cao-tay-ninh-2013';
const period = (key: string): string => `${regime}~2013-${key}`;

/** The units that owe the half-year report, by name. */
let reporters: { id: string; name: string }[];

beforeAll(async () => {
  const { obligations } = await ask(
    `{ obligations(under: "${province}", filter: { period: "${period('H1')}" }, first: 100) { nodes { unit { id name } } } }`,
  );
  reporters = obligations.nodes.map((node: { unit: { id: string; name: string } }) => node.unit);
});

const cell = (page: Page, unit: string, key: string): Locator =>
  page.locator(`tr[data-unit="${unit}"] [data-column="${period(key)}"]`).locator('xpath=..');

const stateOf = (page: Page, unit: string, key: string): Promise<(string | null)[]> =>
  Promise.all([cell(page, unit, key).getAttribute('data-state'), cell(page, unit, key).getAttribute('data-status')]);

const rate = (page: Page, key: string, name: 'completeness' | 'timeliness'): Promise<string | null> =>
  page.locator(`th[data-period="${period(key)}"] .${name}`).getAttribute('data-rate');

const told = async (key: string, name: 'completeness' | 'timeliness'): Promise<string> => {
  const { regime: found } = await ask(
    `{ regime(id: "${regime}") { periods(year: 2013) { key ${name}(unit: "${province}") { numerator denominator } } } }`,
  );
  const share = found.periods.find((one: { key: string }) => one.key === period(key))[name];
  return `${share.numerator}/${share.denominator}`;
};

const signed = (unit: string, key: string, day: string): Promise<unknown> =>
  ask(`mutation {
    a: openReport(requestId: "${requestId()}", unit: "${unit}", period: "${period(key)}") { id }
    b: signReport(requestId: "${requestId()}", report: "${unit}~${period(key)}", signer: "Trần Thị B", capacity: "GIÁM ĐỐC",
      document: { number: "5/BC", issuedOn: "${day}" }) { id }
  }`);

async function sign(page: Page, number: string, day: string): Promise<void> {
  await type(page, page.getByLabel('Số, ký hiệu văn bản'), number);
  await type(page, page.getByLabel('Ngày, tháng, năm của văn bản'), day);
  await type(page, page.getByLabel('Thẩm quyền, chức vụ của người ký'), 'TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH');
  await type(page, page.getByLabel('Họ và tên người ký'), 'Nguyễn Văn A');
  await press(page, 'Ký và gửi báo cáo');
  await page.locator('.badge.SIGNED').waitFor();
}

const column = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const field = document.activeElement as HTMLElement;
    return `${field.closest('tr')?.dataset['row'] ?? ''} ${field.dataset['column'] ?? ''}`;
  });

describe('the calendar of a regime', () => {
  it('leads to a report that is written, signed, received and reopened by the keyboard alone, and follows', async () => {
    const [unit] = reporters as [{ id: string; name: string }];
    const calendar = await open(`/units/${province}`);
    await calendar.page.getByRole('link', { name: 'Báo cáo định kỳ' }).click();
    await calendar.page.waitForURL(`**/units/${province}/reports`);
    await eventually(() => calendar.page.locator('tr[data-unit]').count(), reporters.length);
    expect(await stateOf(calendar.page, unit.id, 'H1')).toEqual(['missing', 'NOT_STARTED']);
    expect(await cell(calendar.page, unit.id, 'H1').innerText()).toContain('Chưa gửi');
    expect(await rate(calendar.page, 'H1', 'completeness')).toBe(await told('H1', 'completeness'));
    await axeFindsNothingInBothColours(calendar.page);
    await calendar.page.emulateMedia({ colorScheme: 'light' });

    // A second window on the same calendar; in the first one, arrows move to the next cell, and Enter opens its report.
    const watching = await open(`/units/${province}/reports?year=2013&regime=${regime}`);
    await watching.page.locator('tr[data-unit]').first().waitFor();
    const { page } = calendar;
    await cell(page, unit.id, 'Q2').getByRole('link').focus();
    await page.keyboard.press('ArrowRight');
    expect(await column(page)).toBe(` ${period('H1')}`);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/units/${unit.id}/reports/${period('H1')}`);
    await page.getByRole('heading', { level: 1, name: unit.name }).waitFor();
    await press(page, 'Lập báo cáo');
    await page.locator('.badge.DRAFT').waitFor();
    await eventually(() => stateOf(watching.page, unit.id, 'H1'), ['missing', 'IN_PROGRESS']);

    // Arrows, Enter and Tab move between cells; a figure that differs from the counted one needs a reason.
    const figure = (code: string, name: string) => page.locator(`tr[data-row="${code}"] [data-column="${name}"]`);
    await figure('I.1', 'numerator').focus();
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    expect(await column(page)).toBe('I.2 numerator');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await column(page)).toBe('I.1 none');
    await page.keyboard.press('Tab');
    expect(await column(page)).toBe('I.1 reason');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').filter({ hasText: 'Còn ô phải sửa trước khi lưu.' }).waitFor();
    expect(await column(page)).toBe('I.1 reason');
    await axeFindsNothingInBothColours(page);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.keyboard.type('Ba việc xong mà chưa báo cáo');
    await type(page, figure('II.2', 'numerator'), '1.150');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1.200');
    await figure('II.1', 'none').focus();
    await page.keyboard.press('Space');
    await type(page, page.getByLabel('I. Công tác chỉ đạo, điều hành'), 'Đã ban hành kế hoạch.');

    // Input survives a reload, and unsaved input prevents signing.
    await page.reload();
    await eventually(() => figure('II.2', 'numerator').inputValue(), '1.150');
    await page.getByText('Lưu nội dung đang nhập trước khi ký.').waitFor();
    await press(page, 'Lưu báo cáo');
    await page.getByText('Đã lưu hết').waitFor();
    const id = `${unit.id}~${period('H1')}`;
    const { report } = await ask(
      `{ report(id: "${id}") { narrative { key text } rows { code reason nothingOccurred live { denominator } entered { numerator denominator } } } }`,
    );
    const row = (code: string) => report.rows.find((one: { code: string }) => one.code === code);
    expect(row('I.1')).toMatchObject({
      entered: { numerator: 3, denominator: row('I.1').live.denominator },
      reason: 'Ba việc xong mà chưa báo cáo',
    });
    expect(row('II.2').entered).toEqual({ numerator: 1150, denominator: 1200 });
    expect(row('II.1').nothingOccurred).toBe(true);
    expect(report.narrative[0]).toEqual({ key: 'I', text: 'Đã ban hành kế hoạch.' });

    // A figure opens the counted obligations.
    await page.locator('tr[data-row="I.1"] .counted button').focus();
    await page.keyboard.press('Enter');
    const list = page.getByRole('dialog').getByRole('listitem');
    await list.first().waitFor();
    expect(await list.count()).toBe(Math.min(100, row('I.1').live.denominator));
    await axeFindsNothingInBothColours(page);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    // A report with missing rows cannot be signed.
    await press(page, 'Ký và gửi báo cáo');
    await page.getByText('Cần nhập ô này.').first().waitFor();
    await sign(page, '12/BC-UBND', '08/06/2013');
    for (const key of ['H1', 'Q2']) await eventually(() => stateOf(watching.page, unit.id, key), ['inTime', 'SUBMITTED']);
    await agree(
      () => rate(watching.page, 'H1', 'timeliness'),
      () => told('H1', 'timeliness'),
    );
    await page.locator('.signature').getByText('Nguyễn Văn A').waitFor();
    expect(await page.locator('.signature').innerText()).toContain('TM. ỦY BAN NHÂN DÂN');
    expect(await page.locator('.figures input').count()).toBe(0);

    await type(page, page.getByLabel('Ghi chú (không bắt buộc)'), 'Đủ số liệu');
    await press(page, 'Tiếp nhận');
    await page.locator('.badge.RECEIVED').waitFor();
    await eventually(() => stateOf(watching.page, unit.id, 'H1'), ['inTime', 'DONE']);
    expect(await cell(watching.page, unit.id, 'H1').innerText()).toContain('Đúng hạn');
    await axeFindsNothingInBothColours(page);

    // On paper: figures, text and signature, without controls.
    await onPaper(page, ['.figures table', '.signature'], page.locator('.report .actions'));

    // After reopening it continues in a new revision, and the signed one remains readable.
    await page.locator('summary').getByText('Mở lại báo cáo').focus();
    await page.keyboard.press('Enter');
    await pressWithReason(page, 'Mở lại báo cáo', 'Nêu lý do mở lại.', 'Lý do mở lại', 'Sai một số liệu');
    await page.locator('.about .badge.DRAFT').waitFor();
    await eventually(() => stateOf(watching.page, unit.id, 'H1'), ['missing', 'IN_PROGRESS']);
    await page.getByRole('link', { name: 'Bản 1', exact: true }).click();
    await page.getByText('Đang xem bản 1, không phải bản hiện hành.').waitFor();
    expect(await page.locator('tr[data-row="II.2"] .value').innerText()).toContain('1.150/1.200');
    expect(new URL(page.url()).searchParams.get('revision')).toBe('1');
    await axeFindsNothing(page);
    expect([...calendar.complaints, ...watching.complaints]).toEqual([]);
    await watching.close();
    await calendar.close();
  });

  itIfLong('tells late from in time, what was sent back from what was not, and opens the list behind its figures', async () => {
    const [, late, back] = reporters as [unknown, { id: string; name: string }, { id: string; name: string }];
    await signed(late.id, 'H1', '2013-06-10');
    await signed(back.id, 'H1', '2013-06-07');
    const { page, complaints, close } = await open(`/units/${back.id}/reports/${period('H1')}`);
    await page.locator('.badge.SIGNED').waitFor();
    await page.locator('summary').getByText('Trả lại để bổ sung').focus();
    await page.keyboard.press('Enter');
    await type(page, page.getByLabel('Nội dung cần bổ sung, sửa đổi'), 'Thiếu phần II');
    await press(page, 'Trả lại');
    await page.getByText('Lý do trả lại: Thiếu phần II').waitFor();
    await page.getByRole('link', { name: 'Tỉnh Tây Ninh', exact: true }).first().click();
    await page.waitForURL(`**/units/${province}/reports**`);
    await eventually(() => stateOf(page, late.id, 'H1'), ['late', 'SUBMITTED']);
    await eventually(() => stateOf(page, back.id, 'H1'), ['missing', 'IN_PROGRESS']);
    // As of that day: what was not due yet was not missing.
    await page.goto(page.url().replace(/\/reports.*/, '/reports?year=2013&asOf=2013-06-08'));
    await eventually(async () => (await stateOf(page, late.id, 'Q3'))[0], 'notDue');
    expect((await stateOf(page, late.id, 'Q1'))[0]).toBe('missing');

    await page.goto(page.url().replace(/\?.*/, '?year=2013'));
    const head = page.locator(`th[data-period="${period('H1')}"]`);
    await head.getByRole('link').first().click();
    await eventually(() => page.locator('[data-count]').first().getAttribute('data-count'), String(reporters.length));
    await page.getByText('Chỉ các báo cáo của kỳ 2013-H1.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  itIfLong('prints landscape with every unit, and lets nothing stick out on a phone', async () => {
    const { page, complaints, close } = await open(`/units/${province}/reports`, { viewport: { width: 360, height: 740 } });
    await page.locator('tr[data-unit]').first().waitFor();
    await eventually(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    await axeFindsNothing(page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.calendar .filters').isVisible()).toBe(false);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const [, width, height] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf)!;
    expect(Number(width)).toBeGreaterThan(Number(height));
    await page.emulateMedia({ media: 'screen' });
    await page.goto(`${new URL(page.url()).origin}/units/${reporters[3]!.id}/reports/${period('H1')}`);
    await press(page, 'Lập báo cáo');
    await page.locator('tr[data-row]').first().waitFor();
    await eventually(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    await axeFindsNothing(page);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('a report that adds up those below', () => {
  itIfLong('names who is missing, adds what was received, and says when that has gone on', async () => {
    const [, , , , one] = reporters as { id: string; name: string }[];
    const own = `e2e-regime-${Date.now()}`;
    await ask(`mutation ($input: RegimeInput!) { addRegime(requestId: "${requestId()}", input: $input) { id } }`, {
      input: {
        id: own,
        owner: province,
        title: 'Báo cáo thử',
        startYear: 2020,
        endYear: 2020,
        reporters: [{ unit: one!.id }, { unit: reporters[5]!.id }],
        periods: [
          {
            key: 'Y',
            label: 'Cả năm',
            from: '01-01',
            to: '12-31',
            due: [
              { kind: 'DEPARTMENT', lastDay: '12-31' },
              { kind: 'DISTRICT', lastDay: '12-31' },
            ],
          },
        ],
        template: [
          { kinds: ['DEPARTMENT', 'DISTRICT'], code: '1', label: 'Hồ sơ', unitOfMeasure: 'hồ sơ', source: 'ENTERED' },
          { kinds: ['PROVINCE'], code: '1', label: 'Hồ sơ toàn tỉnh', unitOfMeasure: 'hồ sơ', source: 'SUM_OF_BELOW' },
        ],
      },
    });
    const key = `${own}~2020-Y`;
    const below = `${one!.id}~${key}`;
    const owed = async () =>
      (await ask(`{ obligations(under: "${province}", filter: { period: "${key}" }) { totalCount } }`)).obligations.totalCount;
    await eventually(owed, 2);
    await ask(`mutation {
      a: openReport(requestId: "${requestId()}", unit: "${one!.id}", period: "${key}") { id }
      b: writeReport(requestId: "${requestId()}", report: "${below}", rows: [{ code: "1", numerator: 40 }]) { id }
      c: signReport(requestId: "${requestId()}", report: "${below}", signer: "B", capacity: "GIÁM ĐỐC",
        document: { number: "9/BC", issuedOn: "2020-12-20" }) { id }
      d: receiveReport(requestId: "${requestId()}", report: "${below}") { id }
    }`);
    const { page, complaints, close } = await open(`/units/${province}/reports?regime=${own}`);
    await page.getByRole('link', { name: 'Mở báo cáo tổng hợp, Cả năm, 2020' }).focus();
    await page.keyboard.press('Enter');
    await press(page, 'Lập báo cáo');
    await eventually(() => page.locator('tr[data-row="1"] .counted').innerText(), '40');
    await page.locator('.below').getByText('Còn 1 đơn vị cấp dưới chưa được tiếp nhận báo cáo').waitFor();
    await page.locator('.below').getByRole('link', { name: reporters[5]!.name }).waitFor();
    await sign(page, '99/BC-UBND', '25/12/2020');
    expect(await page.locator('.note.stale').count()).toBe(0);
    await ask(`mutation { reopenReport(requestId: "${requestId()}", report: "${below}", reason: "Sai") { id } }`);
    await page.locator('.note.stale').waitFor();
    await page.locator('.below').getByText('Đã cộng 1 báo cáo của cấp dưới').waitFor();
    await axeFindsNothing(page);
    expect(complaints).toEqual([]);
    await close();
  });
});
