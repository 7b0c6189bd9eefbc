import { describe, expect, it } from 'vitest';
import { draw, monthsAround, placeOf } from './curve';

describe('months around a day', () => {
  it('begin two before its own and end ten after it', () => {
    const months = monthsAround('2013-02-28');
    expect(months).toHaveLength(13);
    expect([months[0], months[2], months[12]]).toEqual(['2012-12-01', '2013-02-01', '2013-12-01']);
  });

  it('have the day where it belongs', () => {
    const months = monthsAround('2013-02-15');
    expect(placeOf('2013-02-01', months)).toBeCloseTo(2.5);
    expect(placeOf('2013-02-15', months)).toBeCloseTo(3);
  });
});

describe('a drawing', () => {
  it('is as high as its highest value, and stands on zero', () => {
    const { heights, line, area } = draw([0, 5, 10]);
    expect(heights).toEqual([0, 46, 92]);
    expect(line.startsWith('M0.5,100')).toBe(true);
    expect(line.endsWith('2.5,8')).toBe(true);
    expect(area.endsWith('Z')).toBe(true);
  });

  it('of nothing lies flat', () => {
    expect(draw([0, 0]).heights).toEqual([0, 0]);
  });
});
