import { t } from '../i18n';
import { today } from '../i18n/days';
import { formatDay } from '../i18n/format';
import type { Scope } from '../view/lists';

/** What the page is about, for where there is no room for its filters: on a phone, and on paper. */
export const scopeWords = ({ asOf, year, plan, kind, whose, tree }: Scope, isOfWork = false): string =>
  [
    formatDay(asOf ?? today()),
    year === undefined ? t('filter.allYears') : `${t('filter.year')} ${year}`,
    plan ? `${t('filter.plan')} ${plan}` : t('filter.allPlans'),
    ...(isOfWork
      ? []
      : [t(`obligationKind.${kind}`), `${t('filter.scope')}: ${t(`scope.${whose}`)}`, ...(tree ? [t(`tree.${tree}`)] : [])]),
  ].join(' · ');
