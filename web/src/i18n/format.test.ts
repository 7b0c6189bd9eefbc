import { afterEach, describe, expect, it } from 'vitest';
import { addDays, daysBetween, readDay, today } from './days';
import {
  formatBytes,
  formatChange,
  formatCount,
  formatDay,
  formatInstant,
  formatMoney,
  formatMoneyShort,
  formatMonth,
  formatNumber,
  formatPercent,
  formatRate,
  nothing,
  readMoney,
  readPercent,
  writePercent,
} from './format';
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
    ['a month', () => formatMonth('2013-03-01'), 'T3', 'Mar'],
    ['no day', () => formatDay(null), '–', '–'],
  ])('%s', (_, read, vietnamese, english) => {
    expect(inBoth(read)).toEqual([vietnamese, english]);
  });

  it('an instant is told in the time of Vietnam', () => {
    const told = inBoth(() => formatInstant('2013-03-31T17:30:00Z'));
    expect(told[0]).toContain('00:30');
    expect(told[0]).toContain('01/04/2013');
    expect(told[1]).toContain('01 Apr 2013');
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

describe('what people write', () => {
  it.each([
    ['31/03/2013', '2013-03-31'],
    [' 1/3/2013 ', '2013-03-01'],
    ['31-03-2013', '2013-03-31'],
    ['31.3.2013', '2013-03-31'],
    ['31 Mar 2013', '2013-03-31'],
    ['1 September 2013', '2013-09-01'],
    ['2013-03-31', '2013-03-31'],
    ['29/02/2012', '2012-02-29'],
    ['29/02/2013', undefined],
    ['03/31/2013', undefined],
    ['31/03/13', undefined],
    ['31/03', undefined],
    ['1 Foo 2013', undefined],
    ['1 ma 2013', undefined],
    ['0/1/2013', undefined],
    ['1/1/0013', undefined],
    ['', undefined],
  ])('the day %j is %s', (text, day) => {
    expect(readDay(text)).toBe(day);
  });

  it('a day that the page shows is read as the same day, in either language', () => {
    expect(inBoth(() => readDay(formatDay('2013-09-05'))!)).toEqual(['2013-09-05', '2013-09-05']);
  });

  it.each([
    ['40', 40],
    ['33,5', 33.5],
    ['33.25', 33.25],
    ['100', 100],
    ['100,01', undefined],
    ['33,333', undefined],
    ['-1', undefined],
    ['4e1', undefined],
    ['', undefined],
  ])('the percentage %j is %s', (text, value) => {
    expect(readPercent(text)).toBe(value);
  });

  it('a percentage is written as it is read', () => {
    expect(inBoth(() => writePercent(33.5))).toEqual(['33,5', '33.5']);
  });

  it.each([
    ['1.500.000', 1_500_000],
    ['1,500,000 ₫', 1_500_000],
    ['1 500 000', 1_500_000],
    ['0', 0],
    ['-5', undefined],
    ['1.500', 1_500],
    ['1500000.00', undefined],
    ['1.500.000,50', undefined],
    ['13.166,6', undefined],
    ['1,5', undefined],
    ['1,500', undefined],
    ['15.00', undefined],
    ['1.5000', undefined],
    ['99999999999999999', undefined],
    ['', undefined],
  ])('the money %j is %s', (text, value) => {
    expect(readMoney(text)).toBe(value);
  });
});

it.each([
  ['1,500', 1_500],
  ['1,500,000.00', undefined],
  ['1.500', undefined],
  ['1.500.000', 1_500_000],
])('in English the money %j is %s', (text, value) => {
  speak('en');
  expect(readMoney(text)).toBe(value);
});

it('numbers that are not whole are shown as they are', () => {
  expect(inBoth(() => formatNumber(99.5))).toEqual(['99,5', '99.5']);
  expect(inBoth(() => formatBytes(1_250_000))).toEqual(['1,3 MB', '1.3 MB']);
  expect(formatBytes(1)).toBe('1 kB');
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

it('money that is too large to be told is shown as nothing, not as zero', () => {
  expect(formatMoney(null)).toBe(nothing);
  expect(formatMoneyShort(null)).toBe(nothing);
});
