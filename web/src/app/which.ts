import { t } from '../i18n';
import { formatDay } from '../i18n/format';
import type { Found } from './find';

/** From when to when a unit existed, as far as that is recorded; empty for one that always did. */
export const daysOf = ({ validFrom, validTo }: Pick<Found, 'validFrom' | 'validTo'>): string => {
  const [from, to] = [validFrom && formatDay(validFrom), validTo && formatDay(validTo)];
  if (from && to) return t('lineage.existed', { from, to });
  if (from) return t('lineage.since', { from });
  return to ? t('lineage.until', { to }) : '';
};

/** Which of several units of one name it is: what it is, the units above but the root, and its days. */
export const whichOf = (unit: Found): string =>
  [t(`kind.${unit.kind}`), ...unit.ancestors.slice(1).map((above) => above.name), daysOf(unit)].filter(Boolean).join(' · ');

/** The last day of a unit that has ended, to stand behind its name. */
export const endOf = ({ validTo }: { validTo?: string | null }): string =>
  validTo ? ` (${t('lineage.until', { to: formatDay(validTo) })})` : '';
