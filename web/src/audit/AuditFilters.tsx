import { useId } from 'preact/hooks';
import { PersonNameDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { DayChoice } from '../ui/DayChoice';
import type { AuditView } from '../view/view';

/** The range of days that the API accepts. */
const [firstDay, lastDay] = ['1900-01-01', '2200-12-31'];

/** Filters by person and days. */
export function AuditFilters({ people, name }: { people: string; name: string | undefined }) {
  const { view, go } = usePage();
  const { actor, from, to } = view.audit;
  const change = (changed: Partial<AuditView>) => go({ ...view, audit: { ...view.audit, after: undefined, ...changed } });
  const bind = (name: 'from' | 'to') => {
    const day = view.audit[name];
    // An empty field removes the filter.
    return { day, onDay: (next: string) => next !== day && change({ [name]: next }), onNone: () => day && change({ [name]: undefined }) };
  };
  return (
    <form class="filters" aria-label={t('audit.which')} onSubmit={(event) => event.preventDefault()}>
      <Actor actor={actor} name={name} people={people} onActor={(id) => change({ actor: id })} />
      <DayChoice label={t('audit.from')} min={firstDay} max={to ?? lastDay} {...bind('from')} />
      <DayChoice label={t('audit.to')} min={from ?? firstDay} max={lastDay} {...bind('to')} />
      {(actor ?? from ?? to) !== undefined && (
        <button type="button" onClick={() => change({ actor: undefined, from: undefined, to: undefined })}>
          {t('filter.clear')}
        </button>
      )}
    </form>
  );
}

interface ActorProps {
  actor: string | undefined;
  /** The person's name in the record, since not everybody may look people up. */
  name: string | undefined;
  /** Id of the list of people to choose from. */
  people: string;
  onActor: (id: string | undefined) => void;
}

/** A person by id; shows the name once it matches. */
function Actor({ actor, name, people, onActor }: ActorProps) {
  const id = useId();
  const found = useResource(PersonNameDocument, actor === undefined ? null : { id: actor }).data;
  const known = name ?? found?.person?.name;
  const hint = actor === undefined || !(known ?? found) ? t('audit.actorHint') : known ? `= ${known}` : t('audit.unknown');
  return (
    <div class="choose wide">
      <label for={id}>{t('audit.actor')}</label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        maxLength={100}
        list={people}
        value={actor ?? ''}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onActor(event.currentTarget.value.trim() || undefined)}
      />
      <p id={`${id}-hint`} class="quiet">
        {hint}
      </p>
    </div>
  );
}
