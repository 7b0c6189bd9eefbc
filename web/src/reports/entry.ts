import type { ReportTextFragment, RowInput, SectionInput, ShareFragment } from '../api/generated';
import type { TextKey } from '../i18n';
import { formatCount, formatRate, nothing, readMoney } from '../i18n/format';

export type ReportRow = ReportTextFragment['rows'][number];

export const cellNames = ['numerator', 'denominator', 'none', 'reason'] as const;

export type CellName = (typeof cellNames)[number];

/** What stands in the cells of a row, as a person writes it; none is '1' where nothing occurred. */
export type RowTexts = Record<CellName, string>;

/** Where what is typed in a report is kept until it is saved. */
export const draftOfReport = (id: string): string => `writeReport ${id}`;

/** Names of what is typed, in the draft of a report. Neither codes nor keys hold a space. */
export const nameOfCell = (code: string, cell: CellName): string => `${code} ${cell}`;
export const nameOfSection = (key: string): string => `§ ${key}`;

/** A figure in words: a share with its percentage, or a plain number. */
export function figureText(share: ShareFragment | null | undefined): string {
  if (!share) return nothing;
  return share.denominator === 0
    ? formatCount(share.numerator)
    : `${formatCount(share.numerator)}/${formatCount(share.denominator)} (${formatRate(share.percent)})`;
}

const written = (value: number | undefined): string => (value === undefined ? '' : formatCount(value));

/** What the cells of a row show as long as nobody types. */
export function textsOf({ entered, nothingOccurred, reason }: ReportRow): RowTexts {
  return {
    numerator: nothingOccurred ? '' : written(entered?.numerator),
    denominator: nothingOccurred || !entered || entered.denominator === 0 ? '' : written(entered.denominator),
    none: nothingOccurred ? '1' : '',
    reason: reason ?? '',
  };
}

/** A whole number as people write it, below 0 too; undefined when it is none. */
export function readWhole(text: string): number | undefined {
  const minus = /^\s*[-−]/.test(text);
  const value = readMoney(text.replace(/^\s*[-−]\s*/, ''));
  return value === undefined ? undefined : minus && value !== 0 ? -value : value;
}

export type Reading = { is: 'entry'; entry: RowInput } | { is: 'fault'; cell: CellName; words: TextKey };

/**
 * What is meant by the cells of a row. What is the same as what the system counted is no entry of its own; whatever differs from it needs a
 * reason. The denominator may stay empty where the system has counted one.
 */
export function read({ code, source, live }: Pick<ReportRow, 'code' | 'source' | 'live'>, texts: RowTexts): Reading {
  const fault = (cell: CellName, words: TextKey): Reading => ({ is: 'fault', cell, words });
  const entry = (figure: { numerator?: number; denominator?: number; nothingOccurred?: boolean }, reason: string): Reading => ({
    is: 'entry',
    entry: {
      code,
      numerator: figure.numerator ?? null,
      denominator: figure.denominator ?? null,
      nothingOccurred: figure.nothingOccurred ?? false,
      reason: reason || null,
    },
  });
  const reason = texts.reason.trim();
  const needsReason = source !== 'ENTERED' && reason === '';
  if (texts.none) return needsReason ? fault('reason', 'reportEdit.needReason') : entry({ nothingOccurred: true }, reason);
  const [above, below] = [texts.numerator.trim(), texts.denominator.trim()];
  if (above === '') return below === '' ? entry({}, '') : fault('numerator', 'reportEdit.needFigure');
  const numerator = readWhole(above);
  if (numerator === undefined) return fault('numerator', 'reportEdit.unread');
  const denominator = below === '' ? live?.denominator || undefined : readWhole(below);
  if (below !== '' && (denominator === undefined || denominator < 0)) return fault('denominator', 'reportEdit.unread');
  if (live && live.numerator === numerator && live.denominator === (denominator ?? 0)) return entry({}, '');
  return needsReason ? fault('reason', 'reportEdit.needReason') : entry({ numerator, denominator }, reason);
}

export interface Changes {
  sections: SectionInput[];
  rows: RowInput[];
  /** By the code of the row. */
  faults: ReadonlyMap<string, { cell: CellName; words: TextKey }>;
}

/** What has been typed over what the report says: what is to be sent, and what cannot be meant. */
export function changesOf(report: Pick<ReportTextFragment, 'narrative' | 'rows'>, typed: Readonly<Record<string, string>>): Changes {
  const sections = report.narrative.flatMap(({ key, text }) => {
    const now = typed[nameOfSection(key)];
    return now === undefined || now === text ? [] : [{ key, text: now }];
  });
  const rows: RowInput[] = [];
  const faults = new Map<string, { cell: CellName; words: TextKey }>();
  for (const row of report.rows) {
    const usual = textsOf(row);
    const texts = typedTexts(row, typed);
    if (cellNames.every((cell) => texts[cell] === usual[cell])) continue;
    const reading = read(row, texts);
    if (reading.is === 'fault') faults.set(row.code, reading);
    else rows.push(reading.entry);
  }
  return { sections, rows, faults };
}

/** The cells of a row with what has been typed in them. */
export function typedTexts(row: ReportRow, typed: Readonly<Record<string, string>>): RowTexts {
  const usual = textsOf(row);
  return Object.fromEntries(cellNames.map((cell) => [cell, typed[nameOfCell(row.code, cell)] ?? usual[cell]])) as RowTexts;
}

/** Required rows in which there would be nothing: nobody signs while there are any. */
export const missingRows = (rows: readonly ReportRow[]): ReportRow[] =>
  rows.filter((row) => row.required && !row.nothingOccurred && !row.value);
