import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { describe, expect, it, vi } from 'vitest';
import type { GrantRowFragment } from '../api/generated';
import { Words } from '../obligation/Words';
import { sentInTests } from '../ui/sentInTests';
import { AppointForm, DelegateForm, GiveGrantForm, RegisterForm } from './GrantForms';

const sent = sentInTests((query, variables) => {
  if (query.includes('query PersonName')) return { person: variables['id'] === 'binh' ? { id: 'binh', name: 'Bình' } : null };
  if (query.includes('query Search'))
    return {
      searchUnits: [
        { id: 'other', name: 'Sở khác', kind: 'DEPARTMENT', ancestors: [{ id: 'elsewhere', name: '' }] },
        { id: 'snv', name: 'Sở Nội vụ', kind: 'DEPARTMENT', ancestors: [{ id: 'tn', name: '' }] },
      ],
    };
  return undefined;
});

const write = (label: string | RegExp, text: string) => {
  const field = screen.getByLabelText(label);
  fireEvent.input(field, { target: { value: text } });
  fireEvent.change(field);
};
const click = (name: string) => fireEvent.submit(screen.getByRole('button', { name, hidden: true }).closest('form')!);
const refuse = (code: string, extensions: Record<string, unknown>, message = 'No.') =>
  sent.at(-1)!.answer({ errors: [{ message, extensions: { code, ...extensions } }] });

describe('giving a grant', () => {
  it('needs a person and whole days, says who it is, and sends what is written', async () => {
    const onDone = vi.fn();
    render(<GiveGrantForm unit="tn" people="list" onDone={onDone} />);
    click('Giao quyền');
    screen.getByText('Cần mã người dùng.');
    write('Mã người dùng', 'nobody');
    await screen.findByText('Không có người dùng mang mã này.');
    write('Mã người dùng', 'binh');
    await screen.findByText('= Bình');
    fireEvent.change(screen.getByLabelText('Vai trò'), { target: { value: 'SUPERVISOR' } });
    fireEvent.click(screen.getByLabelText('Cải cách thể chế'));
    write('Đến hết ngày', '31/12/2013');
    write('Số văn bản giao quyền', '12/QĐ');
    click('Giao quyền');
    screen.getByText('Có số văn bản thì cần ngày ban hành, và ngược lại.');
    expect(sent).toEqual([]);
    write('Ngày của văn bản', '02/01/2013');
    click('Giao quyền');
    expect(sent[0]!.variables['input']).toEqual({
      person: 'binh',
      role: 'SUPERVISOR',
      unit: 'tn',
      reformAreas: ['INSTITUTIONS'],
      from: null,
      to: '2013-12-31',
      act: { number: '12/QĐ', issuedOn: '2013-01-02' },
    });
    sent[0]!.answer({ data: { grant: { id: 'tn~1' } } });
    await screen.findByText('Đã ghi nhận');
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(screen.getByLabelText<HTMLInputElement>('Mã người dùng').value).toBe('');
  });

  it('says beside the form why it was refused', async () => {
    render(<GiveGrantForm unit="tn" people="list" onDone={() => {}} />);
    write('Mã người dùng', 'binh');
    click('Giao quyền');
    refuse('FORBIDDEN', { reason: 'ABOVE_OWN_RIGHTS' }, 'That is more.');
    await screen.findByText(/^Việc này vượt quá quyền của chính bạn.* \(That is more\.\)$/);
    expect(screen.getByLabelText<HTMLInputElement>('Mã người dùng').value).toBe('binh');
  });

  it('says beside the field what is wrong with it', async () => {
    render(<GiveGrantForm unit="tn" people="list" onDone={() => {}} />);
    write('Mã người dùng', 'ai');
    click('Giao quyền');
    refuse('NOT_FOUND', { input: ['input', 'person'] }, 'There is no person.');
    const words = await screen.findByText('Không có người dùng mang mã này. (There is no person.)');
    expect(screen.getByLabelText('Mã người dùng').getAttribute('aria-describedby')).toBe(words.id);
  });
});

describe('what follows a grant', () => {
  const grant = { id: 'tn~1', role: 'HEAD', unit: { id: 'tn', name: 'Tây Ninh' } } as GrantRowFragment;

  it('is delegated from a day to a day, and not further', async () => {
    render(<DelegateForm grant={grant} people="list" onDone={() => {}} />);
    write('Mã người dùng', 'binh');
    click('Ủy quyền');
    expect(screen.getAllByText('Cần ngày này.')).toHaveLength(2);
    write('Từ ngày', '1/3/2013');
    write('Đến hết ngày', '15/3/2013');
    click('Ủy quyền');
    expect(sent[0]!.variables).toMatchObject({ grant: 'tn~1', to: 'binh', from: '2013-03-01', until: '2013-03-15', act: null });
    refuse('CONFLICT', { reason: 'DELEGATION_CHAIN', input: ['grant'] });
    await screen.findByText(/^Quyền đã được ủy quyền thì không ủy quyền lại/);
  });

  it('ends with a reason, except that of the last administrator', async () => {
    render(<Words row={grant} action="endGrant" also={{ grant: grant.id }} />);
    click('Chấm dứt quyền');
    screen.getByText('Nêu lý do chấm dứt.');
    write('Lý do chấm dứt', 'Chuyển công tác');
    click('Chấm dứt quyền');
    expect(sent[0]!.variables).toMatchObject({ grant: 'tn~1', reason: 'Chuyển công tác' });
    refuse('CONFLICT', { reason: 'LAST_ADMIN', input: ['grant'] });
    await screen.findByText(/^Đây là quản trị viên cuối cùng/);
  });
});

describe('people and agencies', () => {
  it('a person needs an id and a name; an address that is taken is said beside its field', async () => {
    render(<RegisterForm unit="tn" onDone={() => {}} />);
    click('Đăng ký');
    screen.getByText('Cần có mã và họ tên.');
    write('Mã', 'binh');
    write('Họ và tên', 'Trần Thị Bình');
    write('Thư điện tử', 'binh@example.vn');
    click('Đăng ký');
    expect(sent[0]!.variables['input']).toEqual({ id: 'binh', name: 'Trần Thị Bình', email: 'binh@example.vn', subject: null });
    refuse('CONFLICT', { input: ['input', 'email'] }, 'Taken.');
    await screen.findByText('Thư điện tử không đúng, hoặc đã là của người khác. (Taken.)');
  });

  it('an agency is chosen below the unit, with what it may do', async () => {
    render(<AppointForm unit="tn" onDone={() => {}} />);
    click('Chỉ định');
    screen.getByText('Chọn cơ quan và ít nhất một việc được làm thay.');
    const box = screen.getByLabelText('Cơ quan ở bên dưới đơn vị này', { selector: 'input' });
    fireEvent.focus(box);
    fireEvent.input(box, { target: { value: 'so' } });
    fireEvent.click(await screen.findByText('Sở Nội vụ'));
    expect(screen.queryByText('Sở khác')).toBeNull();
    fireEvent.click(screen.getByLabelText('theo dõi'));
    click('Chỉ định');
    expect(sent[0]!.variables).toMatchObject({ unit: 'tn', agency: 'snv', powers: ['FOLLOW'], reformAreas: null, from: null, to: null });
  });
});
