import { ReorganisationsHereDocument, type ReorganisationsHereQuery } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatDay } from '../i18n/format';
import { Apart } from '../ui/Apart';
import { List } from '../ui/List';
import { Section } from '../ui/Section';
import { Unanswered } from '../ui/States';
import { addressOf } from '../view/view';
import { DraftForm } from './DraftForm';
import { emptyForm } from './form';
import { ReorganisationPage } from './ReorganisationPage';

/** The reorganisations of a unit, or one of them. */
export function ReorganisationsPage() {
  const { view } = usePage();
  return view.planShown ? <ReorganisationPage key={view.planShown} id={view.planShown} /> : <Reorganisations />;
}

type Named = ReorganisationsHereQuery['reorganisations'][number];

/** Long enough to be unique. */
const newId = (): string => `sx-${crypto.randomUUID().slice(0, 13)}`;

function Reorganisations() {
  const { view, go } = usePage();
  const here = useResource(ReorganisationsHereDocument, { unit: view.unit });
  const { viewer, unit, reorganisations } = here.data ?? {};
  return (
    <Section title={t('reorganisations.title')} class="reorganisations">
      {!viewer || !reorganisations ? (
        <Unanswered of={here} rows={4} />
      ) : (
        <>
          <p class="quiet">{t('reorganisations.hint')}</p>
          <List class="cards" none={t('reorganisations.none')}>
            {reorganisations.map((one) => (
              <Card key={one.id} one={one} />
            ))}
          </List>
          {unit && viewer.rights.includes('REGISTER_UNITS') && (
            <Apart title={t('reorganisations.draft')}>
              <DraftForm
                carrier={unit}
                name={`reorganisation ${unit.id}`}
                usual={() => emptyForm(newId())}
                onDone={(id) => go({ ...view, planShown: id })}
              />
            </Apart>
          )}
        </>
      )}
    </Section>
  );
}

function Card({ one }: { one: Named }) {
  const { view } = usePage();
  return (
    <li>
      <h3>
        <a href={addressOf({ ...view, unit: one.carrier.id, planShown: one.id })} lang="vi">
          {one.title}
        </a>
      </h3>
      <p>
        <span class={`badge ${one.status}`}>{t(`reorganisationStatus.${one.status}`)}</span>{' '}
        {one.status === 'RUNNING' || one.status === 'UNDOING'
          ? t('reorganisations.steps', { done: one.steps.done, total: one.steps.total })
          : t('reorganisations.effective', { day: formatDay(one.effectiveOn) })}
      </p>
      <p class="quiet">
        {t('reorganisations.act', { number: one.act.number, day: formatDay(one.act.issuedOn) })}
        {one.carrier.id !== view.unit && ` · ${one.carrier.name}`}
      </p>
    </li>
  );
}
