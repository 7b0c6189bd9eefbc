import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { learn, type RowChange } from '../api/changes';
import { onFrame } from '../api/frame';
import {
  NumbersChangedDocument,
  ObligationChangedDocument,
  PartsMoreDocument,
  UnitPageDocument,
  type FiguresFragment,
  type UnitPageQuery,
} from '../api/generated';
import { ask } from '../api/http';
import { reconnections, watch } from '../api/live';
import { onChange } from '../api/onChange';
import { allSlices, slicesOfPage, withFirstPage } from '../api/pages';
import { useResource, type Resource } from '../api/resource';
import { dayTurns, isPast } from '../i18n/days';
import type { Scope } from '../view/lists';
import { progressFilter, treeDay } from '../view/view';

export type UnitNumbers = NonNullable<UnitPageQuery['unit']>;

/** Rises when an obligation at or below the unit has changed. */
export const changesBelow = signal(0);

/** What is late, and what is due soon, changes with the day alone: the figures come by themselves, the lists are read again. */
const dayTurned = dayTurns();

/** A unit with its numbers, which move with every change. */
export function useUnit(id: string, scope: Scope): Resource<UnitPageQuery> {
  const variables = useMemo(
    () => ({ id, filter: progressFilter(scope), asOf: scope.asOf, tree: scope.tree }),
    [id, scope.year, scope.plan, scope.kind, scope.whose, scope.asOf, scope.tree],
  );
  const on = treeDay(scope);
  const shown = useMemo(() => ({ ...variables, on, isRestated: scope.tree === 'RESTATED' }), [variables, on]);
  const unit = useResource(UnitPageDocument, shown, undefined, async (page, signal) => {
    if (!page.unit) return page;
    const next = async (after: string) => (await ask(PartsMoreDocument, { ...variables, after }, signal)).unit?.parts;
    return { ...page, unit: { ...page.unit, parts: await allSlices(page.unit.parts, next) } };
  });

  useEffect(
    () =>
      // What has been moves only by what is recorded about it later, and costs a count each time.
      isPast(variables.asOf)
        ? undefined
        : watch(
            NumbersChangedDocument,
            variables,
            ({ progressChanged }) =>
              onFrame(variables, () => {
                if (dayTurned()) changesBelow.value++;
                unit.replace((page) =>
                  page.unit
                    ? { ...page, unit: { ...page.unit, ...progressChanged, parts: withFirstPage(page.unit.parts, progressChanged.parts) } }
                    : page,
                );
                // What has changed may stand on a later page.
                if (progressChanged.parts.length >= slicesOfPage) unit.refresh();
              }),
            // A refusal, such as of a plan that is not the unit's, is the query's to show.
            () => {},
          ),
    [variables],
  );

  useEffect(() => {
    if (isPast(scope.asOf)) return;
    const changed = new Map<string, RowChange>();
    return watch(
      ObligationChangedDocument,
      { under: id, asOf: scope.asOf },
      ({ obligationChanged }) => {
        changed.set(obligationChanged.id, obligationChanged);
        onFrame(changed, () => {
          learn(changed.values());
          changed.clear();
          changesBelow.value++;
        });
      },
      // Too many at once for this page: it goes on with the present state.
      () => {
        reconnections.value++;
      },
    );
  }, [id, scope.asOf]);
  return unit;
}

/** Calls back when something at or below the unit has changed; the callback bounds how often it acts. */
export function useChanges(refresh: () => void): void {
  useEffect(() => onChange([changesBelow], refresh), [refresh]);
}

const baselines = new Map<string, { at: Date; parts: Map<string, FiguresFragment> }>();
const baselinesMax = 200;

/** What the parts of a unit were when the page first showed them. */
export function baselineOf(id: string, scope: Scope, unit: UnitNumbers): { at: Date; parts: Map<string, FiguresFragment> } {
  const key = JSON.stringify([id, scope]);
  let baseline = baselines.get(key);
  if (!baseline) {
    baseline = { at: new Date(), parts: new Map(unit.parts.map((part) => [part.key, part.progress])) };
    baselines.set(key, baseline);
    if (baselines.size > baselinesMax) baselines.delete(baselines.keys().next().value!);
  }
  return baseline;
}
