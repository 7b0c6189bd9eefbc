import { usePage } from '../app/context';
import { t } from '../i18n';
import { today } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { dayOf, type Scope } from '../view/view';
import { usePlansHere } from './usePlansHere';

const kinds = ['TASK', 'REPORT', 'PLAN', 'ALL'] as const;

/** Year, plan, kind and day: they apply to everything on the page. */
export function Filters() {
  const { view, go } = usePage();
  const { scope } = view;
  const { plans, years } = usePlansHere(view.unit);
  const change = (changed: Partial<Scope>) => go({ ...view, scope: { ...scope, ...changed } });
  const shownYears = scope.year && !years.includes(scope.year) ? [scope.year, ...years] : years;
  const isUsual = scope.year === undefined && scope.plan === undefined && scope.kind === 'TASK' && scope.asOf === undefined;
  return (
    <form class="filters" aria-label={t('filter.label')} onSubmit={(event) => event.preventDefault()}>
      <label>
        <span>{t('filter.asOf')}</span>
        <input
          type="date" value={scope.asOf ?? today()} min="2000-01-01" max="2099-12-31"
          onChange={(event) => {
            const day = dayOf(event.currentTarget.value);
            change({ asOf: day === today() ? undefined : day });
          }}
        />
      </label>
      <label>
        <span>{t('filter.year')}</span>
        <select value={scope.year ?? ''} onChange={(event) => change({ year: Number(event.currentTarget.value) || undefined })}>
          <option value="">{t('filter.allYears')}</option>
          {shownYears.map((year) => <option key={year} value={year}>{year}</option>)}
        </select>
      </label>
      <label class="wide">
        <span>{t('filter.plan')}</span>
        <select value={scope.plan ?? ''} onChange={(event) => change({ plan: event.currentTarget.value || undefined })}>
          <option value="">{t('filter.allPlans')}</option>
          {plans.map((plan) => <option key={plan.id} value={plan.id}>{plan.name}</option>)}
        </select>
      </label>
      <label>
        <span>{t('filter.kind')}</span>
        <select value={scope.kind} onChange={(event) => change({ kind: event.currentTarget.value as Scope['kind'] })}>
          {kinds.map((kind) => <option key={kind} value={kind}>{t(`obligationKind.${kind}`)}</option>)}
        </select>
      </label>
      {!isUsual && <button type="button" onClick={() => change({ year: undefined, plan: undefined, kind: 'TASK', asOf: undefined })}>{t('filter.clear')}</button>}
      {scope.asOf && <p class="note">{t('filter.asOfNote', { day: formatDay(scope.asOf) })}</p>}
    </form>
  );
}
