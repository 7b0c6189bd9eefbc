import { useEffect, useState } from 'preact/hooks';
import { InstallationDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { hasSession, learnPerson, person, signOut } from '../api/session';
import { entries, forgetToken, token } from '../api/token';
import { language, speak, t } from '../i18n';
import { Icon } from '../ui/Icon';
import { installationName } from './installation';
import { LiveStatus } from './LiveStatus';
import { Search } from './Search';
import { switchTheme, theme } from './theme';

export function Header() {
  const other = language.value === 'vi' ? 'en' : 'vi';
  const name = useResource(InstallationDocument, {}).data?.installation.name ?? null;
  useEffect(() => {
    installationName.value = name;
  }, [name]);
  return (
    <header class="top">
      <a class="skip" href="#main">
        {t('app.skip')}
      </a>
      <a class="brand" href="/">
        <Emblem />
        <span>
          <strong>{t('app.name')}</strong>
          <small>{name ?? t('app.subtitle')}</small>
        </span>
      </a>
      <Search />
      <div class="tools">
        <LiveStatus />
        <button
          type="button"
          class="plain"
          lang={other}
          onClick={() => speak(other)}
          aria-label={`${other.toUpperCase()}: ${t('app.languageLabel')}`}
          title={t('app.languageLabel')}
        >
          {other.toUpperCase()}
        </button>
        <button
          type="button"
          class="plain"
          onClick={switchTheme}
          aria-label={t(theme.value === 'dark' ? 'app.themeLight' : 'app.themeDark')}
          title={t(theme.value === 'dark' ? 'app.themeLight' : 'app.themeDark')}
        >
          <Icon name={theme.value === 'dark' ? 'sun' : 'moon'} />
        </button>
        <Who />
      </div>
    </header>
  );
}

/** The person signed in, and the way to sign out. */
function Who() {
  const [failed, setFailed] = useState(false);
  const entry = entries.value;
  useEffect(() => {
    const aborter = new AbortController();
    // A missing answer is reported elsewhere on the page.
    learnPerson(aborter.signal).catch(() => {});
    return () => aborter.abort();
  }, [entry]);
  const leave = () => {
    setFailed(false);
    signOut().catch(() => setFailed(true));
  };
  return (
    <>
      {person.value && (
        <span class="who" title={t('session.who', { name: person.value.name })}>
          {person.value.name}
        </span>
      )}
      {failed && <span role="alert">{t('session.stillIn')}</span>}
      {(hasSession() || token.value !== null) && (
        <button type="button" class="plain" onClick={hasSession() ? leave : forgetToken}>
          {t(hasSession() ? 'session.leave' : 'token.forget')}
        </button>
      )}
    </>
  );
}

/** A tree of three levels with its sum at the top. */
const Emblem = () => (
  <svg class="emblem" viewBox="0 0 32 32" aria-hidden="true">
    <path d="M16 9v6M7 21v-4a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v4" fill="none" stroke="currentColor" stroke-width="2" />
    <circle cx="16" cy="6.5" r="4.5" fill="var(--accent)" />
    <circle cx="7" cy="24.5" r="3.5" fill="currentColor" />
    <circle cx="16" cy="24.5" r="3.5" fill="currentColor" />
    <circle cx="25" cy="24.5" r="3.5" fill="currentColor" />
    <path d="M16 15v6" stroke="currentColor" stroke-width="2" />
  </svg>
);
