import { FirstPlansDocument, ReorganisationsHereDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { addressOf } from '../view/view';
import { yearsOfShipped } from './shipped';

/** A day in the middle of a plan's year, with meaningful figures. */
const shownDay = '2013-10-01';

/** Explains on a new installation that the initial plans are old, so that everything is overdue. */
export function FirstLook() {
  const { view } = usePage();
  const years = yearsOfShipped(useResource(FirstPlansDocument, { unit: view.unit }).data?.unit?.relatedPlans ?? []);
  const isShown = years !== undefined && !view.scope.asOf;
  const drafted = useResource(ReorganisationsHereDocument, isShown ? { unit: view.unit } : null).data?.reorganisations;
  if (!isShown) return null;
  const draft = drafted?.find((one) => one.status === 'DRAFT' && one.carrier.id === view.unit);
  return (
    <aside class="first-look" aria-label={t('first.title')}>
      <p>
        <strong>{t('first.title')}</strong> {t('first.shipped', { from: years[0], to: years[1] })}
      </p>
      <p>
        <a href={addressOf({ ...view, scope: { ...view.scope, year: 2013, asOf: shownDay } })}>{t('first.then')}</a> · {t('first.load')}
      </p>
      {draft && (
        <p>
          {t('first.reorganise')}{' '}
          <a href={addressOf({ ...view, page: 'reorganisations', planShown: draft.id })} lang="vi">
            {draft.title}
          </a>
        </p>
      )}
    </aside>
  );
}
