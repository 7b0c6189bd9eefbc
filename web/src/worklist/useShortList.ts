import { ObligationsBelowDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { useChanges } from '../unit/useUnit';
import { obligationFilter, type ListName } from '../view/lists';
import { defaultList } from '../view/view';

/** The first entries of a list of the unit and everything below it. */
export function useShortList(unit: string, name: ListName, first: number) {
  const { view } = usePage();
  const list = useResource(ObligationsBelowDocument, {
    under: unit,
    first,
    withTotals: false,
    asOf: view.scope.asOf,
    filter: obligationFilter(view.scope, { ...defaultList, name }),
  });
  useChanges(list.refresh);
  return list;
}
