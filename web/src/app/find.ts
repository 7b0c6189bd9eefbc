import { SearchDocument, SearchPlansDocument, type PlanNameFragment, type SearchQuery } from '../api/generated';
import { ask } from '../api/http';

export type Found = SearchQuery['searchUnits'][number];

/** A unit, or a plan. */
export type Hit = { unit: Found; plan?: undefined } | { plan: PlanNameFragment; unit?: undefined };

/** Units that are listed. */
export const shownMax = 12;

/** The most that the API answers with: what is listed is chosen among them. */
const readMax = 100;

/** Words at the end of a text that may be those of units above: "sở nội vụ tây ninh". */
const aboveMax = 4;

/** As people type without marks; look-alikes of Đ are one letter. */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[đð]/g, 'd').trim().replace(/\s+/g, ' ');

const plain = (text: string): string => text.normalize('NFC').toLowerCase().replace(/ð/g, 'đ').trim().replace(/\s+/g, ' ');

/** What people leave out: the name of "Thành phố Vinh" is "Vinh". */
const kinds = /^(thành phố|tỉnh|quận|huyện|thị xã|thị trấn|phường|xã|sở|phòng|ban|ủy ban nhân dân|ubnd)\s+/;

const hasWords = (name: string, words: string): boolean => ` ${name} `.includes(` ${words} `);

/** How well a name fits: the smaller the better. Marks as they were typed come before the same letters with others. */
export function fit(name: string, text: string): number {
  const [mine, wanted] = [plain(name), plain(text)];
  const [bare, letters] = [fold(name), fold(text)];
  const short = mine.replace(kinds, '');
  if (mine === wanted) return 0;
  if (short === wanted) return 1;
  if (bare === letters) return 2;
  if (fold(short) === letters) return 3;
  if (hasWords(mine, wanted)) return 4;
  if (hasWords(bare, letters)) return 5;
  return mine.includes(wanted) ? 6 : 7;
}

/** The best of what was found, each once; what fits alike keeps the order of the API. */
export function best(found: readonly Found[], text: string): Found[] {
  const each = [...new Map(found.map((unit) => [unit.id, unit])).values()];
  return each
    .map((unit, i) => ({ unit, fit: fit(unit.name, text), i }))
    .sort((a, b) => a.fit - b.fit || a.i - b.i)
    .map(({ unit }) => unit);
}

/** Where a text may be parted into the name of a unit and words of those above it, the longest name first. */
export function partings(text: string): { name: string; above: string[] }[] {
  const words = text.trim().split(/\s+/);
  const from = Math.max(1, words.length - aboveMax);
  return Array.from({ length: Math.max(0, words.length - from) }, (_, i) => words.length - 1 - i).map((at) => ({
    name: words.slice(0, at).join(' '),
    above: words.slice(at),
  }));
}

const isBelow = (unit: Found, above: readonly string[]): boolean => {
  const names = ` ${unit.ancestors.map((one) => fold(one.name)).join(' ')} `;
  return above.every((word) => names.includes(` ${fold(word)} `));
};

/** Units by a text of their names, or of their names and those of units above. on: as they were on that day; undefined: of today. */
export async function findUnits(text: string, signal: AbortSignal, on?: string): Promise<Found[]> {
  const named = async (name: string) => (await ask(SearchDocument, { text: name, first: readMax, on }, signal)).searchUnits;
  const whole = best(await named(text), text);
  if (whole.length > 0) return whole.slice(0, shownMax);
  for (const { name, above } of partings(text)) {
    const found = best(
      (await named(name)).filter((unit) => isBelow(unit, above)),
      name,
    );
    if (found.length > 0) return found.slice(0, shownMax);
  }
  return [];
}

/** Plans by their numbers and words: a text without a digit is a name, and names too many of them. */
async function findPlans(text: string, signal: AbortSignal): Promise<PlanNameFragment[]> {
  if (!/\d/.test(text)) return [];
  const { root } = await ask(SearchPlansDocument, { text }, signal);
  return root.flatMap((top) => top.relatedPlans);
}

/** Units and plans; a plan whose number begins with the text comes before all units. */
export async function find(text: string, signal: AbortSignal, on?: string): Promise<Hit[]> {
  const [units, plans] = await Promise.all([findUnits(text, signal, on), findPlans(text, signal)]);
  const hits = units.map((unit): Hit => ({ unit }));
  const isNumber = plans.some((plan) => fold(plan.number ?? '').startsWith(fold(text)));
  const ofPlans = plans.map((plan): Hit => ({ plan }));
  return (isNumber ? [...ofPlans, ...hits] : [...hits, ...ofPlans]).slice(0, shownMax);
}
