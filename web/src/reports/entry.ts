import type { ReportTextFragment, RowInput, SectionInput, ShareFragment } from '../api/generated';
import type { TextKey } from '../i18n';
import { formatCount, formatRate, nothing, readMoney } from '../i18n/format';

export type ReportRow = ReportTextFragment['rows'][number];

export const cellNames = ['numerator', 'denominator', 'none', 'reason'] as const;

export type CellName = (typeof cellNames)[number];

/** The texts of a row's cells; none is '1' if nothing occurred. */
export type RowTexts = Record<CellName, string>;

/** The key of a report's unsaved input. */
export const draftOfReport = (id: string): string => `writeReport ${id}`;

/** Names of inputs in the draft of a report. Codes and keys contain no spaces. */
export const nameOfCell = (code: string, cell: CellName): string => `${code} ${cell}`;
export const nameOfSection = (key: string): string => `§ ${key}`;

/** A figure as text: a ratio with its percentage, or a plain number. */
export function figureText(share: ShareFragment | null | undefined): string {
  if (!share) return nothing;
  return share.denominator === 0
    ? formatCount(share.numerator)
    : `${formatCount(share.numerator)}/${formatCount(share.denominator)} (${formatRate(share.percent)})`;
}

const written = (value: number | undefined): string => (value === undefined ? '' : formatCount(value));

/** The initial texts of a row's cells. */
export function textsOf({ entered, nothingOccurred, reason }: ReportRow): RowTexts {
  return {
    numerator: nothingOccurred ? '' : written(entered?.numerator),
    denominator: nothingOccurred || !entered || entered.denominator === 0 ? '' : written(entered.denominator),
    none: nothingOccurred ? '1' : '',
    reason: reason ?? '',
  };
}

/** Parses a whole number, possibly negative; undefined if invalid. */
export function readWhole(text: string): number | undefined {
  const minus = /^\s*[-−]/.test(text);
  const value = readMoney(text.replace(/^\s*[-−]\s*/, ''));
  return value === undefined ? undefined : minus && value !== 0 ? -value : value;
}

export type Reading = { is: 'entry'; entry: RowInput } | { is: 'fault'; cell: CellName; words: TextKey };

/**
 * Parses the cells of a row. A value equal to the counted one is no entry; any other needs a reason. The denominator may stay empty if the
 * system has counted one.
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

/** The changes to a report: valid ones to send, and invalid ones. */
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

/** The cells of a row including unsaved input. */
export function typedTexts(row: ReportRow, typed: Readonly<Record<string, string>>): RowTexts {
  const usual = textsOf(row);
  return Object.fromEntries(cellNames.map((cell) => [cell, typed[nameOfCell(row.code, cell)] ?? usual[cell]])) as RowTexts;
}

/** Empty required rows, which prevent signing. */
export const missingRows = (rows: readonly ReportRow[]): ReportRow[] =>
  rows.filter((row) => row.required && !row.nothingOccurred && !row.value);
