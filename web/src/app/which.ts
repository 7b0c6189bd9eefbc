import { t } from '../i18n';
import { formatDay } from '../i18n/format';
import type { Found } from './find';

/** The days on which a unit existed, as far as recorded; empty if unlimited. */
export const daysOf = ({ validFrom, validTo }: Pick<Found, 'validFrom' | 'validTo'>): string => {
  const [from, to] = [validFrom && formatDay(validFrom), validTo && formatDay(validTo)];
  if (from && to) return t('lineage.existed', { from, to });
  if (from) return t('lineage.since', { from });
  return to ? t('lineage.until', { to }) : '';
};

/** Distinguishes units of the same name: kind, units above except the root, and days. */
export const whichOf = (unit: Found): string =>
  [t(`kind.${unit.kind}`), ...unit.ancestors.slice(1).map((above) => above.name), daysOf(unit)].filter(Boolean).join(' · ');

/** The last day of an ended unit, shown after its name. */
export const endOf = ({ validTo }: { validTo?: string | null }): string =>
  validTo ? ` (${t('lineage.until', { to: formatDay(validTo) })})` : '';
