import { describe, expect, it } from 'vitest';
import { addMonths, dayTurns, isPast, today } from './days';

describe('a day', () => {
  it('keeps its place in another month, or takes the last one', () => {
    expect(addMonths('2013-05-31', -12)).toBe('2012-05-31');
    expect(addMonths('2013-03-31', -1)).toBe('2013-02-28');
    expect(addMonths('2012-01-31', 1)).toBe('2012-02-29');
    expect(addMonths('2013-12-15', 2)).toBe('2014-02-15');
  });

  it('is past before today alone', () => {
    expect(isPast(undefined)).toBe(false);
    expect(isPast(today())).toBe(false);
    expect(isPast('2013-05-10')).toBe(true);
    expect(isPast('2999-01-01')).toBe(false);
  });

  it('turns once, when another one has begun', () => {
    const days = ['2013-03-31', '2013-03-31', '2013-04-01', '2013-04-01'];
    const turns = dayTurns(() => days.shift()!);
    expect([turns(), turns(), turns()]).toEqual([false, true, false]);
  });
});
