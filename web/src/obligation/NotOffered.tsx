import { RightsHereDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { t } from '../i18n';
import { reasonsOf, type Standing } from './allowed';

interface NotOfferedProps extends Pick<Standing, 'status' | 'actions' | 'path' | 'handedInBy'> {
  unit: { id: string; name: string };
}

/** Actions possible in this state but not for the viewer, each with a one-line reason. */
export function NotOffered({ unit, ...standing }: NotOfferedProps) {
  const viewer = useResource(RightsHereDocument, { unit: unit.id }).data?.viewer;
  if (!viewer) return null;
  const reasons = reasonsOf({ ...standing, rights: viewer.rights, grants: viewer.grants, viewer: viewer.person?.id });
  if (reasons.length === 0) return null;
  return (
    <section class="action apart not-offered" aria-label={t('why.title')}>
      <h3>{t('why.title')}</h3>
      <ul>
        {reasons.map(({ action, why, right }) => (
          <li key={action}>
            <strong>{t(`doing.${action}`)}:</strong> {t(`why.${why}`, { right: t(`right.${right}`), unit: unit.name })}
          </li>
        ))}
      </ul>
    </section>
  );
}
