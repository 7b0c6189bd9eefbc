import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { judgedBy, shown, type ShownRow } from '../api/changes';
import { sendings } from '../api/commands';
import type { RowFragment } from '../api/generated';
import { sentInTests } from '../ui/sentInTests';
import { ChangeDueForm } from './ChangeDueForm';
import { ReportForm } from './ReportForm';
import { ReviewForm } from './ReviewForm';
import { TriggerForm } from './TriggerForm';
import { ReasonForm } from './ReasonForm';

const row = { id: 'u~t', percent: 12.5, status: 'NOT_STARTED', version: 3, budget: { planned: 0, spent: 0 } } as RowFragment;
const asShown = (changed: Partial<RowFragment> = {}): ShownRow => shown({ ...row, ...changed });

const sent = sentInTests();

afterEach(() => {
  judgedBy.value = undefined;
});

const write = (label: string | RegExp, text: string) => {
  const field = screen.getByLabelText(label);
  fireEvent.input(field, { target: { value: text } });
  fireEvent.change(field);
};
const click = (name: string) => fireEvent.submit(screen.getByRole('button', { name }).closest('form')!);

describe('the report', () => {
  it('sends numbers as they are meant, and shows the percent before there is an answer', async () => {
    render(<ReportForm row={asShown()} />);
    expect(screen.getByLabelText<HTMLInputElement>('Tiến độ (%)').value).toBe('12,5');
    write('Tiến độ (%)', '33,5');
    write('Đã chi đến nay (đồng)', '1500000');
    write('Ghi chú', ' Đã họp ');
    expect(screen.getByLabelText<HTMLInputElement>('Đã chi đến nay (đồng)').value).toBe('1.500.000');
    screen.getByText('= 1,5 triệu ₫');
    click('Gửi báo cáo');
    expect(sent[0]!.variables).toMatchObject({ obligation: 'u~t', percent: 33.5, spent: 1_500_000, note: 'Đã họp', expectedVersion: 3 });
    expect(asShown()).toMatchObject({ percent: 33.5, status: 'IN_PROGRESS', expected: true });
    await waitFor(() => expect(screen.getByRole('button', { name: 'Gửi báo cáo' }).getAttribute('aria-disabled')).toBe('true'));

    sent[0]!.answer({ data: { reportProgress: { ...row, id: 'u~other', percent: 33.5, version: 4 } } });
    await screen.findByText('Đã ghi nhận');
    expect(asShown().expected).toBe(false);
  });

  it('is about today, or about the earlier day that is written, and then shows nothing before there is an answer', async () => {
    render(<ReportForm row={asShown()} />);
    write('Tiến độ (%)', '40');
    click('Gửi báo cáo');
    expect(sent[0]!.variables).toMatchObject({ percent: 40, on: null });
    sent[0]!.answer({ data: { reportProgress: { ...row, id: 'u~other', percent: 40, version: 4 } } });
    await screen.findByText('Đã ghi nhận');
    sendings.value = new Map();
    write('Ngày báo cáo', '01/02/2013');
    write('Tiến độ (%)', '20');
    click('Gửi báo cáo');
    expect(sent[1]!.variables).toMatchObject({ percent: 20, on: '2013-02-01' });
    expect(asShown().expected).toBe(false);
  });

  it('takes back what was refused, with the words of the refusal beside the field', async () => {
    render(<ReportForm row={asShown()} />);
    write('Tiến độ (%)', '40');
    click('Gửi báo cáo');
    sent[0]!.answer({ errors: [{ message: 'percent is too bold.', extensions: { code: 'INVALID', input: ['percent'] } }] });
    const words = await screen.findByText('Tiến độ là số từ 0 đến 100, nhiều nhất hai chữ số sau dấu phẩy. (percent is too bold.)');
    const field = screen.getByLabelText<HTMLInputElement>('Tiến độ (%)');
    expect(field.getAttribute('aria-describedby')).toBe(words.id);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(field.value).toBe('40');
    expect(asShown()).toMatchObject({ percent: 12.5, expected: false });
    write('Tiến độ (%)', '41');
    await waitFor(() => expect(screen.queryByText(/percent is too bold/)).toBeNull());
  });

  it('asks how the answer stands on the day that the page is about', () => {
    judgedBy.value = '2013-10-01';
    render(<ReportForm row={asShown()} />);
    write('Tiến độ (%)', '50');
    click('Gửi báo cáo');
    expect(sent[0]!.variables['asOf']).toBe('2013-10-01');
  });

  it('says of what is no percentage that it is none, and does not send it', () => {
    render(<ReportForm row={asShown()} />);
    write('Tiến độ (%)', '120');
    screen.getByText(/Viết một số từ 0 đến 100/);
    click('Gửi báo cáo');
    expect(sent).toEqual([]);
  });
});

describe('what the unit above does', () => {
  it('a trigger needs both days', () => {
    render(<TriggerForm row={asShown({ status: 'WAITING' })} event="Sau khi có Nghị định" />);
    screen.getByText('Sau khi có Nghị định');
    click('Kích hoạt');
    screen.getByText('Cần ngày này.');
    expect(sent).toEqual([]);
    write('Ngày xảy ra', '1/3/2013');
    write('Hạn hoàn thành', '30/6/2013');
    click('Kích hoạt');
    expect(sent[0]!.variables).toMatchObject({ obligation: 'u~t', occurredOn: '2013-03-01', due: '2013-06-30' });
  });

  it('a cancellation needs a reason', () => {
    render(<ReasonForm row={asShown()} action="cancel" />);
    click('Hủy việc');
    screen.getByText('Nêu lý do hủy.');
    write('Lý do hủy', 'Trùng');
    click('Hủy việc');
    expect(sent.map((one) => one.variables['reason'])).toEqual(['Trùng']);
  });
});

describe('the review', () => {
  const submitted = { status: 'SUBMITTED', completedOn: '2013-04-28' } as const;
  const accept = () => fireEvent.click(screen.getByRole('button', { name: 'Duyệt: hoàn thành' }));

  it('confirms the day that the unit claims', () => {
    render(<ReviewForm row={asShown(submitted)} />);
    expect(screen.getByLabelText<HTMLInputElement>(/Xác nhận ngày hoàn thành/).value).toBe('28/04/2013');
    accept();
    expect(sent[0]!.variables).toMatchObject({ obligation: 'u~t', completedOn: '2013-04-28' });
  });

  it('confirms another day where one is written', () => {
    render(<ReviewForm row={asShown(submitted)} />);
    write(/Xác nhận ngày hoàn thành/, '02/05/2013');
    accept();
    expect(sent[0]!.variables).toMatchObject({ obligation: 'u~t', completedOn: '2013-05-02' });
  });
});

describe('the change of a due day', () => {
  it('needs a day and a reason, and takes the document along', async () => {
    render(<ChangeDueForm row={asShown()} />);
    click('Dời hạn');
    expect(sent).toHaveLength(0);
    screen.getByText('Nêu lý do dời hạn.');
    write('Hạn mới', '30/06/2013');
    write('Lý do dời hạn', 'Chờ văn bản');
    write('Văn bản cho phép dời hạn', '12/CV');
    click('Dời hạn');
    expect(sent).toHaveLength(0);
    write('Ngày của văn bản đó', '01/05/2013');
    click('Dời hạn');
    expect(sent[0]!.variables).toMatchObject({
      obligation: 'u~t',
      due: '2013-06-30',
      reason: 'Chờ văn bản',
      document: { number: '12/CV', issuedOn: '2013-05-01' },
    });
  });
});

describe('what is taken back', () => {
  it.each([
    ['withdraw', 'Lý do rút lại', 'Rút lại'],
    ['reopen', 'Lý do mở lại', 'Mở lại'],
    ['restore', 'Lý do khôi phục', 'Khôi phục'],
  ] as const)('%s wants a reason', (action, label, button) => {
    render(<ReasonForm row={asShown()} action={action} />);
    click(button);
    expect(sent).toHaveLength(0);
    write(label, 'Nhầm');
    click(button);
    expect(sent[0]!.variables).toMatchObject({ obligation: 'u~t', reason: 'Nhầm' });
  });
});
