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

/** Increases when an obligation at or below the unit changes. */
export const changesBelow = signal(0);

/** Overdue and due-soon obligations change with the day: figures are pushed, lists are read again. */
const dayTurned = dayTurns();

/** A unit with its figures, which follow every change. */
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
      // The past changes only through later recordings, and each read costs a count.
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
                // The change may be on a later page.
                if (progressChanged.parts.length >= slicesOfPage) unit.refresh();
              }),
            // The query shows refusals, such as of a plan that does not concern the unit.
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
      // Too many changes at once: the page continues with the present state.
      () => {
        reconnections.value++;
      },
    );
  }, [id, scope.asOf]);
  return unit;
}

/** Calls back when something at or below the unit has changed; the callback limits how often it acts. */
export function useChanges(refresh: () => void): void {
  useEffect(() => onChange([changesBelow], refresh), [refresh]);
}

const baselines = new Map<string, { at: Date; parts: Map<string, FiguresFragment> }>();
const baselinesMax = 200;

/** The parts of a unit as first shown. */
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
