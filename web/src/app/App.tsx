import { ErrorBoundary, LocationProvider, useLocation } from 'preact-iso';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { RootsDocument, type Role } from '../api/generated';
import { useResource } from '../api/resource';
import { PendingNotice } from '../obligation/PendingNotice';
import { t } from '../i18n';
import { Failed, Loading } from '../ui/States';
import { UnitPage } from '../unit/UnitPage';
import { addressOf, parseView } from '../view/view';
import { PageContext, type Page } from './context';
import { Header } from './Header';
import { CutNotice } from './LiveStatus';
import { TokenDialog } from './TokenDialog';

/** Other addresses of the server, such as the API, are opened by the browser. */
const ownAddresses = /^\/(units\/.*)?(\?.*)?$/;

export function App() {
  const [crashed, setCrashed] = useState(false);
  return (
    <LocationProvider scope={ownAddresses}>
      <Header />
      {crashed ? (
        <main id="main" class="page">
          <p role="alert">{t('state.crashed')}</p>
          <button type="button" onClick={() => location.reload()}>
            {t('state.reload')}
          </button>
        </main>
      ) : (
        <ErrorBoundary
          onError={(fault) => {
            console.error(fault);
            setCrashed(true);
          }}
        >
          <Views />
        </ErrorBoundary>
      )}
      <div class="notices">
        <CutNotice />
        <PendingNotice />
      </div>
      <TokenDialog />
    </LocationProvider>
  );
}

function Views() {
  const { path, url, route } = useLocation();
  const page = useMemo<Page | null>(() => {
    const view = parseView(path, url.includes('?') ? url.slice(url.indexOf('?')) : '');
    return view && { view, go: (next, replace) => route(addressOf(next), replace) };
  }, [url]);
  if (page)
    return (
      <PageContext.Provider value={page}>
        <UnitPage />
      </PageContext.Provider>
    );
  return path === '/' ? <Start /> : <NotFound />;
}

/** Roles that report, submit or accept start with the work; the others with the figures. */
const working: readonly Role[] = ['CLERK', 'HEAD', 'SUPERVISOR'];

/** Starts at the highest unit where the person has a grant; otherwise at the topmost one. */
function Start() {
  const { route } = useLocation();
  const { data, error, refresh } = useResource(RootsDocument, {});
  const first = data && ((data.viewer.person && data.viewer.units[0]) || data.root[0]);
  useEffect(() => {
    if (!first) return;
    const isWorking = data.viewer.grants.some((grant) => grant.unit.id === first.id && working.includes(grant.role));
    route(`/units/${encodeURIComponent(first.id)}${isWorking ? '/work' : ''}`, true);
  }, [first?.id]);
  return (
    <main id="main" class="page">
      {error ? <Failed error={error} retry={refresh} /> : <Loading rows={8} />}
    </main>
  );
}

const NotFound = () => (
  <main id="main" class="page">
    <h1>{t('app.notFound')}</h1>
    <p>
      <a href="/">{t('app.home')}</a>
    </p>
  </main>
);
