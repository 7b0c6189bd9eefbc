import { useEffect } from 'preact/hooks';
import { judgedBy } from '../api/changes';
import { Refused } from '../api/errors';
import { usePage } from '../app/context';
import { installationName } from '../app/installation';
import { endOf } from '../app/which';
import { AuditPage } from '../audit/AuditPage';
import { DraftsPage } from '../drafts/DraftsPage';
import { HistoryPage } from '../history/HistoryPage';
import { InspectionsPage } from '../inspections/InspectionsPage';
import { t } from '../i18n';
import { formatDay, formatInstant } from '../i18n/format';
import { ObligationDialog } from '../obligation/ObligationDialog';
import { PlansPage } from '../plans/PlansPage';
import { ReorganisationsPage } from '../reorganisations/ReorganisationsPage';
import { ReportsPage } from '../reports/ReportsPage';
import { PeoplePage } from '../rights/PeoplePage';
import { TargetsPage } from '../targets/TargetsPage';
import { Icon } from '../ui/Icon';
import { printPage } from '../ui/printing';
import { Failed, Loading } from '../ui/States';
import { addressOf, atUnit, defaultList, pages, treeDay } from '../view/view';
import { MyWork } from '../mywork/MyWork';
import { WorkPage } from '../worklist/WorkPage';
import { CopyLink } from './CopyLink';
import { Filters } from './Filters';
import { FirstLook } from './FirstLook';
import { Overview } from './Overview';
import { scopeWords } from './scopeWords';
import { LineageBand } from './LineageBand';
import { ShownPath } from './UnitPath';
import { useUnit } from './useUnit';

export function UnitPage() {
  const { view, go } = usePage();
  const { data, error, loading, refresh } = useUnit(view.unit, view.scope);
  const unit = data?.unit;
  // With its name of the shown day; undefined if it did not exist yet.
  const onDay = data?.onDay;

  useEffect(() => {
    judgedBy.value = view.scope.asOf;
  }, [view.scope.asOf]);
  useEffect(() => scrollTo(0, 0), [view.unit, view.page, view.planShown]);
  useEffect(() => {
    if (unit) document.title = `${unit.name} · ${installationName.value ?? t('app.name')}`;
  }, [unit?.name, installationName.value]);
  // A plan that does not concern the unit would make every query fail, so its filter is dropped.
  const foreignPlan = error instanceof Refused && error.input.includes('plan');
  useEffect(() => {
    if (foreignPlan) go({ ...view, scope: { ...view.scope, plan: undefined } }, true);
  }, [foreignPlan]);

  if (data && !unit)
    return (
      <main id="main" class="page">
        <h1>{t('state.noUnit', { id: view.unit })}</h1>
        <p>
          <a href="/">{t('app.home')}</a>
        </p>
      </main>
    );
  const scoped = JSON.stringify([view.unit, view.scope]);
  return (
    <main id="main" class="page">
      <nav class="path" aria-label={t('nav.path')}>
        <ol>
          {unit?.ancestors.map((above) => (
            <li key={above.id}>
              <a href={atUnit(view, above.id)}>
                {above.name}
                {endOf(above)}
              </a>
              <Icon name="right" />
            </li>
          ))}
          <li aria-current="page">{onDay?.name ?? unit?.name ?? ' '}</li>
        </ol>
      </nav>
      <div class="title">
        <div>
          <h1>{onDay?.name ?? unit?.name ?? ' '}</h1>
          <p class="quiet">{onDay ? [t(`kind.${onDay.kind}`), onDay.code].filter(Boolean).join(' · ') : ' '}</p>
          {unit && onDay && onDay.name !== unit.name && <p class="quiet">{t('lineage.nowCalled', { name: unit.name })}</p>}
          {unit && !onDay && <p class="note">{t('lineage.notYet', { day: formatDay(treeDay(view.scope)) })}</p>}
          {unit && <LineageBand id={view.unit} unit={unit} />}
        </div>
        <Filters />
        <div class="buttons">
          <CopyLink />
          <button type="button" onClick={() => void printPage()}>
            <Icon name="print" />
            {t('app.print')}
          </button>
        </div>
      </div>
      <p class="printed">
        {t(view.page === 'reports' ? 'reports.printed' : 'printed.heading')} ·{' '}
        {t('printed.scope', { scope: scopeWords(view.scope, view.page) })} · {t('printed.at', { at: formatInstant(new Date()) })}
      </p>
      <nav class="parts" aria-label={t('nav.label')}>
        {pages.map((page) => (
          <a
            key={page}
            href={addressOf({
              ...view,
              page,
              list: defaultList,
              audit: {},
              work: undefined,
              planShown: undefined,
              revision: undefined,
              open: undefined,
            })}
            aria-current={(view.page === 'drafts' ? 'plans' : view.page) === page ? 'page' : undefined}
          >
            {t(`nav.${page}`)}
          </a>
        ))}
      </nav>
      <ShownPath.Provider value={unit?.path ?? ''}>
        {view.page === 'overview' && unit?.ancestors.length === 0 && <FirstLook />}
        {view.page === 'work' && <MyWork key={view.unit} />}
        {view.page === 'obligations' && <WorkPage unit={unit} />}
        {view.page === 'plans' && <PlansPage key={scoped} />}
        {view.page === 'drafts' && <DraftsPage key={view.unit} />}
        {view.page === 'reports' && <ReportsPage key={view.unit} />}
        {view.page === 'targets' && <TargetsPage key={view.unit} />}
        {view.page === 'inspections' && <InspectionsPage key={view.unit} />}
        {view.page === 'history' && <HistoryPage key={view.unit} />}
        {view.page === 'reorganisations' && <ReorganisationsPage key={view.unit} />}
        {view.page === 'people' && <PeoplePage key={view.unit} />}
        {view.page === 'audit' && <AuditPage key={view.unit} />}
        {view.page === 'overview' &&
          (unit ? (
            <Overview key={scoped} unit={unit} />
          ) : loading || foreignPlan ? (
            <OverviewLoading />
          ) : (
            error && <Failed error={error} retry={refresh} />
          ))}
      </ShownPath.Provider>
      {view.open && <ObligationDialog key={view.open} id={view.open} />}
    </main>
  );
}

/** As high as the content, so that nothing jumps. */
const OverviewLoading = () => (
  <div class="overview">
    <div class="section headline">
      <Loading rows={5} />
    </div>
    <div class="main">
      <div class="section">
        <Loading rows={10} />
      </div>
    </div>
    <div class="side">
      <div class="section">
        <Loading rows={4} />
      </div>
      <div class="section">
        <Loading rows={8} />
      </div>
    </div>
  </div>
);
