import type { GrantRowFragment, ReformArea, Right } from '../api/generated';
import { t } from '../i18n';
import { formatDay } from '../i18n/format';

export const areasText = (areas: readonly ReformArea[] | null | undefined): string =>
  areas ? areas.map((area) => t(`areaShort.${area}`)).join(', ') : t('people.allAreas');

export const daysText = ({ from, to }: { from: string; to?: string | null }): string =>
  to ? t('people.fromTo', { from: formatDay(from), to: formatDay(to) }) : t('people.since', { from: formatDay(from) });

export const rightsText = (rights: readonly Right[]): string => rights.map((right) => t(`right.${right}`)).join(', ');

export const actText = (act: GrantRowFragment['act']): string =>
  act ? `${act.number} ${t('obligation.issued', { day: formatDay(act.issuedOn) })}` : '';
