import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { Words } from './Words';

/** Ends an obligation that need not be met any more. It stands apart and wants a reason. */
export const CancelForm = ({ row }: { row: ShownRow }) => (
  <details class="action apart">
    <summary>{t('cancel.title')}</summary>
    <p class="quiet">{t('cancel.hint')}</p>
    <Words
      row={row}
      action="cancel"
      title={t('cancel.title')}
      path="reason"
      label={t('cancel.reason')}
      button={t('cancel.send')}
      needed={t('cancel.needReason')}
      class="danger"
    />
  </details>
);
