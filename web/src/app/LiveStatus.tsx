import { connection, connectNow } from '../api/live';
import { t } from '../i18n';
import { formatTime } from '../i18n/format';

/** Whether the page receives live changes. */
export function LiveStatus() {
  const now = connection.value;
  return (
    <span class={`live ${now.state}`} role="status">
      <i aria-hidden="true" />
      <span>
        {now.state === 'cut' ? t('live.cut', { time: formatTime(now.since) }) : t(now.state === 'live' ? 'live.live' : 'live.connecting')}
      </span>
    </span>
  );
}

/** Warns above the page that its figures are old, and since when. */
export function CutNotice() {
  const now = connection.value;
  if (now.state !== 'cut') return null;
  return (
    <div class="notice cut" role="alert">
      <p>
        <strong>{t('live.cut', { time: formatTime(now.since) })}.</strong> {t('live.cutHint')}
      </p>
      <button type="button" onClick={connectNow}>
        {t('live.retry')}
      </button>
    </div>
  );
}
