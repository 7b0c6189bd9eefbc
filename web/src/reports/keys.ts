/** The position of the caret in a field. */
export interface Caret {
  atStart: boolean;
  atEnd: boolean;
}

/** The step of a key in a grid: rows by arrows and Enter, columns by arrows at the end of the text; null if the field handles the key. */
export function stepOf(key: string, shift: boolean, { atStart, atEnd }: Caret): { rows: number; columns: number } | null {
  switch (key) {
    case 'ArrowUp':
      return { rows: -1, columns: 0 };
    case 'ArrowDown':
      return { rows: 1, columns: 0 };
    case 'Enter':
      return { rows: shift ? -1 : 1, columns: 0 };
    case 'ArrowLeft':
      return atStart ? { rows: 0, columns: -1 } : null;
    case 'ArrowRight':
      return atEnd ? { rows: 0, columns: 1 } : null;
    default:
      return null;
  }
}

/** The next existing place in the direction of the step, skipping rows without that field. */
export function placeAfter<T>(
  grid: readonly (readonly (T | null)[])[],
  from: { row: number; column: number },
  step: { rows: number; columns: number },
): T | null {
  let { row, column } = from;
  for (;;) {
    row += step.rows;
    column += step.columns;
    const line = grid[row];
    if (!line || column < 0 || column >= line.length) return null;
    const found = line[column];
    if (found) return found;
  }
}

const caretOf = (field: HTMLInputElement): Caret => {
  const isText = field.type === 'text';
  const [start, end] = isText ? [field.selectionStart ?? 0, field.selectionEnd ?? 0] : [0, 0];
  // With the whole text selected, as after a move, arrows continue.
  const isWhole = isText && start === 0 && end === field.value.length;
  return { atStart: isWhole || (start === 0 && end === 0), atEnd: isWhole || !isText || start === field.value.length };
};

/** Moves between a table's fields or links with data-column, as in a spreadsheet. */
export function walk(event: KeyboardEvent): void {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = (event.target as Element).closest<HTMLElement>('[data-column]');
  if (!field) return;
  const isField = field instanceof HTMLInputElement;
  if (!isField && event.key === 'Enter') return;
  const step = stepOf(event.key, event.shiftKey, isField ? caretOf(field) : { atStart: true, atEnd: true });
  if (!step) return;
  const table = field.closest('table')!;
  const names = [...new Set([...table.querySelectorAll<HTMLElement>('[data-column]')].map((one) => one.dataset['column']!))];
  const grid = [...table.querySelectorAll('tbody tr')].map((row) =>
    names.map((name) => row.querySelector<HTMLElement>(`[data-column="${CSS.escape(name)}"]`)),
  );
  const row = grid.findIndex((line) => line.includes(field));
  event.preventDefault();
  const next = placeAfter(grid, { row, column: names.indexOf(field.dataset['column']!) }, step);
  next?.focus();
  if (next instanceof HTMLInputElement && next.type === 'text') next.select();
}
