import { FileBelowDocument, FileOwnDocument, type FileBelowQuery, type InFileFragment } from '../api/generated';
import { ask } from '../api/http';
import { obligationFilter } from '../view/lists';
import type { View } from '../view/view';
import { inOrder } from './columns';

const pageSize = 250;

type Page = FileBelowQuery['obligations'];

async function readPage(view: View, after: string | null, signal: AbortSignal): Promise<Page> {
  const { scope, list } = view;
  const filter = obligationFilter(scope, list);
  const variables = { under: view.unit, first: pageSize, after, asOf: scope.asOf, filter, isFirst: after === null };
  if (!list.own) return (await ask(FileBelowDocument, variables, signal)).obligations;
  return (await ask(FileOwnDocument, variables, signal)).unit!.obligations;
}

/**
 * Reads the whole list of a view. By due day, an order that reports do not change, so that concurrent reports cause no gaps or duplicates.
 * Reports progress; throws when aborted.
 */
export async function readAll(
  view: View,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<InFileFragment[]> {
  const rows: InFileFragment[] = [];
  let after: string | null = null;
  let total = 0;
  do {
    const page: Page = await readPage(view, after, signal);
    total = page.totalCount ?? total;
    rows.push(...page.nodes);
    onProgress(rows.length, total);
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return inOrder(rows, view.list.order);
}
