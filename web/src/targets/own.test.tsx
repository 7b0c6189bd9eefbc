import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { Right } from '../api/generated';
import { sentInTests } from '../ui/sentInTests';
import { OwnValue } from './OwnValue';
import type { One } from './targets';

const ratio = {
  id: 'kh.MT1',
  text: 'Hài lòng',
  method: 'RATIO',
  system: null,
  numeratorLabel: 'hài lòng',
  denominatorLabel: 'được hỏi',
  given: null,
} as unknown as One;

const given: One['given'] = {
  numerator: 1_200,
  denominator: 1_500,
  note: 'Theo khảo sát',
  document: { number: '15/BC', issuedOn: '2013-12-10', title: null, uri: null, files: [] },
  by: { id: 'an', name: 'An' },
  verified: false,
};

const sent = sentInTests();

let done = 0;

const show = (one: One, rights: Right[], person?: string) =>
  render(
    <OwnValue
      one={one}
      unit={{ id: 'a', name: 'Xã A' }}
      year={2013}
      rights={['READ', ...rights]}
      person={person}
      isPast={false}
      onDone={() => done++}
    />,
  );

const write = (label: RegExp | string, text: string) => fireEvent.input(screen.getByLabelText(label), { target: { value: text } });
const send = (name: string) => fireEvent.submit(screen.getByRole('button', { name }).closest('form')!);

describe('the value of a unit', () => {
  it('is given by whoever may report there, and nobody else is offered a form', () => {
    const { unmount } = show(ratio, []);
    screen.getByText('Nhập số liệu cần quyền báo cáo tại Xã A.');
    expect(screen.queryByRole('form')).toBeNull();
    unmount();
    show(ratio, ['REPORT']);
    screen.getByRole('form', { name: 'Nhập số liệu' });
  });

  it('is sent in whole numbers, and what the server refuses stands at its field', async () => {
    show(ratio, ['REPORT']);
    write(/^Tử số/, '1.200');
    send('Gửi số liệu');
    expect(sent).toEqual([]);
    await screen.findByText('Cần một số nguyên, không âm.');
    write(/^Mẫu số/, '1.500');
    send('Gửi số liệu');
    expect(sent[0]!.variables).toMatchObject({
      indicator: 'kh.MT1',
      unit: 'a',
      year: 2013,
      period: null,
      numerator: 1_200,
      denominator: 1_500,
      note: null,
      document: null,
    });
    sent[0]!.answer({ errors: [{ message: 'Too many.', extensions: { code: 'INVALID', input: ['denominator'] } }] });
    const words = await screen.findByText('Mẫu số là số nguyên, không âm. (Too many.)');
    expect(screen.getByLabelText(/^Mẫu số/).getAttribute('aria-describedby')).toBe(words.id);
  });

  it('shows its proof, and is verified by who may accept, but not by who has given it', async () => {
    const { unmount } = show({ ...ratio, given }, ['ACCEPT'], 'an');
    screen.getByText('1.200/1.500');
    screen.getByText('Theo khảo sát');
    screen.getByText('15/BC ngày 10/12/2013');
    screen.getByText('Bạn đã nhập số liệu này nên không tự kiểm chứng.');
    expect(screen.queryByRole('form')).toBeNull();
    unmount();
    done = 0;
    show({ ...ratio, given }, ['ACCEPT'], 'binh');
    send('Kiểm chứng số liệu này');
    expect(sent[0]!.variables).toMatchObject({ indicator: 'kh.MT1', unit: 'a', year: 2013, note: null });
    sent[0]!.answer({ data: { verifyIndicator: { verified: 1 } } });
    await waitFor(() => expect(done).toBe(1));
  });

  it('that is verified already offers nothing to verify', () => {
    show({ ...ratio, given: { ...given!, verified: true } }, ['ACCEPT'], 'binh');
    screen.getByText('Đã kiểm chứng');
    expect(screen.queryByRole('form')).toBeNull();
  });
});
