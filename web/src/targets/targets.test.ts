import { afterEach, describe, expect, it } from 'vitest';
import { speak } from '../i18n';
import { formatCount } from '../i18n/format';
import { textsOf, valueOf, type ValueTexts } from './form';
import { aimWords, askedOf, figureWords, gapOf, numberOf, partsWords, pointsOf, shownYear, withNow, type Value } from './targets';

const of = (numerator: number, denominator: number, more: Partial<Value> = {}): Value => ({
  year: 2013,
  rate: { numerator, denominator, percent: denominator === 0 ? null : Number(((100 * numerator) / denominator).toFixed(2)) },
  given: 1,
  expected: 1,
  verified: 0,
  target: null,
  status: 'NOT_ACHIEVED',
  ...more,
});

const aim = (comparison: 'AT_LEAST' | 'MORE_THAN' | 'EQUAL' | 'AT_MOST', value: number): Pick<Value, 'target'> => ({
  target: { comparison, value, unitKind: null },
});

afterEach(() => speak('vi'));

describe('the year that is shown', () => {
  it('is the one chosen, otherwise that of the day, otherwise the last of any plan before', () => {
    expect(shownYear(2011, [2013], '2026-01-01')).toBe(2011);
    expect(shownYear(undefined, [2026, 2013], '2026-01-01')).toBe(2026);
    expect(shownYear(undefined, [2018, 2013], '2026-01-01')).toBe(2018);
    expect(shownYear(undefined, [2030, 2031], '2026-01-01')).toBe(2030);
    expect(shownYear(undefined, [], '2026-01-01')).toBe(2026);
    expect(askedOf('u', 1902)).toEqual({ unit: 'u', year: 1902, fromYear: 1900, toYear: 1902 });
    const scope = { asOf: '2013-06-01', tree: 'RESTATED' } as const;
    expect(askedOf('u', 2013, scope)).toEqual({ unit: 'u', year: 2013, fromYear: 2009, toYear: 2013, ...scope });
  });
});

describe('a figure', () => {
  it('is a share with the whole numbers behind it, or a number; and what nobody has given is no zero', () => {
    expect([figureWords(of(9, 14), 'UNITS'), partsWords(of(9, 14), 'UNITS')]).toEqual(['64,29%', '9/14']);
    expect([figureWords(of(1_200, 0), 'SUM'), partsWords(of(1_200, 0), 'SUM')]).toEqual(['1.200', '']);
    const nobody = of(0, 14, { given: 0 });
    expect([figureWords(nobody, 'UNITS'), partsWords(nobody, 'UNITS'), numberOf(nobody, 'UNITS')]).toEqual(['–', '', null]);
    expect(figureWords(of(0, 0), 'RATIO')).toBe('–');
    expect(figureWords(of(0, 14), 'UNITS')).toBe('0%');
    expect(aimWords({ comparison: 'AT_LEAST', value: 60 }, 'RATIO')).toBe('≥ 60%');
    speak('en');
    expect(aimWords({ comparison: 'MORE_THAN', value: 1_000 }, 'SUM')).toBe('> 1,000');
  });

  it('says what is missing in whole numbers, as it is judged', () => {
    expect(gapOf(of(28, 94, aim('AT_LEAST', 30)), 'UNITS')).toBe(1);
    expect(gapOf(of(8, 14, aim('AT_LEAST', 60)), 'UNITS')).toBe(1);
    expect(gapOf(of(6, 10, aim('MORE_THAN', 60)), 'RATIO')).toBe(1);
    expect(gapOf(of(7, 10, aim('EQUAL', 100)), 'RATIO')).toBe(3);
    // 70.1 % of 1,000 is 701, although 0.701 is not a binary fraction.
    expect(gapOf(of(700, 1_000, aim('AT_LEAST', 70.1)), 'RATIO')).toBe(1);
    expect(gapOf(of(7, 0, aim('AT_LEAST', 12)), 'SUM')).toBe(5);
    expect(gapOf(of(9, 10, aim('AT_MOST', 50)), 'RATIO')).toBe(0);
    expect(gapOf(of(9, 14, { ...aim('AT_LEAST', 60), status: 'ACHIEVED' }), 'UNITS')).toBe(0);
    expect(gapOf(of(1, 14, { ...aim('AT_LEAST', 60), status: 'PROVISIONAL' }), 'UNITS')).toBe(0);
    expect(gapOf(of(1, 14), 'UNITS')).toBe(0);
  });

  it('has a curve of the years that its plan covers and that anything is known of', () => {
    const series = [2010, 2011, 2012, 2013].map((year) => ({ ...of(year - 2009, 10, { given: year === 2012 ? 0 : 1 }), year }));
    expect(pointsOf(series, 'RATIO', { startYear: 2011, endYear: 2015 })).toEqual([
      { year: 2011, value: 20 },
      { year: 2013, value: 40 },
    ]);
    expect(pointsOf(series, 'RATIO', null)).toHaveLength(3);
  });

  it('takes the place of what it was, and no other', () => {
    const list = [
      { id: 'a', value: 1, owner: 'p' },
      { id: 'b', value: 2, owner: 'p' },
    ];
    expect(withNow(list, { id: 'b', value: 3 } as { id: string })).toEqual([list[0], { id: 'b', value: 3, owner: 'p' }]);
    expect(withNow(list, { id: 'c' })).toEqual(list);
  });
});

describe('a value that is typed', () => {
  const typed = (more: Partial<ValueTexts>): ValueTexts => ({
    numerator: '',
    denominator: '',
    note: '',
    number: '',
    issuedOn: '',
    ...more,
  });

  it('is sent as the API takes it: a denominator for a share alone, a document whole or not at all', () => {
    expect(valueOf(typed({ numerator: '1.200', denominator: '1.500', note: ' đủ ' }), 'RATIO', [])).toEqual({
      numerator: 1200,
      denominator: 1500,
      note: 'đủ',
      document: null,
    });
    expect(valueOf(typed({ numerator: '7', denominator: '9', number: ' 15/BC ', issuedOn: '10/12/2013' }), 'SUM', ['f'])).toEqual({
      numerator: 7,
      denominator: null,
      note: null,
      document: { number: '15/BC', issuedOn: '2013-12-10', files: ['f'] },
    });
    expect(valueOf(typed({ numerator: '0' }), 'UNITS', [])).toMatchObject({ numerator: 0, denominator: null });
  });

  it('says what is missing or cannot be', () => {
    expect(valueOf(typed({}), 'RATIO', [])).toEqual(['numerator', 'denominator']);
    expect(valueOf(typed({ numerator: '-1', denominator: '1,5' }), 'RATIO', [])).toEqual(['numerator', 'denominator']);
    expect(valueOf(typed({ numerator: '5 ₫', denominator: '5' }), 'RATIO', [])).toEqual(['numerator']);
    expect(valueOf(typed({ numerator: '12', denominator: '10' }), 'RATIO', [])).toEqual(['above']);
    expect(valueOf(typed({ numerator: '2' }), 'UNITS', [])).toEqual(['numerator']);
    expect(valueOf(typed({ numerator: '1', number: '15/BC' }), 'SUM', [])).toEqual(['document']);
    expect(valueOf(typed({ numerator: '1', issuedOn: '31/02/2013' }), 'SUM', [])).toEqual(['document']);
    expect(valueOf(typed({ numerator: '1' }), 'SUM', ['file'])).toEqual(['document']);
  });

  it('begins with what was given before, without its document', () => {
    expect(textsOf(null, formatCount)).toEqual(typed({}));
    expect(textsOf({ numerator: 1_200, denominator: 1_500, note: 'đủ' }, formatCount)).toEqual(
      typed({ numerator: '1.200', denominator: '1.500', note: 'đủ' }),
    );
    expect(textsOf({ numerator: 1, denominator: 0 }, formatCount)).toEqual(typed({ numerator: '1' }));
  });
});
