import { describe, expect, it } from 'vitest';
import { allSlices, pagesMax, slicesOfPage, withFirstPage } from './pages';

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

  it('ends after so many pages', async () => {
    let asked = 0;
    const all = await allSlices(slices(0, slicesOfPage), async () => slices(++asked * slicesOfPage, slicesOfPage));
    expect(asked).toBe(pagesMax - 1);
    expect(all).toEqual(slices(0, pagesMax * slicesOfPage));
  });
});

describe('withFirstPage', () => {
  it('keeps what is known of later pages behind a new first page', () => {
    const known = slices(0, slicesOfPage + 5);
    expect(withFirstPage(known, slices(0, slicesOfPage))).toEqual(known);
    // A new item at the front, so that the first page ends one item earlier.
    expect(withFirstPage(known, [{ key: 'new' }, ...slices(0, slicesOfPage - 1)])).toEqual([{ key: 'new' }, ...known]);
  });

  it('takes a page that is not full for the whole', () => {
    expect(withFirstPage(slices(0, slicesOfPage + 5), slices(0, 3))).toEqual(slices(0, 3));
  });
});
