import { isOfObligations, keyOf, sendings, type Action } from '../api/commands';
import { Refused } from '../api/errors';
import { t } from '../i18n';
import { concerns } from './Field';

export function useSending(action: Action, obligation: string) {
  const sending = sendings.value.get(keyOf(action, obligation));
  return {
    busy: sending?.is === 'sending' || sending?.is === 'unknown',
    error: sending?.is === 'refused' ? sending.error : undefined,
    sending,
  };
}

/** The outcome as text. Errors of a field are shown there, all others here. */
export function Outcome({ action, obligation, fields }: { action: Action; obligation: string; fields: string[] }) {
  const { sending, error } = useSending(action, obligation);
  if (!sending) return null;
  if (error)
    return fields.some((field) => concerns(error, field)) ? null : (
      <p class="fault" role="alert">
        {wordsOf(action, error)}
      </p>
    );
  const text = sending.is === 'sending' ? t('send.sending') : sending.is === 'unknown' ? t('send.unknown') : t('send.done');
  return (
    <p role="status" class={sending.is}>
      {text}
    </p>
  );
}

const reasons = [
  'LAST_ADMIN',
  'ABOVE_OWN_RIGHTS',
  'DELEGATION_CHAIN',
  'SAME_PERSON',
  'SPLIT_UNASSIGNED',
  'UNDO_BLOCKED',
  'PERIOD_NOT_OPEN',
  'ALREADY_SIGNED',
  'ROWS_MISSING',
  'STALE_REVISION',
  'NOT_A_REPORTER',
  'ALREADY_VERIFIED',
] as const;

function wordsOf(action: Action, error: Refused): string {
  const reason = reasons.find((one) => one === error.reason);
  if (reason) return `${t(`refusal.${reason}`)} (${error.message})`;
  if (error.code === 'FORBIDDEN') return `${t('send.forbidden')} (${error.message})`;
  if (error.code === 'CONFLICT' && isOfObligations(action)) return `${t('send.conflict')} (${error.message})`;
  return `${t('send.refused')}: ${error.message}`;
}
