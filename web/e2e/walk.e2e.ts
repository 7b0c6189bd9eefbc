import { describe, expect, it } from 'vitest';
import { ask, eventually, itIfLong, open, requestId, useBrowser } from './harness';

useBrowser();

describe('the tree', () => {
  it('is walked from the ministry to a commune and back by clicks, each view with an address of its own', async () => {
    const { page, complaints, close } = await open('/');
    await page.waitForURL('**/units/bnv');
    for (const name of ['Tỉnh Tây Ninh', 'Huyện Châu Thành']) {
      await page.locator('.ranking').getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
    }
    const commune = page.locator('.ranking tbody th a').first();
    const name = await commune.innerText();
    await commune.click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    expect(await page.locator('.path li').count()).toBe(4);
    expect(await page.title()).toContain(await page.locator('h1').innerText());
    const address = page.url();
    await page.locator('.path').getByRole('link', { name: 'Tỉnh Tây Ninh' }).click();
    await page.waitForURL('**/units/vn24-72');
    await page.goBack();
    await page.waitForURL(address);
    expect(complaints).toEqual([]);
    await close();
  });

  it('is walked by keyboard alone: slash, letters without their marks, Enter', async () => {
    const { page, close } = await open('/units/bnv');
    await page.locator('.headline').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('tay ninh');
    const first = page.getByRole('option').first();
    await first.waitFor();
    expect(await page.getByRole('combobox', { name: 'Tìm đơn vị' }).getAttribute('aria-activedescendant')).toBe(
      await first.getAttribute('id'),
    );
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    const name = await first.locator('strong').innerText();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await close();
  });

  itIfLong('takes a day in the form of the page, whatever the browser speaks', async () => {
    const { page, close } = await open('/units/vn24-72', { locale: 'en-US' });
    const day = page.getByLabel('Tính đến ngày');
    await day.fill('1/10/2013');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/units/vn24-72?asOf=2013-10-01');
    expect(await day.inputValue()).toBe('01/10/2013');
    await day.fill('99/10/2013');
    await day.blur();
    await page.getByText('Viết ngày, tháng, năm, ví dụ 31/03/2013.').waitFor();
    await page.getByRole('button', { name: 'Chuyển sang tiếng Anh' }).click();
    const english = page.getByLabel('As of');
    await eventually(() => english.inputValue(), '01 Oct 2013');
    await english.fill('5 Nov 2013');
    await english.blur();
    await page.waitForURL('**/units/vn24-72?asOf=2013-11-05');
    // A day from the browser's calendar is written the same way.
    await page.locator('.day input[type=date]').first().fill('2013-12-24');
    await eventually(() => english.inputValue(), '24 Dec 2013');
    await page.waitForURL('**/units/vn24-72?asOf=2013-12-24');
    await close();
  });

  itIfLong('shows the same to whoever opens the same address', async () => {
    const { page, close } = await open('/units/vn24-72?year=2013&asOf=2013-10-01&plan=tay-ninh-2013');
    const plan = page.getByRole('combobox', { name: 'Kế hoạch', exact: true });
    await eventually(() => plan.inputValue(), '2013 · Tỉnh Tây Ninh · 2662/QĐ-UBND');
    expect(await page.getByLabel('Tính đến ngày').inputValue()).toBe('01/10/2013');
    expect(await page.getByLabel('Năm', { exact: true }).inputValue()).toBe('2013');
    await plan.click();
    await page.getByRole('option', { name: 'Mọi kế hoạch' }).click();
    await page.waitForURL('**/units/vn24-72?year=2013&asOf=2013-10-01');
    await close();
  });

  it('on a phone says in a line what it is about, and opens the filters when asked', async () => {
    const { page, close } = await open('/units/vn24-72?asOf=2013-10-01', { viewport: { width: 360, height: 740 } });
    // Content that loads moves the button.
    await page.locator('.headline a.figure').first().waitFor();
    const scope = page.getByRole('button', { name: '01/10/2013 · Mọi năm · Mọi kế hoạch · Nhiệm vụ' });
    expect(await scope.getAttribute('aria-expanded')).toBe('false');
    await scope.click();
    await page.getByLabel('Năm', { exact: true }).selectOption('2013');
    await page.waitForURL('**/units/vn24-72?year=2013&asOf=2013-10-01');
    await page.getByRole('combobox', { name: 'Kế hoạch', exact: true }).click();
    await page.locator('.plan-choice').getByRole('option').nth(1).click();
    await page.waitForURL('**/units/vn24-72?year=2013&plan=tay-ninh-2013&asOf=2013-10-01');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    await close();
  });

  itIfLong('finds a plan among any number by words, and tells when there are more than it lists', async () => {
    for (let i = 0; i < 21; i++) {
      const areas = '[{ id: "I", name: "Thể chế", reform: INSTITUTIONS }]';
      await ask(
        `mutation { adoptPlan(requestId: "${requestId()}", input: { id: "many-${i}", owner: "vn24-52-so-noi-vu", title: "Kế hoạch nội bộ số ${i}", startYear: 2031, endYear: 2031, areas: ${areas} }) { id } }`,
      );
    }
    const { page, close } = await open('/units/vn24-52-so-noi-vu');
    const plan = page.getByRole('combobox', { name: 'Kế hoạch', exact: true });
    await plan.focus();
    await page.getByText('Còn kế hoạch khác ngoài 20 kế hoạch này').waitFor();
    const options = page.locator('.plan-choice').getByRole('option');
    expect(await options.count()).toBe(21);
    await page.keyboard.type('binh dinh 2015');
    await eventually(() => options.count(), 1);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/units/vn24-52-so-noi-vu?plan=binh-dinh-2011-2015');
    await eventually(() => plan.inputValue().then((text) => text.startsWith('2011–2015')), true);
    expect(await page.getByLabel('Năm', { exact: true }).locator('option').allInnerTexts()).toContain('2031');
    await close();
  });

  itIfLong('says so at an address that is nobody’s, and drops a plan that is not the unit’s', async () => {
    const { page, close } = await open('/units/nowhere');
    await page.getByText('Không có đơn vị mang mã “nowhere”').waitFor();
    await page.goto(page.url().replace('nowhere', 'vn24-72?plan=tien-giang-2018'));
    await page.waitForURL('**/units/vn24-72');
    await page.locator('.headline a.figure').first().waitFor();
    await close();
  });

  it('speaks English by a switch, and keeps it', async () => {
    const { page, close } = await open('/units/vn24-72?asOf=2013-10-01');
    await page.getByRole('button', { name: 'Chuyển sang tiếng Anh' }).click();
    await page.getByRole('heading', { name: 'State of implementation' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'State of implementation' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await close();
  });
});
