import { describe, expect, it } from 'vitest';
import { allSlices, slicesOfPage } from './pages';

const slices = (from: number, count: number) => Array.from({ length: count }, (_, i) => ({ key: `k${from + i}` }));

describe('allSlices', () => {
  it('asks for the next page while pages are full', async () => {
    const asked: string[] = [];
    const pages = [slices(slicesOfPage, slicesOfPage), slices(2 * slicesOfPage, 3)];
    const all = await allSlices(slices(0, slicesOfPage), async (after) => {
      asked.push(after);
      return pages.shift();
    });
    expect(asked).toEqual([`k${slicesOfPage - 1}`, `k${2 * slicesOfPage - 1}`]);
    expect(all).toEqual(slices(0, 2 * slicesOfPage + 3));
  });

  it('asks nothing more when the first page is not full', async () => {
    const all = await allSlices(slices(0, 7), () => Promise.reject(new Error('asked')));
    expect(all).toHaveLength(7);
  });

  it('ends when the unit is gone meanwhile', async () => {
    expect(await allSlices(slices(0, slicesOfPage), async () => undefined)).toHaveLength(slicesOfPage);
  });
});
