import { useState } from 'preact/hooks';
import { tokenState, useToken } from '../api/token';
import { t } from '../i18n';
import { Dialog } from '../ui/Dialog';

/** Asks for a token where the server wants one. */
export function TokenDialog() {
  const [value, setValue] = useState('');
  const state = tokenState.value;
  if (state === 'fine') return null;
  const send = (event: Event) => {
    event.preventDefault();
    if (value.trim() !== '') useToken(value.trim());
  };
  return (
    <Dialog title={t('token.title')} class="small">
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
    </Dialog>
  );
}
