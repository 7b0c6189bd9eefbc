import type { PeoplePageQuery } from '../api/generated';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { List } from '../ui/List';
import { Section } from '../ui/Section';
import { Empty } from '../ui/States';
import { atUnit } from '../view/view';
import { DelegateForm } from './GrantForms';
import { originsOf, rightsOf } from './roles';
import { actText, areasText, daysText, rightsText } from './words';

interface MineProps {
  viewer: PeoplePageQuery['viewer'];
  unit: NonNullable<PeoplePageQuery['unit']>;
  people: string;
  onDone: () => void;
}

/** The viewer's own grants with their rights, and the source of each right here. */
export function Mine({ viewer, unit, people, onDone }: MineProps) {
  const { view } = usePage();
  const path = [...unit.ancestors.map((above) => above.id), unit.id];
  return (
    <Section title={t('mine.title')} class="mine">
      {!viewer.person ? (
        <Empty text={t('mine.signedOut')} />
      ) : (
        <>
          <List class="cards" none={t('mine.none')}>
            {viewer.grants.map((grant) => (
              <li key={grant.id}>
                <h3>{t(`role.${grant.role}`)}</h3>
                <p>
                  <a href={atUnit(view, grant.unit.id)}>{grant.unit.name}</a>
                </p>
                <p>{t('mine.means', { rights: rightsText(rightsOf[grant.role]) })}</p>
                <p class="quiet">
                  {[
                    areasText(grant.reformAreas),
                    daysText(grant),
                    grant.delegatedBy && t('people.delegatedBy', { name: grant.delegatedBy.name }),
                    actText(grant.act),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
                {!grant.delegatedBy && <DelegateForm grant={grant} people={people} onDone={onDone} />}
              </li>
            ))}
          </List>
          <h3>{t('mine.here', { unit: unit.name })}</h3>
          {viewer.rights.length === 0 ? (
            <Empty text={t('mine.nothingHere')} />
          ) : (
            <dl class="facts">
              {originsOf(viewer.rights, viewer.grants, path).map(({ right, from }) => (
                <div key={right}>
                  <dt>{t(`right.${right}`)}</dt>
                  <dd>
                    {from.length > 0
                      ? from.map((grant) => t('mine.because', { role: t(`role.${grant.role}`), unit: grant.unit.name })).join('; ')
                      : t('mine.byAgency')}
                  </dd>
                </div>
              ))}
            </dl>
          )}
          <p class="quiet">{t('mine.below')}</p>
        </>
      )}
    </Section>
  );
}
