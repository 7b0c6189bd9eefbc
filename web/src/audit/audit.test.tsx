import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetToken, useToken } from '../api/token';
import { PageContext } from '../app/context';
import { addressOf, parseView } from '../view/view';
import { accessTo } from './access';
import { AuditPage } from './AuditPage';

const administrator = { role: 'ADMINISTRATOR', reformAreas: null, unit: { id: 'tn' } } as const;

describe('who reads the record', () => {
  const path = ['bnv', 'tn', 'cc'];

  it('has AUDIT there, of all areas', () => {
    const auditor = { role: 'AUDITOR', unit: { id: 'tn' } } as const;
    expect(accessTo({ person: { id: 'an' }, rights: ['READ'], grants: [] }, path)).toBe('needRight');
    expect(accessTo({ person: { id: 'an' }, rights: ['READ', 'AUDIT'], grants: [{ ...auditor, reformAreas: ['OTHER'] }] }, path)).toBe(
      'needAllAreas',
    );
    expect(accessTo({ person: { id: 'an' }, rights: ['READ', 'AUDIT'], grants: [{ ...auditor, reformAreas: null }] }, path)).toBe('open');
    expect(accessTo({ person: { id: 'an' }, rights: ['READ', 'AUDIT'], grants: [administrator] }, path)).toBe('open');
  });

  it('is told by rights alone where nobody signs in', () => {
    expect(accessTo({ person: null, rights: ['READ', 'AUDIT'], grants: [] }, path)).toBe('open');
    expect(accessTo({ person: null, rights: ['READ'], grants: [] }, path)).toBe('needRight');
  });
});

const entry = (id: string, more: object = {}) => ({
  id,
  at: '2026-01-05T03:00:00Z',
  person: { id: 'an', name: 'Nguyễn Văn An' },
  onBehalfOf: null,
  actor: 'Nguyễn Văn An',
  unit: { id: 'cc', name: 'Xã Cẩm Giang' },
  obligation: 'cc~1',
  summary: `Việc ${id}`,
  ...more,
});

describe('the page', () => {
  const before = globalThis.fetch;
  let rights: string[];
  let asked: Record<string, unknown>[];
  let files: [string, RequestInit][];
  const go = vi.fn();

  beforeEach(() => {
    rights = ['READ', 'AUDIT'];
    asked = [];
    files = [];
    go.mockReset();
    sessionStorage.clear();
    globalThis.fetch = (async (address: string, init: RequestInit) => {
      if (address !== '/graphql') {
        files.push([address, init]);
        return { ok: false, json: async () => ({ errors: [{ message: '8 files are being written; try again later.' }] }) } as Response;
      }
      const { query, variables } = JSON.parse(init.body as string) as { query: string; variables: Record<string, unknown> };
      const answer = (data: unknown) => ({ json: async () => ({ data }) }) as Response;
      if (query.includes('query AuditPage('))
        return answer({
          viewer: { person: { id: 'chi' }, rights, grants: [administrator] },
          unit: { id: 'tn', name: 'Tỉnh Tây Ninh', ancestors: [{ id: 'bnv' }] },
        });
      if (query.includes('query Audit(')) {
        asked.push(variables);
        const nodes = [
          entry('1'),
          entry('2', { obligation: null, person: null, actor: 'system' }),
          entry('3', { onBehalfOf: { id: 'b', name: 'Bình' } }),
        ];
        return answer({ audit: { nodes, pageInfo: { hasNextPage: true, endCursor: 'next' } } });
      }
      if (query.includes('query PersonName')) return answer({ person: null });
      return answer({ people: { nodes: [{ id: 'an', name: 'Nguyễn Văn An' }] } });
    }) as typeof fetch;
  });

  afterEach(() => {
    cleanup();
    forgetToken();
    globalThis.fetch = before;
  });

  const show = (search = '', unit = 'tn') =>
    render(
      <PageContext.Provider value={{ view: parseView(`/units/${unit}/audit`, search)!, go: (view) => go(addressOf(view)) }}>
        <AuditPage />
      </PageContext.Provider>,
    );
  const hrefOf = (name: string | RegExp) => screen.getAllByRole('link', { name })[0]!.getAttribute('href');

  it('lists the changes that the address asks for, and leads on from each', async () => {
    show('?actor=binh&from=2026-01-01&to=2026-01-31&after=here');
    await screen.findByText('Việc 1');
    expect(asked[0]).toEqual({ under: 'tn', actor: 'binh', from: '2026-01-01', to: '2026-01-31', after: 'here', first: 50 });
    const kept = 'actor=binh&from=2026-01-01&to=2026-01-31';
    expect(hrefOf('Việc 1')).toBe(`/units/tn/audit?${kept}&after=here&open=cc%7E1`);
    expect(screen.getByText('Việc 2').closest('a')).toBeNull();
    expect(hrefOf('Xã Cẩm Giang')).toBe(`/units/cc/audit?${kept}`);
    expect(hrefOf('Nguyễn Văn An')).toBe('/units/tn/audit?actor=an&from=2026-01-01&to=2026-01-31');
    screen.getByText('Nguyễn Văn An, thay Bình');
    expect(hrefOf('Cũ hơn')).toBe(`/units/tn/audit?${kept}&after=next`);
    expect(hrefOf('Về mới nhất')).toBe(`/units/tn/audit?${kept}`);
    expect(hrefOf('Tải CSV')).toBe(`/audit.csv?under=tn&${kept}`);
    expect(hrefOf('Tải JSONL')).toBe(`/audit.jsonl?under=tn&${kept}`);
    await screen.findByText('Không thấy ai mang mã này trong phạm vi bạn được biết.');
  });

  it('is narrowed by a person and by days, and widened again', async () => {
    show('?from=2026-01-01&after=here');
    await screen.findByText('Việc 1');
    fireEvent.change(screen.getByLabelText('Người thực hiện'), { target: { value: ' an ' } });
    expect(go).toHaveBeenLastCalledWith('/units/tn/audit?actor=an&from=2026-01-01');
    const to = screen.getByLabelText('Đến hết ngày');
    fireEvent.input(to, { target: { value: '31/12/2025' } });
    fireEvent.change(to, { target: { value: '31/12/2025' } });
    expect(go).toHaveBeenCalledTimes(1);
    await screen.findByRole('alert');
    fireEvent.input(to, { target: { value: '31/1/2026' } });
    fireEvent.change(to, { target: { value: '31/1/2026' } });
    expect(go).toHaveBeenLastCalledWith('/units/tn/audit?from=2026-01-01&to=2026-01-31');
    fireEvent.input(screen.getByLabelText('Từ ngày'), { target: { value: '' } });
    expect(go).toHaveBeenLastCalledWith('/units/tn/audit');
  });

  it('asks for nothing and offers no file where the right is missing, and says which', async () => {
    rights = ['READ'];
    // Another unit, since cached answers are shown at once.
    show('', 'other');
    await screen.findByText(/cần quyền xem nhật ký tại Tỉnh Tây Ninh/);
    expect(asked).toEqual([]);
    expect(screen.queryByRole('link', { name: 'Tải CSV' })).toBeNull();
  });

  it('sends a token along with a file, and says why there is none', async () => {
    useToken('secret');
    show();
    fireEvent.click(await screen.findByRole('link', { name: 'Tải CSV' }));
    await screen.findByText(/8 files are being written/);
    await waitFor(() => expect(files[0]).toEqual(['/audit.csv?under=tn', { headers: { Authorization: 'Bearer secret' } }]));
  });
});
