import { describe, expect, it } from 'vitest';
import { agree, ask, eventually, figure, firstObligation, itIfLong, open, send, useBrowser } from './harness';

useBrowser();

const clerkUnit = 'vn24-72-so-noi-vu';
const onTime = 'Hoàn thành đúng hạn';

describe('a clerk and a ministry', () => {
  it('see the same moment: what one reports done moves the other, without a reload', async () => {
    const obligation = await firstObligation(clerkUnit, 'kind: TASK, status: [NOT_STARTED], dueFrom: "2013-12-01"');
    const ministry = await open('/units/bnv');
    await ministry.page.locator('.live.live').waitFor();
    const shown = async () => Number(await figure(ministry.page, onTime));
    const told = async (): Promise<number> => (await ask('{ unit(id: "bnv") { progress { doneOnTime } } }')).unit.progress.doneOnTime;
    const before = await agree(shown, told);
    await ministry.page.evaluate(() => {
      (window as any).sameWindow = true;
    });

    const clerk = await open(`/units/${clerkUnit}/obligations?open=${encodeURIComponent(obligation.id)}`);
    const form = clerk.page.getByRole('form', { name: 'Nộp kết quả' });
    await form.getByLabel('Số văn bản').fill('15/BC-SNV');
    await form.getByLabel('Ngày ban hành').fill('20/06/2013');
    await form.getByLabel('Ngày hoàn thành').fill('20/6/2013');
    await form.getByRole('button', { name: 'Nộp' }).click();
    const accept = clerk.page.getByRole('button', { name: 'Duyệt: hoàn thành' });
    await accept.waitFor();
    const asked = Date.now();
    await accept.click();
    await eventually(shown, before + 1);
    console.log(`the ministry's figure moved ${Date.now() - asked} ms after the click`);

    expect(await ministry.page.evaluate(() => (window as any).sameWindow)).toBe(true);
    await clerk.page.locator('dialog .badge.DONE_ON_TIME').waitFor();
    expect(await told()).toBe(before + 1);
    expect([...ministry.complaints, ...clerk.complaints]).toEqual([]);
    await ministry.close();
    await clerk.close();
  });

  it('a double click and a lost answer report once', async () => {
    const obligation = await firstObligation(clerkUnit, 'kind: TASK, status: [NOT_STARTED]');
    const { page, close } = await open(`/units/${clerkUnit}/obligations?open=${encodeURIComponent(obligation.id)}`);
    const ids: string[] = [];
    let lost = 2;
    await page.route('**/graphql', async (route) => {
      const body = route.request().postData() ?? '';
      if (!body.includes('mutation ReportProgress')) return route.continue();
      ids.push(JSON.parse(body).variables.requestId);
      // The first attempt does not arrive; the second does, but its answer is lost.
      if (lost-- > 1) return route.abort();
      if (lost >= 0) {
        await route.fetch();
        return route.abort();
      }
      return route.continue();
    });
    const form = page.getByRole('form', { name: 'Báo cáo tiến độ' });
    await form.getByLabel('Tiến độ (%)').fill('40');
    await form.getByLabel('Ghi chú').fill('Đã lấy ý kiến');
    await form.getByRole('button', { name: 'Gửi báo cáo' }).dblclick();
    await page.getByText('Đã ghi nhận').waitFor();

    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    const { obligation: now } = await ask(`{ obligation(id: "${obligation.id}") { percent version note } }`);
    expect(now).toEqual({ percent: 40, version: 2, note: 'Đã lấy ý kiến' });
    await close();
  });

  itIfLong('what had no answer goes on after the page is loaded anew, as the same request', async () => {
    const obligation = await firstObligation(clerkUnit, 'kind: TASK, status: [NOT_STARTED]');
    const { page, close } = await open(`/units/${clerkUnit}/obligations?open=${encodeURIComponent(obligation.id)}`);
    const ids: string[] = [];
    let cut = true;
    await page.route('**/graphql', (route) => {
      const body = route.request().postData() ?? '';
      if (!body.includes('mutation ReportProgress')) return route.continue();
      ids.push(JSON.parse(body).variables.requestId);
      return cut ? route.abort() : route.continue();
    });
    const form = page.getByRole('form', { name: 'Báo cáo tiến độ' });
    await form.getByLabel('Tiến độ (%)').fill('25');
    await form.getByRole('button', { name: 'Gửi báo cáo' }).click();
    await page.locator('.notice').getByText('chưa có trả lời').waitFor();
    cut = false;
    await page.reload();
    await eventually(async () => (await ask(`{ obligation(id: "${obligation.id}") { percent version } }`)).obligation, {
      percent: 25,
      version: 2,
    });
    expect(new Set(ids).size).toBe(1);
    await close();
  });

  itIfLong('is refused beside the field, in Vietnamese and in the words of the API, and the list shows the truth', async () => {
    const obligation = await firstObligation(clerkUnit, 'kind: TASK, status: [NOT_STARTED]');
    const { page, close } = await open(`/units/${clerkUnit}/obligations?open=${encodeURIComponent(obligation.id)}`);
    const form = page.getByRole('form', { name: 'Nộp kết quả' });
    await form.getByLabel('Số văn bản').fill('1/BC');
    await form.getByLabel('Ngày ban hành').fill('01/01/2090');
    await form.getByRole('button', { name: 'Nộp' }).click();
    const field = form.getByLabel('Ngày ban hành');
    await eventually(() => field.getAttribute('aria-invalid'), 'true');
    const described = await field.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${described}"]`).textContent()).toMatch(
      /^Ngày ban hành không được ở sau hôm nay\. \(issuedOn lies in the future/,
    );
    expect(await form.getByLabel('Số văn bản').inputValue()).toBe('1/BC');
    expect((await ask(`{ obligation(id: "${obligation.id}") { status } }`)).obligation.status).toBe('NOT_STARTED');

    // Somebody else was faster.
    await ask(`mutation { reportProgress(requestId: "other-${Date.now()}", obligation: "${obligation.id}", percent: 10) { id } }`);
    await page.locator('dialog .state strong').getByText('10%').waitFor();
    await close();
  });

  itIfLong('cannot send what is no day or no percentage: the field says what would be right', async () => {
    const obligation = await firstObligation(clerkUnit, 'kind: TASK, status: [NOT_STARTED]');
    const { page, close } = await open(`/units/${clerkUnit}/obligations?open=${encodeURIComponent(obligation.id)}`, { locale: 'en-US' });
    const report = page.getByRole('form', { name: 'Báo cáo tiến độ' });
    await report.getByLabel('Tiến độ (%)').fill('33,333');
    await report.getByLabel('Đã chi đến nay').fill('1500000');
    expect(await report.getByLabel('Đã chi đến nay').inputValue()).toBe('1.500.000');
    await report.getByText('Viết một số từ 0 đến 100').waitFor();
    await report.getByRole('button', { name: 'Gửi báo cáo' }).click();
    await report.getByLabel('Tiến độ (%)').fill('33,5');
    const submit = page.getByRole('form', { name: 'Nộp kết quả' });
    const day = submit.getByLabel('Ngày ban hành');
    await day.fill('30/02/2013');
    await submit.getByLabel('Số văn bản').fill('1/BC');
    await submit.getByText('Viết ngày, tháng, năm, ví dụ 31/03/2013.').waitFor();
    expect(await day.getAttribute('aria-invalid')).toBe('true');
    await submit.getByRole('button', { name: 'Nộp' }).click();
    await day.fill('1-3-2013');
    await day.blur();
    expect(await day.inputValue()).toBe('01/03/2013');
    expect((await ask(`{ obligation(id: "${obligation.id}") { version } }`)).obligation.version).toBe(1);

    await send(report, 'Gửi báo cáo', 'Đã ghi nhận');
    const { obligation: now } = await ask(`{ obligation(id: "${obligation.id}") { percent version budget { spent } } }`);
    expect(now).toEqual({ percent: 33.5, version: 2, budget: { spent: 1_500_000 } });
    await close();
  });

  itIfLong('the unit above says that an event has happened, and cancels with a reason', async () => {
    const { obligations } = await ask(
      '{ obligations(under: "vn24-52", first: 1, filter: { status: [WAITING] }) { nodes { id title unit { id } } } }',
    );
    const { id, unit } = obligations.nodes[0];
    const { page, close, complaints } = await open(`/units/${unit.id}/obligations?list=waiting&open=${encodeURIComponent(id)}`);
    const trigger = page.getByRole('form', { name: 'Kích hoạt: sự kiện đã xảy ra' });
    await send(trigger, 'Kích hoạt', 'Cần ngày này.');
    await trigger.getByLabel('Ngày xảy ra').fill('01/03/2012');
    await trigger.getByLabel('Hạn hoàn thành').fill('01/02/2012');
    await send(trigger, 'Kích hoạt', 'due must not lie before occurredOn');
    expect(await trigger.getByLabel('Hạn hoàn thành').getAttribute('aria-invalid')).toBe('true');
    await trigger.getByLabel('Hạn hoàn thành').fill('30/06/2012');
    await trigger.getByRole('button', { name: 'Kích hoạt' }).click();
    await page.getByRole('form', { name: 'Báo cáo tiến độ' }).waitFor();
    const read = async () => (await ask(`{ obligation(id: "${id}") { status due note } }`)).obligation;
    expect(await read()).toEqual({ status: 'NOT_STARTED', due: '2012-06-30', note: null });

    await page.locator('summary').getByText('Hủy việc này').click();
    const cancel = page.getByRole('form', { name: 'Hủy việc này' });
    await send(cancel, 'Hủy việc', 'Nêu lý do hủy.');
    expect((await read()).status).toBe('NOT_STARTED');
    await cancel.getByLabel('Lý do hủy').fill('Chính phủ đã bãi bỏ đề án');
    await cancel.getByRole('button', { name: 'Hủy việc' }).click();
    await page.locator('summary').getByText('Khôi phục việc đã hủy').waitFor();
    expect(await read()).toEqual({ status: 'CANCELLED', due: '2012-06-30', note: 'Chính phủ đã bãi bỏ đề án' });
    // The keyboard focus is still in the dialog.
    expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);

    await page.locator('summary').getByText('Khôi phục việc đã hủy').click();
    const restore = page.getByRole('form', { name: 'Khôi phục việc đã hủy' });
    await restore.getByLabel('Lý do khôi phục').fill('Đề án vẫn còn');
    await restore.getByRole('button', { name: 'Khôi phục' }).click();
    await page.locator('summary').getByText('Dời hạn').click();
    expect(await read()).toEqual({ status: 'NOT_STARTED', due: '2012-06-30', note: null });
    const change = page.getByRole('form', { name: 'Dời hạn' });
    await change.getByLabel('Hạn mới').fill('31/12/2012');
    await change.getByLabel('Lý do dời hạn').fill('Chờ đề án');
    await change.getByRole('button', { name: 'Dời hạn' }).click();
    await page.getByText('30/06/2012 → 31/12/2012: Chờ đề án').waitFor();
    expect((await read()).due).toBe('2012-12-31');
    expect(complaints).toEqual([]);
    await close();
  });

  it('sends back with a reason; raises, passes on and resolves a difficulty', async () => {
    const obligation = await firstObligation(clerkUnit, 'kind: TASK, status: [NOT_STARTED]');
    await ask(`mutation { submit(requestId: "s-${Date.now()}", obligation: "${obligation.id}") { id } }`);
    const { page, close, complaints } = await open(`/units/${clerkUnit}/obligations?open=${encodeURIComponent(obligation.id)}`);
    const review = page.getByRole('form', { name: 'Duyệt' });
    await send(review, 'Trả lại', 'Nêu lý do trả lại.');
    await review.getByLabel('Lý do trả lại').fill('Thiếu số liệu');
    await review.getByRole('button', { name: 'Trả lại' }).click();
    await page.getByRole('form', { name: 'Báo cáo tiến độ' }).waitFor();

    const hard = page.getByRole('region', { name: 'Khó khăn, vướng mắc' });
    await hard.getByLabel('Nêu khó khăn').fill('Chưa có kinh phí');
    await send(hard, 'Gửi lên cấp trên', 'Gửi Tỉnh Tây Ninh');
    await send(hard, 'Chuyển lên cấp trên nữa', 'Gửi Bộ Nội vụ');
    await hard.getByLabel('Cách giải quyết').fill('Đã bổ sung');
    await send(hard, 'Đã giải quyết', 'Đã bổ sung');
    const { obligation: now } = await ask(
      `{ obligation(id: "${obligation.id}") { status note difficulty { text resolution raisedTo { id } } } }`,
    );
    expect(now).toEqual({
      status: 'IN_PROGRESS',
      note: 'Thiếu số liệu',
      difficulty: { text: 'Chưa có kinh phí', resolution: 'Đã bổ sung', raisedTo: { id: 'bnv' } },
    });
    expect(complaints).toEqual([]);
    await close();
  });
});
