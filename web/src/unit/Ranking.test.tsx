import { cleanup, fireEvent, render, screen, within } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, describe, expect, it } from 'vitest';
import type { FiguresFragment } from '../api/generated';
import { PageContext } from '../app/context';
import { defaultList, type View } from '../view/view';
import { Ranking } from './Ranking';
import type { UnitNumbers } from './useUnit';

const figures = (changed: Partial<FiguresFragment>): FiguresFragment => ({
  total: 10,
  waiting: 0,
  done: 0,
  cancelled: 0,
  overdue: 0,
  doneOnTime: 0,
  doneLate: 0,
  withinTerm: 10,
  completionRate: null,
  percent: 0,
  unitPercent: 0,
  units: 1,
  unitsSilent: 0,
  budget: { planned: 0, spent: 0 },
  version: 1,
  ...changed,
});

const unit = (id: string, parts: [string, string, Partial<FiguresFragment>][]): UnitNumbers =>
  ({
    id,
    kind: 'PROVINCE',
    children: parts.map(([key, label]) => ({ id: key, name: label, kind: 'DISTRICT' })),
    parts: parts.map(([key, label, changed]) => ({ key, label, progress: figures(changed) })),
  }) as unknown as UnitNumbers;

function Shown({ of }: { of: UnitNumbers }) {
  const [view, setView] = useState<View>({
    unit: of.id,
    page: 'overview',
    scope: { kind: 'TASK', whose: 'IMPOSED' },
    list: defaultList,
    audit: {},
  });
  return (
    <PageContext.Provider value={{ view, go: setView }}>
      <Ranking unit={of} />
    </PageContext.Provider>
  );
}

const show = (of: UnitNumbers) => <Shown of={of} />;

const names = () => screen.getAllByRole('rowheader').map((cell) => within(cell).queryByRole('link')?.textContent);

afterEach(cleanup);

describe('the ranking', () => {
  it('is in the order of any column, which says so', () => {
    render(
      show(
        unit('order', [
          ['a', 'Huyện An', { completionRate: 50, overdue: 3 }],
          ['b', 'Huyện Bình', { completionRate: 80, overdue: 7 }],
          ['c', 'Huyện Châu', { completionRate: null, overdue: 1 }],
        ]),
      ),
    );
    expect(names()).toEqual(['Huyện Bình', 'Huyện An', 'Huyện Châu']);
    fireEvent.click(screen.getByRole('button', { name: 'Sắp xếp theo Quá hạn' }));
    expect(names()).toEqual(['Huyện Bình', 'Huyện An', 'Huyện Châu']);
    fireEvent.click(screen.getByRole('button', { name: 'Sắp xếp theo Quá hạn' }));
    expect(names()).toEqual(['Huyện Châu', 'Huyện An', 'Huyện Bình']);
    expect(screen.getByRole('columnheader', { name: /Quá hạn/ }).getAttribute('aria-sort')).toBe('ascending');
  });

  it('tells what has changed since the page was opened', () => {
    const { rerender } = render(show(unit('change', [['a', 'Huyện An', { overdue: 3, completionRate: 50 }]])));
    expect(screen.queryByText('-2')).toBeNull();
    rerender(show(unit('change', [['a', 'Huyện An', { overdue: 1, completionRate: 62.5 }]])));
    screen.getByText('-2');
    screen.getByText('+12,5');
  });

  it('leads from each number to its list, at the part', () => {
    render(show(unit('links', [['a', 'Huyện An', { overdue: 3 }]])));
    const link = screen.getByRole('link', { name: 'Huyện An, Quá hạn: 3' });
    expect(link.getAttribute('href')).toBe('/units/a/obligations?list=overdue');
  });

  it('keeps units without anything to do apart, until they are asked for', () => {
    render(
      show(
        unit('idle', [
          ['a', 'Huyện An', {}],
          ['b', 'Huyện Bình', { total: 0, withinTerm: 0 }],
        ]),
      ),
    );
    expect(screen.queryByText('Huyện Bình')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Hiện' }));
    screen.getByText('Huyện Bình');
  });
});
