import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindsNothingInBothColours } from './axe';
import { eventually, itIfLong, open, requestId, send, useBrowser } from './harness';
import { program, start, stop, type Server } from './server';

useBrowser();

const clients = resolve(import.meta.dirname, '../../tests/clients');
const clerkUnit = 'vn24-72-so-noi-vu';

let provider: ChildProcess;
let system: Server;

/** Runs a command of the program beside the server. */
const run = (...words: string[]): string =>
  execFileSync('dotnet', [program, ...words], {
    env: { ...process.env, HIERARCHY_DATA: join(system.folder, 'data'), HIERARCHY_DB: '', HIERARCHY_TOKENS: '', HIERARCHY_SIGN_IN: 'on' },
    encoding: 'utf8',
  });

beforeAll(async () => {
  if (!existsSync(join(clients, 'node_modules/oidc-provider'))) execFileSync('npm', ['ci', '--prefix', clients, '--loglevel', 'error']);
  provider = spawn('node', ['provider.mjs'], { cwd: clients, stdio: ['ignore', 'pipe', 'ignore'] });
  const issuer = await new Promise<string>((found, failed) => {
    let said = '';
    provider.stdout!.on('data', (more) => {
      said += String(more);
      const ready = /^ready (\S+)\n/m.exec(said);
      if (ready) found(ready[1]!);
    });
    provider.on('exit', () => failed(new Error('The provider does not start.')));
  });
  system = await start(undefined, {
    HIERARCHY_OIDC_AUTHORITY: issuer,
    HIERARCHY_OIDC_CLIENT_ID: 'hierarchy',
    HIERARCHY_OIDC_CLIENT_SECRET: 'secret of hierarchy',
    HIERARCHY_OIDC_AUDIENCE: 'hierarchy-api',
  });
  run('administrator', 'an', 'Nguyễn Văn An', '--email', 'an@example.vn');
});

afterAll(async () => {
  if (system) await stop(system);
  provider?.kill();
});

/** Signs in at the provider and gives consent. */
async function signIn(page: Page, login = 'an@example.vn'): Promise<void> {
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill('x');
  await page.locator('button[type=submit]').click();
  await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
  await page.locator('button[type=submit]').click();
}

describe('somebody who signs in', () => {
  it('comes back to the page, keeps what is typed when the session ends, and signs out', async () => {
    const { page, complaints, close } = await open(`/units/${clerkUnit}/obligations`, {}, system.address);
    await signIn(page);
    await page.locator('.who').getByText('Nguyễn Văn An').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/units/${clerkUnit}/obligations`);
    // The provider's pages request external resources; ours do not.
    complaints.splice(0);
    await page.reload();
    await page.locator('.who').waitFor();
    await page.locator('.live.live').waitFor();
    expect(complaints).toEqual([]);

    await page.locator('main a[href*="open="]').first().click();
    const note = page.getByRole('form', { name: 'Báo cáo tiến độ' }).getByLabel('Ghi chú');
    await note.fill('Đang soạn dở');
    run('token', 'an', '--revoke');
    const ended = page.getByRole('dialog', { name: 'Phiên đăng nhập đã hết' });
    await ended.waitFor();
    const [tab] = await Promise.all([page.context().waitForEvent('page'), ended.getByRole('link', { name: 'Đăng nhập lại' }).click()]);
    // The provider still knows the person.
    await tab.getByText('Bạn đã đăng nhập.').waitFor();
    await tab.close();
    await ended.waitFor({ state: 'detached' });
    await page.locator('.live.live').waitFor();
    expect(await note.inputValue()).toBe('Đang soạn dở');
    await page.getByRole('form', { name: 'Báo cáo tiến độ' }).getByLabel('Tiến độ (%)').fill('30');
    await send(page, 'Gửi báo cáo', 'Đã ghi nhận');

    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.locator('button[name=logout][value=yes]').click();
    await page.getByText('Bạn đã đăng xuất.').waitFor();
    await page.goto(`${system.address}/`);
    await page.locator('input[name=login]').waitFor();
    await close();
  });
});

/** Queries the API as the page's signed-in person. */
const askAs = <T>(page: Page, query: string): Promise<T> =>
  page.evaluate(async (text) => {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ query: text }),
    });
    const answer = (await response.json()) as { data: any; errors?: { message: string }[] };
    if (answer.errors) throw new Error(answer.errors.map((error) => error.message).join('; '));
    return answer.data;
  }, query);

interface Owed {
  obligations: { nodes: { id: string; unit: { id: string; name: string } }[] };
}

describe('who may do what', () => {
  itIfLong('an administrator gives a clerk a grant, the clerk sees what it is good for and what not, and that it has ended', async () => {
    const an = await open(`/units/${clerkUnit}/people`, {}, system.address);
    await signIn(an.page);
    await an.page.getByRole('heading', { name: 'Tôi được làm gì, vì sao' }).waitFor();
    const owing = await askAs<Owed>(
      an.page,
      '{ obligations(under: "vn24-72", first: 1, filter: { unitKind: COMMUNE, status: [NOT_STARTED] }) { nodes { id unit { id name } } } }',
    );
    const { id: owed, unit } = owing.obligations.nodes[0]!;
    const at = (page: string, id?: string) => `${system.address}/units/${unit.id}/${page}${id ? `?open=${encodeURIComponent(id)}` : ''}`;

    await an.page.goto(at('people'));
    await an.page.locator('summary').getByText('Đăng ký người dùng').click();
    const register = an.page.getByRole('form', { name: 'Đăng ký người dùng' });
    await register.getByLabel('Mã', { exact: true }).fill('binh');
    await register.getByLabel('Họ và tên').fill('Trần Thị Bình');
    await register.getByLabel('Thư điện tử').fill('binh@example.vn');
    await send(register, 'Đăng ký', 'Đã ghi nhận');
    await an.page.locator('summary').getByText('Giao quyền', { exact: true }).click();
    const give = an.page.getByRole('form', { name: 'Giao quyền' });
    await give.getByLabel('Mã người dùng').fill('binh');
    await give.getByText('= Trần Thị Bình').waitFor();
    await give.getByLabel('Số văn bản giao quyền').fill('12/QĐ');
    await send(give, 'Giao quyền', 'Có số văn bản thì cần ngày ban hành, và ngược lại.');
    await give.getByLabel('Ngày của văn bản').fill('02/01/2013');
    await send(give, 'Giao quyền', 'Đã ghi nhận');
    const card = an.page.getByRole('listitem').filter({ hasText: 'Trần Thị Bình' });
    await card.getByText('Chuyên viên').waitFor();
    await card.getByText('12/QĐ').waitFor();

    await an.page.locator('summary').getByText('Chỉ định cơ quan đầu mối').click();
    await axeFindsNothingInBothColours(an.page);

    const binh = await open('/', {}, system.address);
    await signIn(binh.page, 'binh@example.vn');
    await binh.page.getByRole('heading', { level: 1, name: unit.name }).waitFor();
    // People who report start with their work; input survives a new sign-in.
    expect(new URL(binh.page.url()).pathname).toBe(`/units/${unit.id}/work`);
    const cell = binh.page.locator(`tr[data-obligation="${owed}"] input[data-column=percent]`);
    await cell.fill('35');
    await binh.page.getByRole('button', { name: 'Đăng xuất' }).click();
    await binh.page.locator('button[name=logout][value=yes]').click();
    await binh.page.getByText('Bạn đã đăng xuất.').waitFor();
    await binh.page.goto(`${system.address}/units/${unit.id}/work`);
    await signIn(binh.page, 'binh@example.vn');
    await eventually(() => cell.inputValue(), '35');
    // Another person in the same browser does not find it, and people who may not plan are offered no amendment.
    const kept = await binh.page.evaluate(() => Object.keys(JSON.parse(localStorage.getItem('hierarchy.drafts')!) as object));
    expect(kept).toEqual([`binh|report ${owed}`]);
    const answered = binh.page.waitForResponse((response) => (response.request().postData() ?? '').includes('query MayAmend'));
    await binh.page.goto(`${system.address}/units/vn24-72/plans/tay-ninh-2013`);
    await answered;
    await binh.page.locator('.versions').waitFor();
    expect(await binh.page.getByRole('form', { name: 'Điều chỉnh kế hoạch' }).count()).toBe(0);
    await binh.page.goto(at('obligations', owed));
    const report = binh.page.getByRole('form', { name: 'Báo cáo tiến độ' });
    await report.getByLabel('Tiến độ (%)').fill('40');
    await send(report, 'Gửi báo cáo', 'Đã ghi nhận');
    const why = (page: Page) => page.getByRole('region', { name: 'Việc không làm được ở đây' });
    await why(binh.page).getByText(`Cần quyền nộp kết quả tại ${unit.name}.`).waitFor();
    expect(await binh.page.getByRole('form', { name: 'Nộp kết quả' }).count()).toBe(0);

    await askAs(an.page, `mutation { submit(requestId: "${requestId()}", obligation: "${owed}") { id } }`);
    await binh.page.goto(at('obligations', owed));
    await why(binh.page).getByText(`Cần quyền duyệt tại ${unit.name}.`).first().waitFor();
    expect(await binh.page.getByRole('form', { name: 'Duyệt' }).count()).toBe(0);
    await an.page.goto(at('obligations', owed));
    await why(an.page).getByText('Bạn đã trình kết quả này nên không tự duyệt hay trả lại.').first().waitFor();

    await binh.page.goto(at('people'));
    await binh.page.getByText(`Chuyên viên tại ${unit.name}`).first().waitFor();
    expect(await binh.page.locator('summary').getByText('Giao quyền', { exact: true }).count()).toBe(0);
    await an.page.goto(at('people'));
    await card.locator('summary').getByText('Chấm dứt').click();
    await card.getByLabel('Lý do chấm dứt').fill('Chuyển công tác');
    await card.getByRole('button', { name: 'Chấm dứt quyền' }).click();
    await eventually(() => card.count(), 0);
    await binh.page.getByText('Bạn chưa được giao quyền nào.').waitFor();

    // The last administrator cannot be removed; the form says so.
    const roots = await askAs<{ root: { id: string }[] }>(an.page, '{ root { id } }');
    await an.page.goto(`${system.address}/units/${roots.root[0]!.id}/people`);
    const own = an.page.getByRole('listitem').filter({ hasText: 'Nguyễn Văn An' });
    await own.locator('summary').getByText('Chấm dứt').click();
    await own.getByLabel('Lý do chấm dứt').fill('Thử');
    await send(own, 'Chấm dứt quyền', /Đây là quản trị viên cuối cùng/);
    await binh.close();
    await an.close();
  });

  itIfLong('who did what is read, narrowed and taken away as a file by who has the right, and by nobody else', async () => {
    // A province has more than a page of it.
    const top = 'vn24-72';
    const at = `/units/${top}/audit`;
    const an = await open(at, {}, system.address);
    await signIn(an.page);
    const rows = an.page.locator('.audit ol li');
    await rows.first().waitFor();
    an.complaints.splice(0);
    // Others' rights are in the record, too; a person who may not read it is told why.
    for (const [person, role] of [
      ['chi', 'AUDITOR'],
      ['dung', 'CLERK'],
    ] as const) {
      await askAs(
        an.page,
        `mutation { registerPerson(requestId: "${requestId()}", input: { id: "${person}", name: "Người ${person}", email: "${person}@example.vn" }) { id } }`,
      );
      await askAs(
        an.page,
        `mutation { grant(requestId: "${requestId()}", input: { person: "${person}", role: ${role}, unit: "${top}" }) { id } }`,
      );
    }
    const dung = await open(at, {}, system.address);
    await signIn(dung.page, 'dung@example.vn');
    await dung.page.getByText(/^Không xem được nhật ký ở đây: cần quyền xem nhật ký tại/).waitFor();
    expect(await dung.page.locator('a[href^="/audit."]').count()).toBe(0);
    await dung.close();

    // Another person reports, so that there is a choice.
    const owing = await askAs<Owed>(
      an.page,
      `{ obligations(under: "${top}", first: 1, filter: { status: [NOT_STARTED] }) { nodes { id unit { id name } } } }`,
    );
    const owed = owing.obligations.nodes[0]!.id;
    await askAs(
      an.page,
      `mutation { reportProgress(requestId: "${requestId()}", obligation: "${owed}", percent: 10, note: "Đã họp") { id } }`,
    );

    const chi = await open(at, {}, system.address);
    await signIn(chi.page, 'chi@example.vn');
    const seen = chi.page.locator('.audit ol li');
    await seen.first().waitFor();
    chi.complaints.splice(0);
    expect(await seen.count()).toBe(50);
    await chi.page.getByRole('link', { name: 'Cũ hơn' }).click();
    await chi.page.waitForURL(/[?&]after=/);
    await chi.page.getByRole('link', { name: 'Về mới nhất' }).click();
    await chi.page.waitForURL((url) => url.search === '');
    await seen.getByRole('link', { name: 'Nguyễn Văn An' }).first().click();
    await chi.page.waitForURL(/[?&]actor=an$/);
    await chi.page.getByText('= Nguyễn Văn An').waitFor();
    await eventually(async () => (await seen.locator('small').allInnerTexts()).every((name) => name === 'Nguyễn Văn An'), true);
    const first = seen.first();
    await first.getByText(/Đã họp/).waitFor();

    await axeFindsNothingInBothColours(chi.page);

    // The file contains exactly the filtered rows of the page.
    const [file] = await Promise.all([chi.page.waitForEvent('download'), chi.page.getByRole('link', { name: 'Tải JSONL' }).click()]);
    expect(file.suggestedFilename()).toBe('audit.jsonl');
    const lines = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\n');
    const told = await askAs<{ audit: { nodes: { id: string }[] } }>(
      chi.page,
      `{ audit(under: "${top}", actor: "an", first: 500) { nodes { id } } }`,
    );
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(told.audit.nodes.map((change) => change.id));
    const [table] = await Promise.all([chi.page.waitForEvent('download'), chi.page.getByRole('link', { name: 'Tải CSV' }).click()]);
    expect(readFileSync(await table.path(), 'utf8')).toContain('Đã họp');

    await chi.page.getByLabel('Từ ngày').fill('01/01/2200');
    await chi.page.getByLabel('Từ ngày').blur();
    await chi.page.waitForURL(/from=2200-01-01/);
    await chi.page.getByText('Không có thay đổi nào như vậy').waitFor();
    await chi.page.getByRole('button', { name: 'Bỏ lọc' }).click();
    await chi.page.waitForURL((url) => url.search === '');

    await first.getByRole('link').first().click();
    await chi.page.waitForURL(/[?&]open=/);
    await chi.page.getByRole('dialog').waitFor();
    expect(chi.complaints).toEqual([]);
    await chi.close();
    await an.close();
  });
});
