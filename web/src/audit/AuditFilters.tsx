import { useEffect, useId, useState } from 'preact/hooks';
import { PersonNameDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { language, t } from '../i18n';
import { formatDay } from '../i18n/format';
import { DayInput } from '../ui/DayInput';
import type { AuditView } from '../view/view';

/** The days that the API takes. */
const [firstDay, lastDay] = ['1900-01-01', '2200-12-31'];

/** Whose changes, and of which days. */
export function AuditFilters({ people, name }: { people: string; name: string | undefined }) {
  const { view, go } = usePage();
  const { actor, from, to } = view.audit;
  const change = (changed: Partial<AuditView>) => go({ ...view, audit: { ...view.audit, after: undefined, ...changed } });
  return (
    <form class="filters" aria-label={t('audit.which')} onSubmit={(event) => event.preventDefault()}>
      <Actor actor={actor} name={name} people={people} onActor={(id) => change({ actor: id })} />
      <Day label={t('audit.from')} day={from} min={firstDay} max={to ?? lastDay} onDay={(day) => change({ from: day })} />
      <Day label={t('audit.to')} day={to} min={from ?? firstDay} max={lastDay} onDay={(day) => change({ to: day })} />
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
  /** What the record calls the person; not everybody may ask about everybody. */
  name: string | undefined;
  /** Id of the list of people to choose from. */
  people: string;
  onActor: (id: string | undefined) => void;
}

/** A person by id; the name is said once there is such a person. */
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

interface DayProps {
  label: string;
  day: string | undefined;
  min: string;
  max: string;
  onDay: (day: string | undefined) => void;
}

function Day({ label, day, min, max, onDay }: DayProps) {
  const id = useId();
  const written = day === undefined ? '' : formatDay(day);
  const [text, setText] = useState(written);
  const [fault, setFault] = useState<string | undefined>();
  useEffect(() => setText(written), [day, language.value]);
  const write = (next: string) => {
    setText(next);
    // An empty field is no day that would be told of: it takes the filter away.
    if (next.trim() === '' && day !== undefined) onDay(undefined);
  };
  return (
    <div class="choose">
      <label for={id}>{label}</label>
      <DayInput
        id={id}
        text={text}
        min={min}
        max={max}
        onText={write}
        onDay={(next) => next !== day && onDay(next)}
        onFault={setFault}
        invalid={fault !== undefined}
        describedBy={fault && `${id}-fault`}
      />
      {fault && (
        <p id={`${id}-fault`} class="fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
