import { SearchDocument, SearchPlansDocument, type PlanNameFragment, type SearchQuery } from '../api/generated';
import { ask } from '../api/http';

export type Found = SearchQuery['searchUnits'][number];

/** A unit, or a plan. */
export type Hit = { unit: Found; plan?: undefined } | { plan: PlanNameFragment; unit?: undefined };

/** Units that are listed. */
export const shownMax = 12;

/** As people type without marks; look-alikes of Đ are one letter. */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[đð]/g, 'd').trim().replace(/\s+/g, ' ');

/** Units by a text of their names, or of their names and those of units above. on: as they were on that day; undefined: of today. */
export const findUnits = async (text: string, signal: AbortSignal, on?: string): Promise<Found[]> =>
  (await ask(SearchDocument, { text, first: shownMax, on }, signal)).searchUnits;

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
