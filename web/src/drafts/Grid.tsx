import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { formatCount, formatDay, formatMoney, readMoney } from '../i18n/format';
import { columns, type Column } from './columns';
import { Inspector } from './Inspector';
import { faultyPlaces, markKey, suggestionsOf, type Mark } from './marks';
import { moved, nextOf, type Place } from './moves';
import { parseCells } from './paste';
import type { DraftStore, Row } from './store';
import { useRowWindow } from './useRowWindow';

/** Maximum number of rows of a draft. */
const rowsMax = 5_000;

/** In rem, since the page scales with its font size. */
const rowHeight = 3;
const headHeight = 2.25;
const numberWidth = 3;
const lefts = columns.map((_, i) => numberWidth + columns.slice(0, i).reduce((sum, column) => sum + column.width, 0));
const tableWidth = numberWidth + columns.reduce((sum, column) => sum + column.width, 0);

interface GridProps {
  store: DraftStore;
  marks: ReadonlyMap<string, Mark>;
  /** The requested cell; a new object each time. */
  wanted: Place | null;
}

/** The rows of a draft as in a spreadsheet, fully usable by keyboard. The last row is empty: typing there adds one. */
export function Grid({ store, marks, wanted }: GridProps) {
  const rows = store.rows.value;
  const [at, setAt] = useState<Place>({ row: 0, column: 1 });
  const [editing, setEditing] = useState(false);
  const [left, setLeft] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const writer = useRef<HTMLTextAreaElement>(null);
  const leave = useRef<HTMLButtonElement>(null);
  const id = useId();
  const count = Math.min(rowsMax, rows.length + 1);
  const place = { row: Math.min(at.row, count - 1), column: at.column };
  const row = rows[place.row];
  const column = columns[place.column]!.name;
  const text = row?.texts[column] ?? '';
  const mark = row && marks.get(markKey(row.key, column));
  const seen = useRowWindow(box, count, rowHeight, headHeight);
  const places = useMemo(() => faultyPlaces(rows, marks), [rows, marks]);

  const go = (next: Place) => {
    setAt(next);
    setEditing(false);
    writer.current!.value = '';
    seen.show(next.row, lefts[next.column]!, columns[next.column]!.width, numberWidth);
  };
  useEffect(() => {
    if (!wanted) return;
    go(wanted);
    writer.current!.focus({ preventScroll: true });
  }, [wanted]);
  useLayoutEffect(() => {
    if (!editing) writer.current!.value = '';
  }, [editing]);

  const write = (value: string) => {
    if (value === text) return;
    const key = row?.key ?? store.addRows(1)[0]!;
    store.setCells([{ row: key, column, text: value }]);
  };
  const begin = () => {
    writer.current!.value = text;
    setEditing(true);
  };
  const commit = () => {
    if (editing) write(writer.current!.value);
    setEditing(false);
  };
  const toFault = (back: boolean) => {
    const next = nextOf(places, place, back);
    if (next) go(next);
  };
  const take = (which: number) => {
    const suggestion = suggestionsOf(mark, text)[which];
    if (suggestion !== undefined) write(suggestion);
  };
  const remove = () => {
    if (row) store.removeRow(row.key);
  };
  const paste = (cells: string[][]) => {
    const free = rowsMax - place.row;
    const taken = cells.slice(0, free);
    const missing = Math.max(0, place.row + taken.length - rows.length);
    const names = [...rows.map((one) => one.key), ...(missing > 0 ? store.addRows(missing) : [])];
    store.setCells(
      taken.flatMap((line, i) =>
        line.slice(0, columns.length - place.column).map((cell, j) => ({
          row: names[place.row + i]!,
          column: columns[place.column + j]!.name as Column,
          text: cell,
        })),
      ),
    );
    setLeft(cells.length - taken.length);
  };

  const onKey = (event: KeyboardEvent) => {
    // Keys belong to an input method until its word is complete.
    if (event.isComposing) return;
    const { key, shiftKey: shift } = event;
    const ctrl = event.ctrlKey || event.metaKey;
    const isOwn = editing ? whileEditing(key, shift, ctrl) : whileMoving(key, shift, ctrl);
    if (isOwn) event.preventDefault();
  };
  const whileEditing = (key: string, shift: boolean, ctrl: boolean): boolean => {
    if (key === 'Escape') setEditing(false);
    else if (key === 'Enter' && !shift && !ctrl) {
      commit();
      go({ ...place, row: Math.min(place.row + 1, rowsMax - 1) });
    } else if (key === 'Tab' || key === 'F8') {
      commit();
      return whileMoving(key, shift, false);
    } else return false;
    return true;
  };
  const whileMoving = (key: string, shift: boolean, ctrl: boolean): boolean => {
    const next = moved(place, { key, shift, ctrl }, { rows: count, columns: columns.length, page: seen.page });
    if (next) go(next);
    else if (key === 'Enter' || key === 'F2') begin();
    else if (key === 'Escape') leave.current!.focus();
    else if (key === 'Delete' && ctrl) remove();
    else if (key === 'Delete' || key === 'Backspace') write('');
    else if (key === 'F8') toFault(shift);
    else if (key === 'F9') take(shift ? 1 : 0);
    else return false;
    return true;
  };

  return (
    <div class="draft-work">
      <div>
        <div class="buttons">
          <button type="button" onClick={() => toFault(false)} disabled={places.length === 0}>
            {t('draftGrid.nextFault')} ({formatCount(places.length)}) <kbd>F8</kbd>
          </button>
          <button type="button" ref={leave} onClick={() => go({ row: rows.length, column: 1 })}>
            {t('draftGrid.addRow')}
          </button>
          <button type="button" disabled={!row} onClick={remove}>
            {t('draftGrid.removeRow')}
          </button>
        </div>
        {left > 0 && (
          <p class="fault" role="alert">
            {t('draftGrid.full', { count: formatCount(rowsMax), left: formatCount(left) })}
          </p>
        )}
        <div class="draft-grid" ref={box} style={{ '--row': `${rowHeight}rem`, '--head': `${headHeight}rem` }}>
          <table role="grid" aria-label={t('draftGrid.title')} aria-rowcount={count + 1} style={{ width: `${tableWidth}rem` }}>
            <Head />
            <tbody>
              {seen.from > 0 && <tr aria-hidden="true" style={{ height: `${seen.from * rowHeight}rem` }} />}
              {Array.from({ length: seen.to - seen.from }, (_, i) => seen.from + i).map((index) => (
                <GridRow
                  key={rows[index]?.key ?? ''}
                  id={id}
                  index={index}
                  row={rows[index]}
                  marks={marks}
                  active={index === place.row ? place.column : -1}
                  go={(next) => {
                    commit();
                    go(next);
                    writer.current!.focus({ preventScroll: true });
                  }}
                  begin={begin}
                />
              ))}
              {seen.to < count && <tr aria-hidden="true" style={{ height: `${(count - seen.to) * rowHeight}rem` }} />}
            </tbody>
          </table>
          <textarea
            ref={writer}
            class={`writer ${editing ? 'editing' : ''}`}
            style={{
              top: `${headHeight + place.row * rowHeight}rem`,
              left: `${lefts[place.column]}rem`,
              width: `${columns[place.column]!.width}rem`,
            }}
            lang="vi"
            autocomplete="off"
            spellcheck={false}
            maxLength={4_000}
            aria-label={t('draftGrid.cell', { row: place.row + 1, column: t(`draftColumn.${column}`) })}
            aria-describedby={`${id}-cell`}
            aria-invalid={mark?.weight === 'error'}
            onKeyDown={onKey}
            onInput={() => setEditing(true)}
            onBlur={commit}
            onPaste={(event) => {
              const pasted = event.clipboardData?.getData('text/plain') ?? '';
              if (editing && !/[\t\n]/.test(pasted.trim())) return;
              event.preventDefault();
              setEditing(false);
              paste(parseCells(pasted));
            }}
            onCopy={(event) => {
              if (editing) return;
              event.preventDefault();
              event.clipboardData?.setData('text/plain', text);
            }}
          />
        </div>
        <details class="keys">
          <summary>{t('draftGrid.help')}</summary>
          <p class="quiet">{t('draftGrid.keys')}</p>
        </details>
      </div>
      <Inspector id={`${id}-cell`} place={place} column={column} row={row} text={text} mark={mark} onTake={write} />
    </div>
  );
}

const Head = () => (
  <thead>
    <tr aria-rowindex={1}>
      <th scope="col" style={{ width: `${numberWidth}rem` }}>
        <span class="sr">{t('draftGrid.row')}</span>
      </th>
      {columns.map(({ name, width }) => (
        <th key={name} scope="col" style={{ width: `${width}rem` }}>
          {t(`draftColumn.${name}`)}
        </th>
      ))}
    </tr>
  </thead>
);

interface GridRowProps {
  id: string;
  index: number;
  row: Row | undefined;
  marks: ReadonlyMap<string, Mark>;
  /** Column of the active cell; -1 if it is in another row. */
  active: number;
  go: (place: Place) => void;
  begin: () => void;
}

function GridRow({ id, index, row, marks, active, go, begin }: GridRowProps) {
  return (
    <tr aria-rowindex={index + 2} class={active >= 0 ? 'here' : ''}>
      <th scope="row" aria-label={row ? undefined : t('draftGrid.newRow')}>
        {row ? index + 1 : '＋'}
      </th>
      {columns.map(({ name }, column) => {
        const mark = row && marks.get(markKey(row.key, name));
        return (
          <td
            key={name}
            role="gridcell"
            id={`${id}-${index}-${name}`}
            class={`${mark?.weight ?? ''} of-${name} ${column === active ? 'active' : ''}`}
            aria-selected={column === active}
            aria-invalid={mark?.weight === 'error' ? true : undefined}
            lang="vi"
            onMouseDown={(event) => {
              event.preventDefault();
              go({ row: index, column });
            }}
            onDblClick={begin}
          >
            <span class="words">{row && shown(name, row.texts[name])}</span>
            {row && mark?.weight !== 'pending' && <Understood name={name} row={row} />}
          </td>
        );
      })}
    </tr>
  );
}

const shown = (name: Column, text: string): string => {
  const sum = name === 'budget' ? readMoney(text) : undefined;
  return sum === undefined ? text : formatMoney(sum);
};

/** The interpretation beside the text: the end day of a schedule. */
function Understood({ name, row }: { name: Column; row: Row }) {
  const schedule = name === 'schedule' ? row.known?.schedule : undefined;
  return schedule ? <small>{schedule.due ? t('draftGrid.dueOn', { day: formatDay(schedule.due) }) : t('draftGrid.noDue')}</small> : null;
}
