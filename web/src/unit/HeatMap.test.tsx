import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { HeatMapDocument, HeatMapMoreDocument } from '../api/generated';
import { slicesOfPage } from '../api/pages';
import { PageContext } from '../app/context';
import { defaultList, reformAreas, type View } from '../view/view';
import { HeatMap } from './HeatMap';
import type { UnitNumbers } from './useUnit';

const more = 3;
const ask = vi.hoisted(() => vi.fn());
vi.mock('../api/http', () => ({ ask }));

const progress = (overdue: number) => ({
  total: 1,
  done: 0,
  doneOnTime: 0,
  doneLate: 0,
  overdue,
  withinTerm: 1 - overdue,
  completionRate: 0,
  percent: 0,
});
const cells = (from: number, count: number) => Array.from({ length: count }, (_, i) => ({ key: `x${from + i}`, progress: progress(1) }));

afterEach(cleanup);

describe('the heat map', () => {
  it('has a row for every child, on whatever page of the breakdown it stands', async () => {
    const after: string[] = [];
    ask.mockImplementation(async (document: unknown, variables: { after?: string; filter?: { reformArea?: string } }) => {
      if (document === HeatMapMoreDocument) {
        after.push(`${variables.filter!.reformArea} ${variables.after}`);
        return { unit: { cells: cells(slicesOfPage, more) } };
      }
      expect(document).toBe(HeatMapDocument);
      return {
        unit: Object.fromEntries(reformAreas.map((area) => [area, area === 'PROCEDURES' ? cells(0, slicesOfPage) : []])),
      };
    });
    const parts = cells(0, slicesOfPage + more).map((cell) => ({ ...cell, label: `Xã ${cell.key}` }));
    const view: View = { unit: 'bnv', page: 'overview', scope: { kind: 'TASK', whose: 'IMPOSED' }, list: defaultList, audit: {} };
    render(
      <PageContext.Provider value={{ view, go: () => {} }}>
        <HeatMap unit={{ id: 'bnv', parts, children: parts.map((part) => ({ id: part.key })) } as unknown as UnitNumbers} />
      </PageContext.Provider>,
    );
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(slicesOfPage + more + 1), { timeout: 30_000 });
    const last = screen.getByRole('link', { name: `Xã x${slicesOfPage + more - 1}` }).closest('tr')!;
    expect(last.querySelectorAll('td.none')).toHaveLength(0);
    expect(after).toEqual([`PROCEDURES x${slicesOfPage - 1}`]);
  }, 60_000);
});
