/**
 * The cells of text copied from a sheet or table: tabs between cells, line ends between rows. A cell in double quotes may contain both; a
 * quote within it is doubled.
 */
export function parseCells(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const source = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  for (let i = 0; i < source.length; i++) {
    const sign = source[i]!;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (source[i + 1] === '"') cell += source[++i];
      else quoted = false;
    } else if (sign === '"' && cell === '' && isWhole(source, i)) quoted = true;
    else if (sign === '\t' || sign === '\n') {
      rows[rows.length - 1]!.push(cell.trim());
      cell = '';
      if (sign === '\n') rows.push([]);
    } else cell += sign;
  }
  rows[rows.length - 1]!.push(cell.trim());
  return rows;
}

/** Whether the quote at a position encloses a whole cell: text may also begin with a quotation. */
function isWhole(source: string, from: number): boolean {
  for (let i = from + 1; i < source.length; i++) {
    if (source[i] !== '"') continue;
    if (source[i + 1] === '"') i++;
    else return i + 1 === source.length || source[i + 1] === '\t' || source[i + 1] === '\n';
  }
  return false;
}
