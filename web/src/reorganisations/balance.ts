import type { ReorganisationPageQuery } from '../api/generated';
import { t, type TextKey } from '../i18n';
import { formatCount, formatDay, formatMoney, formatNumber } from '../i18n/format';

export type BalanceLine = NonNullable<ReorganisationPageQuery['reorganisation']>['balance'][number];

/** The result of a figure of the balance. */
export type Verdict = 'equal' | 'foretold' | 'wrong';

export const verdictOf = (line: BalanceLine): Verdict => (!line.expected ? 'wrong' : line.equal ? 'equal' : 'foretold');

const dayOf = (measure: string): string | undefined => /^due (\d{4}-\d{2}-\d{2})$/.exec(measure)?.[1];

export const isOfDay = (line: BalanceLine): boolean => dayOf(line.measure) !== undefined;

/** Lines shown at first: non-empty measures and mismatched due days. The rest matches and is folded. */
export function shownAndFolded(lines: readonly BalanceLine[]): [BalanceLine[], BalanceLine[]] {
  const isShown = (line: BalanceLine) => verdictOf(line) === 'wrong' || (!isOfDay(line) && (line.before !== 0 || line.after !== 0));
  return [lines.filter(isShown), lines.filter((line) => !isShown(line))];
}

const words = new Set([
  'total',
  'waiting',
  'notStarted',
  'inProgress',
  'submitted',
  'doneOnTime',
  'doneLate',
  'cancelled',
  'reported',
  'weight',
  'units',
  'unitsSilent',
  'unitPercents',
  'postponed',
  'undated',
  'weightedPercent',
  'planned',
  'allocated',
  'spent',
]);

/** The name of a measure; unknown ones keep the API's name. */
export function measureWords(measure: string): string {
  const day = dayOf(measure);
  if (day) return t('balance.due', { day: formatDay(day) });
  return words.has(measure) ? t(`balance.${measure}` as TextKey) : measure;
}

const money = new Set(['planned', 'allocated', 'spent']);

/** Weights are counted in thousandths, percents in hundredths, and their products in both. */
const parts: Record<string, number> = { weight: 1e3, unitPercents: 1e2, weightedPercent: 1e5 };

export const figureOf = (measure: string, value: number): string =>
  money.has(measure) ? formatMoney(value) : parts[measure] ? formatNumber(value / parts[measure]) : formatCount(value);
