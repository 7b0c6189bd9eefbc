import { act, cleanup, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { speak } from '../i18n';
import { formatRate } from '../i18n/format';
import { Figure } from './Figure';

const Rate = ({ value }: { value: number | null }) => (
  <Figure value={value} text={formatRate(value)} href="/units/a/obligations?list=due" label="Tỷ lệ" change={1.26} digits={1} />
);

afterEach(() => {
  cleanup();
  speak('vi');
});

describe('a figure', () => {
  it('leads to its list, and tells by its name what it is', () => {
    render(<Rate value={59.04} />);
    const link = screen.getByRole('link', { name: 'Tỷ lệ: 59,0%' });
    expect(link.getAttribute('href')).toBe('/units/a/obligations?list=due');
    expect(link.dataset['figure']).toBe('59.04');
    expect(link.textContent).toBe('59,0%+1,3');
  });

  it('is marked when what is seen of it changes', () => {
    const { container, rerender } = render(<Rate value={59.04} />);
    expect(container.querySelector('.changed')).toBeNull();
    rerender(<Rate value={60} />);
    expect(container.querySelector('.changed')!.textContent).toBe('60,0%');
  });

  it('is not marked by a change too small to be seen, nor by another language', () => {
    const { container, rerender } = render(<Rate value={59.04} />);
    rerender(<Rate value={59.03} />);
    void act(() => speak('en'));
    rerender(<Rate value={59.03} />);
    expect(container.textContent).toContain('59.0%');
    expect(container.querySelector('.changed')).toBeNull();
  });
});
