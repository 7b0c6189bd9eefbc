import { language, t } from './index';

const locales = { vi: 'vi-VN', en: 'en-GB' } as const;

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${language.value}${JSON.stringify(options)}`;
  const found = made.get(key) ?? new Intl.NumberFormat(locales[language.value], options);
  made.set(key, found);
  return found as Intl.NumberFormat;
}

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${language.value}${JSON.stringify(options)}`;
  const found = made.get(key) ?? new Intl.DateTimeFormat(locales[language.value], options);
  made.set(key, found);
  return found as Intl.DateTimeFormat;
}

/** Shown where there is no value. */
export const nothing = '–';

export const formatCount = (value: number): string => numbers({ maximumFractionDigits: 0 }).format(value);

/** Formats a percentage of the API, 0..100, with one decimal; null if there is no whole. */
export function formatRate(value: number | null | undefined): string {
  return value === null || value === undefined
    ? nothing
    : `${numbers({ minimumFractionDigits: value === 0 || value === 100 ? 0 : 1, maximumFractionDigits: 1 }).format(value)}%`;
}

/** Formats a number with at most three decimals: a weight, a target. */
export const formatNumber = (value: number): string => numbers({ maximumFractionDigits: 3 }).format(value);

/** The size of a file. */
export const formatBytes = (bytes: number): string =>
  bytes < 1_000_000
    ? t('files.kB', { value: numbers({ maximumFractionDigits: 0 }).format(Math.max(1, bytes / 1_000)) })
    : t('files.MB', { value: numbers({ maximumFractionDigits: 1 }).format(bytes / 1_000_000) });

export const formatPercent = (value: number): string => `${numbers({ maximumFractionDigits: 2 }).format(value)}%`;

/** Formats a change with its sign; empty for none. */
export function formatChange(value: number, digits = 0): string {
  const rounded = Number(value.toFixed(digits));
  return rounded === 0 ? '' : numbers({ maximumFractionDigits: digits, signDisplay: 'always' }).format(rounded);
}

/** Whole đồng. */
export const formatMoney = (value: number | null): string => (value === null ? nothing : `${formatCount(value)} ₫`);

/** Money as in reports: "13,17 tỷ", "380 triệu"; a dash for a sum that is too large to show. */
export function formatMoneyShort(value: number | null): string {
  if (value === null) return nothing;
  const [unit, size] =
    Math.abs(value) >= 1e9 ? ['money.billion' as const, 1e9] : Math.abs(value) >= 1e6 ? ['money.million' as const, 1e6] : [null, 1];
  return unit ? t(unit, { value: numbers({ maximumSignificantDigits: 4 }).format(value / size) }) : formatMoney(value);
}

/** The inverse of readPercent, in the page's language. */
export const writePercent = (value: number): string => numbers({ maximumFractionDigits: 2, useGrouping: false }).format(value);

/** Parses a percentage, 0..100 with at most two decimals after a comma or a point; undefined if invalid. */
export function readPercent(text: string): number | undefined {
  const value = /^\d{1,3}([.,]\d{1,2})?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : NaN;
  return value <= 100 ? value : undefined;
}

/** Thousands separators of each language; two groups with the other language's separator are also unambiguous. */
const grouped = {
  vi: /^(\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3}){2,})$/,
  en: /^(\d{1,3}(,\d{3})+|\d{1,3}(\.\d{3}){2,})$/,
} as const;

/**
 * Parses whole đồng, with or without thousands separators; undefined if invalid. Fractions are refused, because dropping the separator
 * would multiply the amount by a hundred.
 */
export function readMoney(text: string): number | undefined {
  const written = text.replace(/[\s₫]/g, '');
  const value = /^\d+$/.test(written) || grouped[language.value].test(written) ? Number(written.replace(/[.,]/g, '')) : NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Parses a count, with or without thousands separators; undefined if invalid. */
export const readCount = (text: string): number | undefined => (text.includes('₫') ? undefined : readMoney(text));

/** Formats a day of the API. */
export function formatDay(day: string | null | undefined): string {
  if (!day) return nothing;
  return dates({ day: '2-digit', month: language.value === 'vi' ? '2-digit' : 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** The month of a day without its year, abbreviated. */
export function formatMonth(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return language.value === 'vi' ? `T${date.getUTCMonth() + 1}` : dates({ month: 'short', timeZone: 'UTC' }).format(date);
}

export const formatInstant = (instant: string | Date): string =>
  dates({
    day: '2-digit',
    month: language.value === 'vi' ? '2-digit' : 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Asia/Ho_Chi_Minh',
  }).format(new Date(instant));

export const formatTime = (instant: Date): string => dates({ timeStyle: 'medium', timeZone: 'Asia/Ho_Chi_Minh' }).format(instant);
