import { expect, it } from 'vitest';
import { readSort, sortParts, writeSort, type SortBy } from './sort';

const part = (key: string, label: string, completionRate: number | null, overdue: number, planned = 0) => ({
  key,
  label,
  progress: {
    total: 1,
    waiting: 0,
    done: 0,
    cancelled: 0,
    overdue,
    doneOnTime: 0,
    doneLate: 0,
    withinTerm: 0,
    completionRate,
    percent: completionRate,
    unitPercent: null,
    units: 1,
    unitsSilent: 0,
    version: 1,
    budget: { planned, spent: 0 },
  },
});

const parts = [part('a', 'Đông', 50, 3), part('b', 'Dương', null, 1), part('c', 'Ân', 100, 3), part('d', 'An', 0, 7)];

it.each<[SortBy, boolean, string]>([
  ['rate', true, 'cadb'],
  ['rate', false, 'dacb'],
  ['overdue', true, 'dacb'],
  ['overdue', false, 'bacd'],
  ['name', false, 'dcba'],
  ['planned', true, 'abcd'],
])('by %s, descending %s', (by, down, expected) => {
  expect(
    sortParts(parts, by, down, 'vi')
      .map((one) => one.key)
      .join(''),
  ).toBe(expected);
});

it.each([
  [undefined, 'rate', true, undefined],
  ['-overdue', 'overdue', true, '-overdue'],
  ['name', 'name', false, 'name'],
  ['nonsense', 'rate', true, undefined],
] as const)('the address %s is by %s, descending %s', (text, by, down, written) => {
  expect(readSort(text)).toEqual({ by, down });
  expect(writeSort(readSort(text))).toBe(written);
});
