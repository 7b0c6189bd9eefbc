import { SearchDocument, SearchPlansDocument, type PlanNameFragment, type SearchQuery } from '../api/generated';
import { ask } from '../api/http';

export type Found = SearchQuery['searchUnits'][number];

/** A unit, or a plan. */
export type Hit = { unit: Found; plan?: undefined } | { plan: PlanNameFragment; unit?: undefined };

/** Maximum number of listed units. */
export const shownMax = 12;

/** Folds diacritics for comparison; look-alikes of Đ are one letter. */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[đð]/g, 'd').trim().replace(/\s+/g, ' ');

/**
 * Finds units by their names, with words of units above; a number may be an official code. on: a day whose units are searched; undefined:
 * today.
 */
export async function findUnits(text: string, signal: AbortSignal, on?: string): Promise<Found[]> {
  const variables = { text, isCode: /^\s*\d+\s*$/.test(text), first: shownMax, on };
  const { searchUnits, unitsByCode = [] } = await ask(SearchDocument, variables, signal);
  return [...new Map([...unitsByCode, ...searchUnits].map((unit) => [unit.id, unit])).values()].slice(0, shownMax);
}

/** Finds plans by number and words; a text without a digit is a name and would match too many. */
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
