import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { Words } from './Words';

/** Takes a decision back, with a reason: what was handed in, accepted or cancelled. */
export const UndoForm = ({ row, action }: { row: ShownRow; action: 'withdraw' | 'reopen' | 'restore' }) => (
  <details class="action apart">
    <summary>{t(`${action}.title`)}</summary>
    <p class="quiet">{t(`${action}.hint`)}</p>
    <Words
      row={row}
      action={action}
      title={t(`${action}.title`)}
      path="reason"
      label={t(`${action}.reason`)}
      button={t(`${action}.send`)}
      needed={t(`${action}.needReason`)}
    />
  </details>
);
