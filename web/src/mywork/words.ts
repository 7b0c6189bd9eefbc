import type { OutcomeFragment } from '../api/generated';
import { t } from '../i18n';

const codes = ['CONFLICT', 'FORBIDDEN', 'NOT_FOUND', 'INVALID', 'UNAVAILABLE'] as const;

/** Why one of many was refused: in the page's language if possible, otherwise the API's message. */
export function refusalWords({ code, refusal }: Pick<OutcomeFragment, 'code' | 'refusal'>): string {
  return `${t(`outcome.${codes.find((one) => one === code) ?? 'OTHER'}`)} (${refusal})`;
}
