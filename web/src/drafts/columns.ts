import type { DraftCellsFragment, DraftRowInput, LeadMode } from '../api/generated';
import { readMoney } from '../i18n/format';

/** The columns of the grid in order, with their widths in rem. */
export const columns = [
  { name: 'code', width: 5 },
  { name: 'title', width: 20 },
  { name: 'products', width: 13 },
  { name: 'leads', width: 14 },
  { name: 'coordinators', width: 13 },
  { name: 'schedule', width: 11 },
  { name: 'budget', width: 9 },
  { name: 'area', width: 12 },
  { name: 'group', width: 9 },
  { name: 'leadMode', width: 8 },
] as const;

export type Column = (typeof columns)[number]['name'];

/** The texts of a row's cells. */
export type Texts = Record<Column, string>;

export interface DraftArea {
  id: string;
  name: string;
}

export const emptyTexts: Texts = {
  code: '',
  title: '',
  products: '',
  leads: '',
  coordinators: '',
  schedule: '',
  budget: '',
  area: '',
  group: '',
  leadMode: '',
};

/** The two lead modes as written in a cell, in any page language: sheets are pasted in Vietnamese. */
const modeWords: Record<LeadMode, string> = { EACH: 'Riêng', JOINT: 'Chung' };

export function textsOf(row: DraftCellsFragment, areas: readonly DraftArea[]): Texts {
  return {
    code: row.code ?? '',
    title: row.title ?? '',
    products: row.products.join('; '),
    leads: row.leadsText ?? '',
    coordinators: row.coordinatorsText ?? '',
    schedule: row.scheduleText ?? '',
    budget: row.budget ? String(row.budget) : '',
    area: areas.find((area) => area.id === row.area)?.name ?? '',
    group: row.group ?? '',
    leadMode: modeWords[row.leadMode],
  };
}

export const sameText = (one: string, other: string): boolean => plain(one) === plain(other);

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').normalize('NFC').toLowerCase();

/** Parses a lead mode; undefined if unknown. */
export function modeOf(text: string): LeadMode | undefined {
  const word = plain(text);
  if (['chung', 'joint', 'cùng'].includes(word)) return 'JOINT';
  return ['riêng', 'each', ''].includes(word) ? 'EACH' : undefined;
}

/** Why a text is invalid for a cell, checked before sending. */
export type CellFault = 'budget' | 'leadMode';

export function faultOfText(column: Column, text: string): CellFault | undefined {
  if (column === 'budget' && text.trim() !== '' && readMoney(text) === undefined) return 'budget';
  return column === 'leadMode' && modeOf(text) === undefined ? 'leadMode' : undefined;
}

/** The API's input for a row: only the given cells, and only valid ones. */
export function rowInput(texts: Partial<Texts>, areas: readonly DraftArea[]): DraftRowInput {
  const input: DraftRowInput = {};
  for (const [name, text] of Object.entries(texts) as [Column, string][]) {
    if (faultOfText(name, text)) continue;
    if (name === 'code' || name === 'title' || name === 'group') input[name] = text.trim();
    else if (name === 'products') input.products = productsOf(text);
    else if (name === 'leads') input.leadsText = text.trim();
    else if (name === 'coordinators') input.coordinatorsText = text.trim();
    else if (name === 'schedule') input.scheduleText = text.trim();
    else if (name === 'budget') input.budget = readMoney(text) ?? null;
    else if (name === 'leadMode') input.leadMode = modeOf(text);
    else input.area = areas.find((area) => sameText(area.name, text))?.id ?? null;
  }
  return input;
}

const productsOf = (text: string): string[] =>
  text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter(Boolean);

const words: readonly [RegExp, Column][] = [
  [/^(stt|số|mã)/, 'code'],
  [/chủ trì/, 'leads'],
  [/phối hợp/, 'coordinators'],
  [/thời (gian|hạn)|hoàn thành/, 'schedule'],
  [/sản phẩm|kết quả/, 'products'],
  [/kinh phí/, 'budget'],
  [/lĩnh vực/, 'area'],
  [/nhóm/, 'group'],
  [/nội dung|nhiệm vụ/, 'title'],
];

const ofCode: Record<string, Column> = {
  AREA_MISSING: 'area',
  AREA_REFORM: 'area',
  BUDGET_SUM: 'budget',
  CODE_DUPLICATE: 'code',
  LEAD_MODE: 'leadMode',
  SCHEDULE_AMBIGUOUS: 'schedule',
  SCHEDULE_UNKNOWN: 'schedule',
  TITLE_MISSING: 'title',
};

/** The column of an issue: by its code if possible, otherwise by its column. */
export function columnOf(issue: { code: string; column?: string | null }): Column {
  const said = issue.column?.trim().normalize('NFC').toLowerCase() ?? '';
  return ofCode[issue.code] ?? words.find(([word]) => word.test(said))?.[1] ?? (issue.code.startsWith('LEAD') ? 'leads' : 'title');
}
