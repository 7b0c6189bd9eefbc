import { useState } from 'preact/hooks';
import { FilterChoicesDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { isPast, today } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { Choice, Switch } from '../ui/Choice';
import { DayChoice } from '../ui/DayChoice';
import { Icon } from '../ui/Icon';
import { useMedia } from '../ui/useMedia';
import type { Scope } from '../view/lists';
import { scopes } from '../view/view';
import { PlanChoice } from './PlanChoice';
import { scopeWords } from './scopeWords';

const kinds = ['TASK', 'REPORT', 'PLAN', 'FINDING', 'ALL'] as const;

const trees = ['AS_IS', 'RESTATED'] as const;

/** Year, plan, kind, scope and day: they apply to everything on the page. */
export function Filters() {
  const { view, go } = usePage();
  const { scope } = view;
  const { data } = useResource(FilterChoicesDocument, { id: view.unit, plan: scope.plan ?? '', hasPlan: scope.plan !== undefined });
  const years = data?.unit?.planYears ?? [];
  const change = (changed: Partial<Scope>) => go({ ...view, scope: { ...scope, ...changed } });
  const bind = <K extends keyof Scope>(name: K) => ({ value: scope[name], onChange: (value: Scope[K]) => change({ [name]: value }) });
  const shownYears = scope.year && !years.includes(scope.year) ? [scope.year, ...years] : years;
  const isUsual =
    scope.year === undefined &&
    scope.plan === undefined &&
    scope.kind === 'TASK' &&
    scope.whose === 'IMPOSED' &&
    scope.asOf === undefined &&
    !scope.tree;
  // Work has to be done today, whatever its kind.
  const isOfToday = view.page === 'work';
  // Periods replace years, and reports replace plans.
  const isOfPeriods = view.page === 'reports';
  const hasRoom = useMedia('(min-width: 40rem)');
  const [opened, setOpened] = useState(false);
  const form = (
    <form class="filters" aria-label={t('filter.label')} onSubmit={(event) => event.preventDefault()}>
      {!isOfToday && (
        <DayChoice
          label={t('filter.asOf')}
          day={scope.asOf ?? today()}
          min="2000-01-01"
          max="2099-12-31"
          onDay={(day) => change({ asOf: day === today() ? undefined : day })}
        />
      )}
      {!isOfPeriods && (
        <>
          <Choice label={t('filter.year')} options={shownYears} none={t('filter.allYears')} {...bind('year')} />
          <PlanChoice unit={view.unit} year={scope.year} chosen={data?.plan ?? undefined} onChoose={(plan) => change({ plan })} />
        </>
      )}
      {!isOfToday && !isOfPeriods && (
        <>
          <Choice label={t('filter.kind')} options={kinds} words={(kind) => t(`obligationKind.${kind}`)} {...bind('kind')} />
          <Choice label={t('filter.scope')} options={scopes} words={(whose) => t(`scope.${whose}`)} {...bind('whose')} />
        </>
      )}
      {!isOfToday && (
        <Switch
          legend={t('tree.label')}
          name="tree"
          value={scope.tree ?? 'AS_IS'}
          options={trees}
          words={(tree) => t(`tree.${tree}`)}
          hint={(tree) => t(`tree.${tree}_HINT`)}
          onChange={(tree) => change({ tree: tree === 'AS_IS' ? undefined : tree })}
        />
      )}
      {!isUsual && !isOfPeriods && (
        <button
          type="button"
          onClick={() => change({ year: undefined, plan: undefined, kind: 'TASK', whose: 'IMPOSED', asOf: undefined, tree: undefined })}
        >
          {t('filter.clear')}
        </button>
      )}
    </form>
  );
  return (
    <div class="scope">
      {!hasRoom && (
        <button type="button" aria-expanded={opened} onClick={() => setOpened(!opened)}>
          <span>{scopeWords(scope, view.page)}</span>
          <Icon name={opened ? 'up' : 'down'} />
        </button>
      )}
      {(hasRoom || opened) && form}
      {isPast(scope.asOf) ? (
        <p class="note past" role="status">
          <strong>{t('past.shown', { day: formatDay(scope.asOf) })}</strong> {t('past.what')}{' '}
          <button type="button" onClick={() => change({ asOf: undefined })}>
            {t('past.back')}
          </button>
        </p>
      ) : (
        scope.asOf && <p class="note">{t('filter.asOfNote', { day: formatDay(scope.asOf) })}</p>
      )}
    </div>
  );
}
