import { useMemo } from 'preact/hooks';
import { MyWorkDocument, ToAcceptDocument, type ObligationFilter } from '../api/generated';
import { ask } from '../api/http';
import { useResource } from '../api/resource';
import { useChanges } from '../unit/useUnit';
import type { View } from '../view/view';

/** Maximum number of rows in one send; others are in the list of obligations. */
export const rowsMax = 500;

const pageSize = 100;

/** Minimum interval between reads after changes below. */
const everyMs = 4_000;

/** Both scopes and all kinds of obligations: a due report is also work. */
const filterOf = ({ scope }: View, more: ObligationFilter): ObligationFilter => ({
  year: scope.year,
  plan: scope.plan,
  scope: 'ALL',
  ...more,
});

/** The unit's own open obligations, most urgent first. */
export function useOwed(view: View) {
  const asked = useMemo(
    () => ({ id: view.unit, first: pageSize, filter: filterOf(view, { status: ['NOT_STARTED', 'IN_PROGRESS'] }) }),
    [view.unit, view.scope.year, view.scope.plan],
  );
  const owed = useResource(MyWorkDocument, asked, everyMs, async (data, signal) => {
    if (!data.unit) return data;
    const { obligations } = data.unit;
    const nodes = [...obligations.nodes];
    for (let page = obligations.pageInfo; page.hasNextPage && nodes.length < rowsMax;) {
      const next = (await ask(MyWorkDocument, { ...asked, after: page.endCursor }, signal)).unit!.obligations;
      nodes.push(...next.nodes);
      page = next.pageInfo;
    }
    return { unit: { obligations: { ...obligations, nodes } } };
  });
  useChanges(owed.refresh);
  return owed;
}

/** Submitted obligations at the unit or below that wait for acceptance. */
export function useToAccept(view: View) {
  const asked = useMemo(
    () => ({ under: view.unit, first: pageSize, filter: filterOf(view, { awaitingAcceptance: true }) }),
    [view.unit, view.scope.year, view.scope.plan],
  );
  const waiting = useResource(ToAcceptDocument, asked, everyMs, async (data, signal) => {
    const nodes = [...data.obligations.nodes];
    for (let page = data.obligations.pageInfo; page.hasNextPage && nodes.length < rowsMax;) {
      const next = (await ask(ToAcceptDocument, { ...asked, after: page.endCursor }, signal)).obligations;
      nodes.push(...next.nodes);
      page = next.pageInfo;
    }
    return { obligations: { ...data.obligations, nodes } };
  });
  useChanges(waiting.refresh);
  return waiting;
}
