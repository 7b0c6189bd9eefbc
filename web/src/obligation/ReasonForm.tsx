import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { Apart } from '../ui/Apart';
import { Words } from './Words';

/** Cancels an obligation, or reverses a submission, an acceptance or a cancellation. */
export const ReasonForm = ({ row, action }: { row: ShownRow; action: 'cancel' | 'withdraw' | 'reopen' | 'restore' }) => (
  <Apart title={t(`${action}.title`)} hint={t(`${action}.hint`)}>
    <Words row={row} action={action} class={action === 'cancel' ? 'danger' : undefined} />
  </Apart>
);
