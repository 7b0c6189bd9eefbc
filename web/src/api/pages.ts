/** Slices of a page of a breakdown, unless a query says otherwise; a page with fewer is the last one. */
export const slicesOfPage = 1_000;

/** Pages of a breakdown that are put together: more than a unit has children or plans. */
export const pagesMax = 20;

/** A whole breakdown: its first page, and each page after it until one is not full, at most pagesMax together. */
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

/** A new first page, and what is known of the pages after it. */
export function withFirstPage<S extends { key: string }>(known: readonly S[], first: readonly S[]): S[] {
  if (first.length < slicesOfPage) return [...first];
  const renewed = new Set(first.map((slice) => slice.key));
  return [...first, ...known.filter((slice) => !renewed.has(slice.key))];
}
