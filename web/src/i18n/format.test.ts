import { afterEach, describe, expect, it } from 'vitest';
import { addDays, daysBetween, today } from './days';
import { formatChange, formatCount, formatDay, formatInstant, formatMoney, formatMoneyShort, formatPercent, formatRate } from './format';
import { language, speak, t } from './index';
import { en } from './en';
import { vi } from './vi';

afterEach(() => speak('vi'));

const inBoth = (read: () => string): string[] =>
  (['vi', 'en'] as const).map((one) => {
    speak(one);
    return read();
  });

describe('numbers', () => {
  it.each<[string, () => string, string, string]>([
    ['a count', () => formatCount(1234567), '1.234.567', '1,234,567'],
    ['a rate', () => formatRate(66.6667), '66,7%', '66.7%'],
    ['all', () => formatRate(100), '100%', '100%'],
    ['none', () => formatRate(0), '0%', '0%'],
    ['no rate', () => formatRate(null), '–', '–'],
    ['a percent', () => formatPercent(33.33), '33,33%', '33.33%'],
    ['a change up', () => formatChange(3), '+3', '+3'],
    ['a change down', () => formatChange(-1234), '-1.234', '-1,234'],
    ['no change', () => formatChange(0.04, 1), '', ''],
    ['money', () => formatMoney(13166600000), '13.166.600.000 ₫', '13,166,600,000 ₫'],
    ['billions', () => formatMoneyShort(13166600000), '13,17 tỷ ₫', '13.17 bn ₫'],
    ['millions', () => formatMoneyShort(380000000), '380 triệu ₫', '380 m ₫'],
    ['little money', () => formatMoneyShort(50000), '50.000 ₫', '50,000 ₫'],
    ['a day', () => formatDay('2013-03-31'), '31/03/2013', '31 Mar 2013'],
    ['no day', () => formatDay(null), '–', '–'],
  ])('%s', (_, read, vietnamese, english) => {
    expect(inBoth(read)).toEqual([vietnamese, english]);
  });

  it('an instant is told in the time of Vietnam', () => {
    expect(formatInstant('2013-03-31T17:30:00Z')).toContain('00:30');
  });
});

describe('days', () => {
  it.each([
    ['2013-12-31', 1, '2014-01-01'],
    ['2012-02-28', 1, '2012-02-29'],
    ['2013-10-01', 90, '2013-12-30'],
    ['2013-01-01', -1, '2012-12-31'],
  ])('%s + %i is %s', (day, days, expected) => {
    expect(addDays(day, days)).toBe(expected);
    expect(daysBetween(day, expected)).toBe(days);
  });

  it('today is the day in Vietnam', () => {
    expect(today(new Date('2013-03-31T17:00:00Z'))).toBe('2013-04-01');
    expect(today(new Date('2013-03-31T16:59:59Z'))).toBe('2013-03-31');
  });
});

describe('texts', () => {
  const paths = (texts: object, before = ''): string[] =>
    Object.entries(texts).flatMap(([name, value]) =>
      typeof value === 'string' ? [before + name] : paths(value as object, `${before}${name}.`),
    );
  const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
  const at = (texts: object, path: string) => path.split('.').reduce<any>((part, name) => part[name], texts) as string;

  it('are the same in both languages, with the same values in them', () => {
    expect(paths(en)).toEqual(paths(vi));
    for (const path of paths(vi)) expect(holes(at(en, path)), path).toEqual(holes(at(vi, path)));
  });

  it('follow the switch, which is kept', () => {
    expect(t('list.count', { count: 3 })).toBe('3 việc');
    speak('en');
    expect(t('list.count', { count: 3 })).toBe('3 obligations');
    expect(localStorage.getItem('hierarchy.language')).toBe('en');
    expect(language.value).toBe('en');
  });
});
