import { useEffect } from 'preact/hooks';
import { onFrame } from '../api/frame';
import { FilterChoicesDocument, TargetChangedDocument, type TargetRowFragment } from '../api/generated';
import { watch } from '../api/live';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { isPast } from '../i18n/days';
import { askedOf, shownYear } from './targets';

export type Asked = ReturnType<typeof askedOf>;

/** Calls with each indicator whose figures at the unit have changed. */
export function useTargetChanges(asked: Asked | null, onChange: (changed: TargetRowFragment[]) => void): void {
  useEffect(() => {
    // What has been moves no more.
    if (!asked || isPast(asked.asOf)) return;
    const changed = new Map<string, TargetRowFragment>();
    return watch(
      TargetChangedDocument,
      asked,
      ({ indicatorChanged }) => {
        changed.set(indicatorChanged.id, indicatorChanged);
        onFrame(changed, () => {
          onChange([...changed.values()]);
          changed.clear();
        });
      },
      // A refusal is the query's to show.
      () => {},
    );
  }, [asked && JSON.stringify(asked)]);
}

/** The year whose figures are shown, and those to choose from; null while that is not known. */
export function useYear(): { year: number; years: readonly number[] } | null {
  const { view } = usePage();
  const { data } = useResource(FilterChoicesDocument, {
    id: view.unit,
    plan: view.scope.plan ?? '',
    hasPlan: view.scope.plan !== undefined,
  });
  const years = data?.unit?.planYears;
  if (!years) return null;
  const year = shownYear(view.scope.year, years, view.scope.asOf);
  return { year, years: years.includes(year) ? years : [year, ...years] };
}
