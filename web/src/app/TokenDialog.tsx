import { useEffect, useState } from 'preact/hooks';
import { person, tryAgain } from '../api/session';
import { signInAt, tokenState, useToken } from '../api/token';
import { t } from '../i18n';
import { Dialog } from '../ui/Dialog';

/** Interval of the check for a sign-in in another tab. */
const lookMs = 2_000;

/** Asks for a sign-in or a token if the server requires one. Input on the page behind is kept. */
export function TokenDialog() {
  const state = tokenState.value;
  if (state === 'fine') return null;
  const before = person.value;
  if (signInAt.value === null || state === 'wrong')
    return (
      <Dialog title={t('token.title')} class="small">
        {/* A closed connection does not tell the sign-in address; an answer does. */}
        {before && state === 'needed' && <Look />}
        <TokenForm />
      </Dialog>
    );
  // An empty page may be left; any other stays while another tab signs in.
  const back = before ? '/signed-in' : location.pathname + location.search;
  return (
    <Dialog title={t(before ? 'session.ended' : 'session.title')} class="small">
      <Look />
      <p>{t(before ? 'session.endedHint' : 'session.needed')}</p>
      <p class="buttons">
        <a class="button primary" href={`${signInAt.value}?return=${encodeURIComponent(back)}`} target={before ? '_blank' : undefined}>
          {t(before ? 'session.again' : 'session.enter')}
        </a>
      </p>
      <details>
        <summary>{t('session.byToken')}</summary>
        <TokenForm />
      </details>
    </Dialog>
  );
}

/** Continues as soon as somebody has signed in. */
function Look() {
  useEffect(() => {
    const aborter = new AbortController();
    const look = async () => {
      while (!aborter.signal.aborted && !(await tryAgain(aborter.signal))) await new Promise((done) => setTimeout(done, lookMs));
    };
    void look();
    return () => aborter.abort();
  }, []);
  return null;
}

function TokenForm() {
  const [value, setValue] = useState('');
  const state = tokenState.value;
  const send = (event: Event) => {
    event.preventDefault();
    if (value.trim() !== '') useToken(value.trim());
  };
  return (
    <form onSubmit={send}>
      <p id="token-hint">{t('token.needed')}</p>
      <label class="field">
        <span>{t('token.label')}</span>
        <input
          type="password"
          autocomplete="current-password"
          required
          value={value}
          onInput={(e) => setValue(e.currentTarget.value)}
          aria-invalid={state === 'wrong'}
          aria-describedby={state === 'wrong' ? 'token-wrong' : 'token-hint'}
        />
      </label>
      {state === 'wrong' && (
        <p id="token-wrong" class="fault" role="alert">
          {t('token.wrong')}
        </p>
      )}
      <p class="buttons">
        <button type="submit" class="primary">
          {t('token.send')}
        </button>
      </p>
    </form>
  );
}
