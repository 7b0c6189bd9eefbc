import { t } from '../i18n';
import { today } from '../i18n/days';
import { formatDay } from '../i18n/format';
import type { Scope } from '../view/lists';
import type { Page } from '../view/view';

/** The page's filters as text, for phones and paper. */
export const scopeWords = ({ asOf, year, plan, kind, whose, tree }: Scope, page: Page = 'overview'): string =>
  [
    formatDay(asOf ?? today()),
    ...(year !== undefined ? [`${t('filter.year')} ${year}`] : page === 'reports' ? [] : [t('filter.allYears')]),
    ...(page === 'reports' ? [] : [plan ? `${t('filter.plan')} ${plan}` : t('filter.allPlans')]),
    ...(page === 'work' || page === 'reports' ? [] : [t(`obligationKind.${kind}`), `${t('filter.scope')}: ${t(`scope.${whose}`)}`]),
    ...(tree && page !== 'work' ? [t(`tree.${tree}`)] : []),
  ].join(' · ');
