/** Days are ISO texts, as in the API; today is the day in Vietnam, wherever the browser is. */
const inVietnam = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', year: 'numeric', month: '2-digit', day: '2-digit' });

export function today(now = new Date()): string {
  return inVietnam.format(now);
}

/** Whether a page of this day shows the past; undefined is today. */
export const isPast = (day: string | undefined): day is string => day !== undefined && day < today();

/** Returns a function that tells whether a new day has begun since its last call. */
export function dayTurns(now: () => string = today): () => boolean {
  let known = now();
  return () => {
    const before = known;
    known = now();
    return known !== before;
  };
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The same day of another month, or its last one. */
export function addMonths(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))).toISOString().slice(0, 10);
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Parses a day to ISO form: day, month and year with any separator, the month as a number or by its English name; or ISO itself. Undefined
 * if invalid, such as 30 February.
 */
export function readDay(text: string): string | undefined {
  const parts = text
    .trim()
    .toLowerCase()
    .split(/[\s./,-]+/);
  if (parts.length !== 3) return undefined;
  const [day, month, year] = parts[0]!.length === 4 ? [parts[2]!, parts[1]!, parts[0]!] : (parts as [string, string, string]);
  const named = month.length >= 3 ? months.findIndex((name) => month.startsWith(name)) + 1 : Number(month);
  if (!/^\d{1,2}$/.test(day) || !/^[1-9]\d{3}$/.test(year) || !(named >= 1 && named <= 12)) return undefined;
  const iso = `${year}-${String(named).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}

/** Days from one to the other; negative if the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
