import { sendings, sendNow } from '../api/commands';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';

/** Tells on every page that changes were sent whose outcome is unknown. */
export function PendingNotice() {
  const unknown = [...sendings.value.values()].filter((one) => one.is === 'unknown').length;
  if (unknown === 0) return null;
  return (
    <div class="notice" role="alert">
      <p>
        <strong>{t('send.pending', { count: formatCount(unknown) })}.</strong> {t('send.unknown')}
      </p>
      <button type="button" onClick={sendNow}>
        {t('send.tryNow')}
      </button>
    </div>
  );
}
