import { useEffect, useId } from 'preact/hooks';
import { PeopleBelowDocument, PeoplePageDocument, type FocalRowFragment, type GrantRowFragment } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { Words } from '../obligation/Words';
import { List } from '../ui/List';
import { Section } from '../ui/Section';
import { Unanswered } from '../ui/States';
import { atUnit } from '../view/view';
import { PeopleOptions } from './fields';
import { AppointForm, GiveGrantForm, RegisterForm } from './GrantForms';
import { Mine } from './Mine';
import { actText, areasText, daysText } from './words';

/** Grants change seldom, and there is no stream of them. */
const askedEveryMs = 5_000;

/** Who may do what at the unit, and the viewer's own rights with their source. */
export function PeoplePage() {
  const { view } = usePage();
  const page = useResource(PeoplePageDocument, { id: view.unit });
  const people = useId();
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) page.refresh();
    }, askedEveryMs);
    return () => clearInterval(timer);
  }, [view.unit]);
  const { viewer, unit } = page.data ?? {};
  // The list of people is read only if needed.
  const isSignedIn = viewer?.person != null;
  const known = useResource(PeopleBelowDocument, isSignedIn && unit ? { under: unit.ancestors[0]?.id ?? unit.id } : null);
  if (!viewer || !unit) return <Unanswered of={page} rows={10} />;
  const mayGive = viewer.rights.includes('GRANT');
  const above = [...unit.ancestors].reverse();
  const grants = [...unit.grants, ...above.flatMap((one) => one.grants)];
  const agencies = [...unit.focalAgencies, ...above.flatMap((one) => one.focalAgencies)];
  const again = () => {
    page.refresh();
    known.refresh();
  };
  return (
    <div class="people">
      <PeopleOptions id={people} people={known.data?.people.nodes} />
      <Mine viewer={viewer} unit={unit} people={people} onDone={again} />
      <Section title={t('people.title')}>
        <List class="cards" none={t('people.none')}>
          {grants.map((grant) => (
            <GrantCard
              key={grant.id}
              grant={grant}
              here={unit.id}
              mayEnd={(mayGive && grant.unit.id === unit.id) || (isSignedIn && grant.delegatedBy?.id === viewer.person!.id)}
            />
          ))}
        </List>
        {mayGive && isSignedIn && (
          <div class="actions">
            <GiveGrantForm unit={unit.id} people={people} onDone={again} />
            <RegisterForm unit={unit.id} onDone={again} />
          </div>
        )}
      </Section>
      <Section title={t('people.agencies')}>
        <List class="cards" none={t('people.noAgency')}>
          {agencies.map((focal) => (
            <AgencyCard
              key={`${focal.unit.id} ${focal.agency.id} ${focal.from} ${focal.powers.join()} ${focal.reformAreas?.join()}`}
              focal={focal}
              here={unit.id}
              mayEnd={mayGive && focal.unit.id === unit.id}
            />
          ))}
        </List>
        {mayGive && (
          <div class="actions">
            <AppointForm unit={unit.id} onDone={again} />
          </div>
        )}
      </Section>
    </div>
  );
}

function GrantCard({ grant, here, mayEnd }: { grant: GrantRowFragment; here: string; mayEnd: boolean }) {
  const { view } = usePage();
  return (
    <li>
      <h3>
        {grant.person.name} <small>({grant.person.id})</small>
      </h3>
      <p>
        <strong>{t(`role.${grant.role}`)}</strong> · {areasText(grant.reformAreas)} · {daysText(grant)}
      </p>
      {grant.unit.id !== here && (
        <p>
          <a href={atUnit(view, grant.unit.id)}>{t('people.inherited', { unit: grant.unit.name })}</a>
        </p>
      )}
      <p class="quiet">
        {[grant.delegatedBy && t('people.delegatedBy', { name: grant.delegatedBy.name }), actText(grant.act)].filter(Boolean).join(' · ')}
      </p>
      {mayEnd && (
        <details>
          <summary>{t('endGrant.title')}</summary>
          <Words row={grant} action="endGrant" also={{ grant: grant.id }} class="danger" />
        </details>
      )}
    </li>
  );
}

function AgencyCard({ focal, here, mayEnd }: { focal: FocalRowFragment; here: string; mayEnd: boolean }) {
  const { view } = usePage();
  const id = `${focal.unit.id} ${focal.agency.id}`;
  return (
    <li>
      <h3>
        <a href={atUnit(view, focal.agency.id)}>{focal.agency.name}</a>
      </h3>
      <p>
        {focal.powers.map((power) => t(`power.${power}`)).join(', ')} · {areasText(focal.reformAreas)} · {daysText(focal)}
      </p>
      {focal.unit.id !== here && (
        <p>
          <a href={atUnit(view, focal.unit.id)}>{t('people.inherited', { unit: focal.unit.name })}</a>
        </p>
      )}
      <p class="quiet">{actText(focal.act)}</p>
      {mayEnd && (
        <details>
          <summary>{t('endAgency.title')}</summary>
          <Words row={{ id }} action="endAgency" also={{ unit: focal.unit.id, agency: focal.agency.id }} class="danger" />
        </details>
      )}
    </li>
  );
}
