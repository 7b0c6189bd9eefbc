import type { FiguresFragment } from '../api/generated';

export type SortBy = 'name' | 'rate' | 'percent' | 'total' | 'onTime' | 'late' | 'within' | 'overdue' | 'silent' | 'planned';

interface Part {
  key: string;
  label: string;
  progress: FiguresFragment;
}

const values: Record<Exclude<SortBy, 'name'>, (progress: FiguresFragment) => number | null> = {
  rate: (p) => p.completionRate,
  percent: (p) => p.percent,
  total: (p) => p.total,
  onTime: (p) => p.doneOnTime,
  late: (p) => p.doneLate,
  within: (p) => p.withinTerm,
  overdue: (p) => p.overdue,
  silent: (p) => p.unitsSilent,
  planned: (p) => p.budget.planned,
};

/** Sorts parts by a measure; those without it come last in either direction, and ties keep the API's order. */
export function sortParts<T extends Part>(parts: readonly T[], by: SortBy, down: boolean, language: string): T[] {
  const sign = down ? -1 : 1;
  if (by === 'name') {
    const names = new Intl.Collator(language);
    return [...parts].sort((a, b) => sign * names.compare(a.label, b.label));
  }
  const value = values[by];
  return [...parts].sort((a, b) => {
    const [x, y] = [value(a.progress), value(b.progress)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x - y);
  });
}

export interface Sort {
  by: SortBy;
  down: boolean;
}

const usual: Sort = { by: 'rate', down: true };

/** Parses the sort of an address: a measure, with a leading minus for descending; invalid values give the default. */
export function readSort(text: string | undefined): Sort {
  const by = text?.replace(/^-/, '');
  return by === 'name' || (by !== undefined && by in values) ? { by: by as SortBy, down: text!.startsWith('-') } : usual;
}

/** Undefined for the default, which addresses omit. */
export const writeSort = ({ by, down }: Sort): string | undefined =>
  by === usual.by && down === usual.down ? undefined : `${down ? '-' : ''}${by}`;
