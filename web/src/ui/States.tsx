import { t } from '../i18n';

/** A placeholder as high as the content being loaded. */
export function Loading({ rows = 4 }: { rows?: number }) {
  return (
    <div class="loading" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} class="bone" />
      ))}
    </div>
  );
}

export function Failed({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <div class="failed" role="alert">
      <p>
        <strong>{t('state.failed')}</strong>
      </p>
      <p class="quiet">{error.message}</p>
      <button type="button" onClick={retry}>
        {t('state.retry')}
      </button>
    </div>
  );
}

/** Shown in place of a missing answer: failed or loading. */
export const Unanswered = ({ of, rows }: { of: { error?: Error | undefined; refresh: () => void }; rows: number }) =>
  of.error ? <Failed error={of.error} retry={of.refresh} /> : <Loading rows={rows} />;

export const Empty = ({ text }: { text: string }) => <p class="empty">{text}</p>;
