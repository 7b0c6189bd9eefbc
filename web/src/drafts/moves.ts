export interface Place {
  row: number;
  column: number;
}

export interface Size {
  rows: number;
  columns: number;
  /** Rows that are seen at once: how far Page Up and Page Down go. */
  page: number;
}

export interface Stroke {
  key: string;
  shift?: boolean;
  ctrl?: boolean;
}

/** Where a key leads in the grid while no cell is being written in; null when it is none that moves. */
export function moved(from: Place, { key, shift, ctrl }: Stroke, { rows, columns, page }: Size): Place | null {
  const at = (row: number, column: number): Place => ({ row: within(row, rows), column: within(column, columns) });
  switch (key) {
    case 'ArrowUp':
      return at(ctrl ? 0 : from.row - 1, from.column);
    case 'ArrowDown':
      return at(ctrl ? rows - 1 : from.row + 1, from.column);
    case 'ArrowLeft':
      return at(from.row, ctrl ? 0 : from.column - 1);
    case 'ArrowRight':
      return at(from.row, ctrl ? columns - 1 : from.column + 1);
    case 'Home':
      return at(ctrl ? 0 : from.row, 0);
    case 'End':
      return at(ctrl ? rows - 1 : from.row, columns - 1);
    case 'PageUp':
      return at(from.row - page, from.column);
    case 'PageDown':
      return at(from.row + page, from.column);
    case 'Tab':
      return tabbed(from, shift ? -1 : 1, rows, columns);
    default:
      return null;
  }
}

/** The next cell as it is read, over the end of the row; null beyond the last and before the first: there Tab leaves the grid. */
function tabbed(from: Place, step: 1 | -1, rows: number, columns: number): Place | null {
  const next = from.row * columns + from.column + step;
  return next < 0 || next >= rows * columns ? null : { row: Math.floor(next / columns), column: next % columns };
}

const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));

/** The first of these places after another, as the grid is read; beyond the last it begins anew. */
export function nextOf(places: readonly Place[], from: Place, back = false): Place | null {
  const order = (place: Place) => place.row * 1_000 + place.column;
  const sorted = [...places].sort((one, other) => (back ? order(other) - order(one) : order(one) - order(other)));
  return sorted.find((place) => (back ? order(place) < order(from) : order(place) > order(from))) ?? sorted[0] ?? null;
}
