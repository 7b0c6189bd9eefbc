import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shippedPlans, yearsOfShipped } from './shipped';

it('the plans that ship are those of data/plans', () => {
  const files = readdirSync(join(import.meta.dirname, '../../../data/plans'));
  expect(shippedPlans).toEqual(files.map((name) => name.replace('.yaml', '')).sort());
});

it('tells their years until somebody has a plan of his own', () => {
  const plan = (id: string, startYear: number, endYear = startYear) => ({ id, startYear, endYear });
  const shipped = [plan('tay-ninh-2013', 2013), plan('hung-yen-2016-2020', 2016, 2020)];
  expect(yearsOfShipped(shipped)).toEqual([2013, 2020]);
  expect(yearsOfShipped([...shipped, plan('mine', 2026)])).toBeUndefined();
  expect(yearsOfShipped([])).toBeUndefined();
});
