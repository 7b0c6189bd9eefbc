import { t } from '../i18n';

/** Holds the place of what is on its way, as high as that will be. */
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

export const Empty = ({ text }: { text: string }) => <p class="empty">{text}</p>;
