import type { DraftQuery } from '../api/generated';
import { columnOf, columns, faultOfText, type CellFault, type Column } from './columns';
import type { Edits } from './edits';
import type { Place } from './moves';
import type { Row } from './store';

export type Issue = NonNullable<DraftQuery['draft']>['issues'][number];

/** Issues of a cell. */
export interface Mark {
  weight: 'error' | 'warning' | 'pending';
  issues: readonly Issue[];
  /** Why its text is invalid. */
  text?: CellFault;
}

export const markKey = (row: string, column: Column): string => `${row} ${column}`;

/** The marks of all cells. Edited cells lose their old issues until the server has read them again. */
export function marksOf(issues: readonly Issue[], edits: Edits): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const issue of issues) {
    if (issue.row === null || issue.row === undefined) continue;
    const key = markKey(issue.row, columnOf(issue));
    const before = marks.get(key);
    const weight = issue.severity === 'ERROR' || before?.weight === 'error' ? 'error' : 'warning';
    marks.set(key, { weight, issues: [...(before?.issues ?? []), issue] });
  }
  for (const [row, cells] of Object.entries(edits.cells)) {
    for (const [column, { text }] of Object.entries(cells) as [Column, { text: string }][]) {
      const fault = faultOfText(column, text);
      marks.set(markKey(row, column), fault ? { weight: 'error', issues: [], text: fault } : { weight: 'pending', issues: [] });
    }
  }
  return marks;
}

/** The cells with issues; with `errorsOnly` only those that prevent adoption. */
export function faultyPlaces(rows: readonly Row[], marks: ReadonlyMap<string, Mark>, errorsOnly = false): Place[] {
  const places: Place[] = [];
  rows.forEach(({ key }, row) => {
    columns.forEach(({ name }, column) => {
      const weight = marks.get(markKey(key, name))?.weight;
      if (weight === 'error' || (weight === 'warning' && !errorsOnly)) places.push({ row, column });
    });
  });
  return places;
}

/** The suggestions of a cell's first issue, without the present text. */
export const suggestionsOf = (mark: Mark | undefined, text: string): string[] => [
  ...new Set(mark?.issues.flatMap((issue) => issue.suggestions).filter((one) => one !== text) ?? []),
];
