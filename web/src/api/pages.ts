/** Default number of slices on a page of a breakdown; a page with fewer is the last one. */
export const slicesOfPage = 1_000;

/** Maximum number of pages read of a breakdown: more than any unit's children or plans need. */
export const pagesMax = 20;

/** A whole breakdown: its first page and all following ones until one is not full, at most pagesMax. */
export async function allSlices<S extends { key: string }>(
  first: readonly S[],
  next: (after: string) => Promise<readonly S[] | undefined>,
): Promise<S[]> {
  const all = [...first];
  let page: readonly S[] = first;
  for (let pages = 1; page.length >= slicesOfPage && pages < pagesMax; pages++) {
    page = (await next(all[all.length - 1]!.key)) ?? [];
    all.push(...page);
  }
  return all;
}

/** Combines a new first page with the known later pages. */
export function withFirstPage<S extends { key: string }>(known: readonly S[], first: readonly S[]): S[] {
  if (first.length < slicesOfPage) return [...first];
  const renewed = new Set(first.map((slice) => slice.key));
  return [...first, ...known.filter((slice) => !renewed.has(slice.key))];
}
