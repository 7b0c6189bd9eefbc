import { useEffect, useState } from 'preact/hooks';
import { PersonNameDocument, type ReformArea } from '../api/generated';
import { useResource } from '../api/resource';
import { t } from '../i18n';
import { Field } from '../obligation/Field';
import { reformAreas } from '../view/view';
import { actOf, optionalDay, type useForm } from './useForm';

type Form<F extends string> = ReturnType<typeof useForm<F>>;

/** Long enough to wait for the next letter. */
const typingMs = 250;

/** Suggestions of people for an id field. */
export const PeopleOptions = ({ id, people }: { id: string; people: readonly { id: string; name: string }[] | undefined }) => (
  <datalist id={id}>
    {people?.map((person) => (
      <option key={person.id} value={person.id}>
        {person.name}
      </option>
    ))}
  </datalist>
);

interface PersonFieldProps {
  form: Form<'person'>;
  /** The path of the API's errors about it. */
  path: string;
  /** Id of the list of people to choose from. */
  list: string;
}

/** A person by id; shows the name once it matches. */
export function PersonField({ form, path, list }: PersonFieldProps) {
  const id = form.texts.person.trim();
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(id), typingMs);
    return () => clearTimeout(timer);
  }, [id]);
  const found = useResource(PersonNameDocument, asked && asked === id ? { id: asked } : null).data;
  const hint = id === '' || !found ? t('grant.personHint') : found.person ? `= ${found.person.name}` : t('grant.unknown');
  return (
    <Field
      label={t('grant.person')}
      hint={hint}
      fault={form.missing && id === '' ? t('grant.needPerson') : undefined}
      input={{ type: 'text', name: 'person', maxLength: 100, list }}
      {...form.bind('person', path)}
    />
  );
}

interface DayFieldProps<F extends string> {
  form: Form<F>;
  name: F;
  label: string;
  path?: string;
  hint?: string;
  isNeeded?: boolean;
}

export function DayField<F extends string>({ form, name, label, path = name, hint, isNeeded }: DayFieldProps<F>) {
  const day = optionalDay(form.texts[name]);
  const isMissing = day === undefined || (isNeeded && day === null);
  return (
    <Field
      label={label}
      hint={hint}
      fault={form.missing && isMissing ? t('trigger.needDay') : undefined}
      input={{ type: 'day', name }}
      {...form.bind(name, path)}
    />
  );
}

/** The document for a grant, a delegation or an appointment. */
export function ActFields({ form }: { form: Form<'number' | 'issuedOn'> }) {
  const isHalf = actOf(form.texts.number, form.texts.issuedOn) === undefined;
  return (
    <>
      <Field
        label={t('grant.actNumber')}
        fault={form.missing && isHalf ? t('submit.needBoth') : undefined}
        input={{ type: 'text', maxLength: 500, name: 'number' }}
        {...form.bind('number', 'act.number')}
      />
      <Field label={t('grant.actIssuedOn')} input={{ type: 'day', name: 'issuedOn' }} {...form.bind('issuedOn', 'act.issuedOn')} />
    </>
  );
}

/** First and last day, and the document. */
export const TermFields = ({ form }: { form: Form<'from' | 'to' | 'number' | 'issuedOn'> }) => (
  <>
    <DayField form={form} name="from" label={t('grant.from')} hint={t('grant.fromHint')} />
    <DayField form={form} name="to" label={t('grant.to')} hint={t('grant.toHint')} />
    <ActFields form={form} />
  </>
);

interface TicksProps<T extends string> {
  legend: string;
  hint?: string;
  all: readonly T[];
  text: (one: T) => string;
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
}

/** Checkboxes for a few options. */
export function Ticks<T extends string>({ legend, hint, all, text, chosen, onChange }: TicksProps<T>) {
  return (
    <fieldset class="ticks">
      <legend>{legend}</legend>
      {hint && <p class="quiet">{hint}</p>}
      {all.map((one) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={chosen.includes(one)}
            onChange={(event) => onChange(all.filter((other) => (other === one ? event.currentTarget.checked : chosen.includes(other))))}
          />
          {text(one)}
        </label>
      ))}
    </fieldset>
  );
}

export const AreaTicks = (props: { chosen: readonly ReformArea[]; onChange: (chosen: ReformArea[]) => void }) => (
  <Ticks legend={t('people.areas')} hint={t('grant.areasHint')} all={reformAreas} text={(area) => t(`area.${area}`)} {...props} />
);
