export interface Place {
  row: number;
  column: number;
}

export interface Size {
  rows: number;
  columns: number;
  /** Number of visible rows: the step of Page Up and Page Down. */
  page: number;
}

export interface Stroke {
  key: string;
  shift?: boolean;
  ctrl?: boolean;
}

/** The target of a key in the grid while no cell is edited; null if it does not move. */
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

/** The next cell in reading order, across rows; null past the last and before the first, where Tab leaves the grid. */
function tabbed(from: Place, step: 1 | -1, rows: number, columns: number): Place | null {
  const next = from.row * columns + from.column + step;
  return next < 0 || next >= rows * columns ? null : { row: Math.floor(next / columns), column: next % columns };
}

const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));

/** The first of these places after another, in reading order; wraps around at the end. */
export function nextOf(places: readonly Place[], from: Place, back = false): Place | null {
  const order = (place: Place) => place.row * 1_000 + place.column;
  const sorted = [...places].sort((one, other) => (back ? order(other) - order(one) : order(one) - order(other)));
  return sorted.find((place) => (back ? order(place) < order(from) : order(place) > order(from))) ?? sorted[0] ?? null;
}
