import type { Comparison, IndicatorMethod, TargetPageQuery, TargetValueFragment } from '../api/generated';
import { t } from '../i18n';
import { today } from '../i18n/days';
import { formatCount, formatNumber, formatPercent, nothing } from '../i18n/format';
import type { Scope } from '../view/lists';

export type Value = TargetValueFragment;

export type One = NonNullable<TargetPageQuery['indicator']>;

interface Aim {
  comparison: Comparison;
  value: number;
}

/** Number of earlier years in a curve. */
const yearsBefore = 4;
const yearMin = 1900;

/** The year to show: the chosen one; otherwise that of the day if a plan covers it, or the last covered one before. */
export function shownYear(chosen: number | undefined, years: readonly number[], day: string = today()): number {
  if (chosen !== undefined) return chosen;
  const now = Number(day.slice(0, 4));
  if (years.length === 0 || years.includes(now)) return now;
  const past = years.filter((year) => year < now);
  return past.length > 0 ? Math.max(...past) : Math.min(...years);
}

/** The query of each indicator in a list: figures of a year and of earlier years, for the page's day and tree. */
export const askedOf = (unit: string, year: number, { asOf, tree }: Pick<Scope, 'asOf' | 'tree'> = {}) => ({
  unit,
  year,
  fromYear: Math.max(yearMin, year - yearsBefore),
  toYear: year,
  asOf,
  tree,
});

/** Whether there is any value; missing values do not count as zero. */
const isKnown = ({ given, rate }: Pick<Value, 'given' | 'rate'>, method: IndicatorMethod): boolean =>
  given > 0 && (method === 'SUM' || rate.denominator > 0);

/** A figure as a number: percent of a ratio, or the number itself; null if unknown. */
export function numberOf(value: Pick<Value, 'given' | 'rate'>, method: IndicatorMethod): number | null {
  if (!isKnown(value, method)) return null;
  return method === 'SUM' ? value.rate.numerator : (value.rate.percent ?? null);
}

const inWords = (value: number, method: IndicatorMethod): string => (method === 'SUM' ? formatNumber(value) : formatPercent(value));

export function figureWords(value: Pick<Value, 'given' | 'rate'>, method: IndicatorMethod): string {
  const number = numberOf(value, method);
  return number === null ? nothing : inWords(number, method);
}

/** The whole numbers behind a ratio; empty if unknown, and for plain numbers. */
export const partsWords = (value: Pick<Value, 'given' | 'rate'>, method: IndicatorMethod): string =>
  method === 'SUM' || !isKnown(value, method) ? '' : `${formatCount(value.rate.numerator)}/${formatCount(value.rate.denominator)}`;

export const aimWords = ({ comparison, value }: Aim, method: IndicatorMethod): string =>
  t(`comparison.${comparison}`, { value: inWords(value, method) });

/** The gap of the numerator in whole numbers, as the status is judged; 0 for none, or while values are missing. */
export function gapOf({ rate, target, status }: Value, method: IndicatorMethod): number {
  if (!target || status !== 'NOT_ACHIEVED' || target.comparison === 'AT_MOST' || target.comparison === 'LESS_THAN') return 0;
  const wanted = method === 'SUM' ? target.value : (target.value * rate.denominator) / 100;
  // A decimal target is not a binary fraction: a tiny excess over a whole number is rounding.
  const least = Math.ceil(Number(wanted.toFixed(6)));
  const needed = target.comparison === 'MORE_THAN' && least === Number(wanted.toFixed(6)) ? least + 1 : least;
  return Math.max(0, needed - rate.numerator);
}

/** The number of units that have reported, as text. */
export const givenWords = ({ given, expected }: Pick<Value, 'given' | 'expected'>): string =>
  t('target.given', { given: formatCount(given), expected: formatCount(expected) });

interface Point {
  year: number;
  value: number;
}

export interface YearsOfPlan {
  startYear: number;
  endYear: number;
}

/** The known years of a series; for a plan's indicator only the plan's years. */
export function pointsOf(
  series: readonly (Pick<Value, 'given' | 'rate'> & { year: number })[],
  method: IndicatorMethod,
  plan: YearsOfPlan | null,
): Point[] {
  const isOfPlan = (year: number) => !plan || (plan.startYear <= year && year <= plan.endYear);
  return series.flatMap((one) => {
    const value = numberOf(one, method);
    return value === null || !isOfPlan(one.year) ? [] : [{ year: one.year, value }];
  });
}

/** Replaces one item of a list by its new state. */
export function withNow<T extends { id: string }>(list: readonly T[], now: { id: string }): T[] {
  return list.map((one) => (one.id === now.id ? { ...one, ...now } : one));
}
