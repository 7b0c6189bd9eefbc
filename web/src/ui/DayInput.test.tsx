import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { speak } from '../i18n';
import { DayInput } from './DayInput';

let days: string[] = [];

function Field({ text: first = '' }: { text?: string }) {
  const [text, setText] = useState(first);
  const [fault, setFault] = useState<string | undefined>();
  return (
    <form>
      <label for="day">Ngày</label>
      <DayInput
        id="day"
        text={text}
        onText={setText}
        onDay={(day) => days.push(day)}
        onFault={setFault}
        invalid={!!fault}
        min="2000-01-01"
        max="2099-12-31"
      />
      {fault && <p role="alert">{fault}</p>}
    </form>
  );
}

const field = () => screen.getByLabelText<HTMLInputElement>('Ngày');
const write = (text: string) => {
  fireEvent.input(field(), { target: { value: text } });
  fireEvent.change(field());
};

beforeEach(() => {
  days = [];
});
afterEach(() => {
  cleanup();
  speak('vi');
});

describe('a day that is typed', () => {
  it.each([
    ['vi', '1/3/2013', '01/03/2013'],
    ['en', '1/3/2013', '01 Mar 2013'],
    ['en', '1 march 2013', '01 Mar 2013'],
  ] as const)('in %s: %s is written as %s and told', (language, typed, written) => {
    speak(language);
    render(<Field />);
    write(typed);
    expect(field().value).toBe(written);
    expect(days).toEqual(['2013-03-01']);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it.each([
    ['30/02/2013', 'Viết ngày, tháng, năm, ví dụ 31/03/2013.'],
    ['01/01/1999', 'Chọn ngày từ 01/01/2000 đến 31/12/2099.'],
  ])('%s is none: the field says what would be right, keeps the text and holds the form back', (typed, words) => {
    render(<Field />);
    write(typed);
    expect(screen.getByRole('alert').textContent).toBe(words);
    expect(field().value).toBe(typed);
    expect(field().getAttribute('aria-invalid')).toBe('true');
    expect(field().validationMessage).toBe(words);
    expect(days).toEqual([]);
  });

  it('is not called wrong while it is being written', () => {
    render(<Field />);
    fireEvent.input(field(), { target: { value: '30/0' } });
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('a day that is chosen', () => {
  it('from the calendar is written as if it were typed', () => {
    const { container } = render(<Field text="01/03/2013" />);
    const calendar = container.querySelector<HTMLInputElement>('input[type=date]')!;
    expect(calendar.value).toBe('2013-03-01');
    fireEvent.change(calendar, { target: { value: '2013-12-24' } });
    expect(field().value).toBe('24/12/2013');
    expect(days).toEqual(['2013-12-24']);
    expect(document.activeElement).toBe(field());
  });
});
