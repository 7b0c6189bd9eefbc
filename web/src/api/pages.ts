/** Slices of a page of a breakdown, unless a query says otherwise; a page with fewer is the last one. */
export const slicesOfPage = 1_000;

/** A whole breakdown: its first page, and each page after it until one is not full. */
export async function allSlices<S extends { key: string }>(
  first: readonly S[],
  next: (after: string) => Promise<readonly S[] | undefined>,
): Promise<S[]> {
  const all = [...first];
  let page: readonly S[] = first;
  while (page.length >= slicesOfPage) {
    page = (await next(all[all.length - 1]!.key)) ?? [];
    all.push(...page);
  }
  return all;
}
