import { useState } from 'preact/hooks';
import type { FocalPower, GrantRowFragment, ReformArea, Role } from '../api/generated';
import { t } from '../i18n';
import { readDay } from '../i18n/days';
import { Field } from '../obligation/Field';
import { Send } from '../obligation/Send';
import { ApartForm } from '../ui/Apart';
import { Choice } from '../ui/Choice';
import { UnitChoice, type ChosenUnit } from '../unit/UnitChoice';
import { ActFields, AreaTicks, DayField, PersonField, TermFields, Ticks } from './fields';
import { roles } from './roles';
import { actOf, termOf, useForm } from './useForm';

interface UnitFormProps {
  unit: string;
  onDone: () => void;
}

const actFields = ['act.number', 'act.issuedOn'];
const noAct = { number: '', issuedOn: '' };
const powers = ['FOLLOW', 'ACCEPT', 'CHANGE_DUE', 'COLLECT_REPORTS', 'CHASE'] as const satisfies readonly FocalPower[];

/** Null, meaning all, if none is selected. */
const areasOf = (areas: ReformArea[]) => (areas.length > 0 ? areas : null);

export function GiveGrantForm({ unit, people, onDone }: UnitFormProps & { people: string }) {
  const form = useForm('grant', unit, { person: '', from: '', to: '', ...noAct });
  const [role, setRole] = useState<Role>('CLERK');
  const [areas, setAreas] = useState<ReformArea[]>([]);
  const send = async (event: Event) => {
    event.preventDefault();
    const [person, term] = [form.texts.person.trim(), termOf(form.texts)];
    if (await form.send(person && term ? { input: { person, role, unit, reformAreas: areasOf(areas), ...term } } : null)) onDone();
  };
  return (
    <ApartForm title={t('grant.title')} onSubmit={send}>
      <div class="grid">
        <PersonField form={form} path="person" list={people} />
        <Choice
          label={t('people.role')}
          value={role}
          options={roles}
          words={(one) => t(`role.${one}`)}
          onChange={(chosen) => {
            form.touch();
            setRole(chosen);
          }}
        />
        <TermFields form={form} />
      </div>
      <AreaTicks chosen={areas} onChange={setAreas} />
      <Send {...form.sending} text={t('grant.send')} class="primary" fields={['person', 'from', 'to', ...actFields]} />
    </ApartForm>
  );
}

/** Delegates one of the viewer's own grants. */
export function DelegateForm({ grant, people, onDone }: { grant: GrantRowFragment; people: string; onDone: () => void }) {
  const form = useForm('delegate', grant.id, { person: '', from: '', until: '', ...noAct });
  const send = async (event: Event) => {
    event.preventDefault();
    const { texts } = form;
    const [from, until, act] = [readDay(texts.from), readDay(texts.until), actOf(texts.number, texts.issuedOn)];
    const isWhole = texts.person.trim() !== '' && from && until && act !== undefined;
    if (await form.send(isWhole ? { grant: grant.id, to: texts.person.trim(), from, until, act } : null)) onDone();
  };
  return (
    <ApartForm title={t('delegate.title')} hint={t('delegate.hint')} onSubmit={send}>
      <div class="grid">
        <PersonField form={form} path="to" list={people} />
        <DayField form={form} name="from" label={t('grant.from')} isNeeded />
        <DayField form={form} name="until" label={t('grant.to')} isNeeded />
        <ActFields form={form} />
      </div>
      <Send {...form.sending} text={t('delegate.send')} fields={['to', 'from', 'until', ...actFields]} />
    </ApartForm>
  );
}

export function RegisterForm({ unit, onDone }: UnitFormProps) {
  const form = useForm('registerPerson', unit, { id: '', name: '', email: '', subject: '' });
  const send = async (event: Event) => {
    event.preventDefault();
    const [id, name, email, subject] = [form.texts.id, form.texts.name, form.texts.email, form.texts.subject].map((text) => text.trim());
    if (await form.send(id && name ? { input: { id, name, email: email || null, subject: subject || null } } : null)) onDone();
  };
  return (
    <ApartForm title={t('register.title')} hint={t('register.hint')} onSubmit={send}>
      <div class="grid">
        <Field
          label={t('register.id')}
          hint={t('register.idHint')}
          fault={form.missing ? t('register.need') : undefined}
          input={{ type: 'text', maxLength: 100, name: 'id' }}
          {...form.bind('id')}
        />
        <Field label={t('register.name')} input={{ type: 'text', maxLength: 500, name: 'name' }} {...form.bind('name')} />
        <Field label={t('register.email')} input={{ type: 'text', maxLength: 254, name: 'email' }} {...form.bind('email')} />
        <Field
          label={t('register.subject')}
          hint={t('register.subjectHint')}
          input={{ type: 'text', maxLength: 255, name: 'subject' }}
          {...form.bind('subject')}
        />
      </div>
      <Send {...form.sending} text={t('register.send')} fields={['id', 'name', 'email', 'subject']} />
    </ApartForm>
  );
}

export function AppointForm({ unit, onDone }: UnitFormProps) {
  const form = useForm('appoint', unit, { from: '', to: '', ...noAct });
  const [agency, setAgency] = useState<ChosenUnit | null>(null);
  const [chosen, setChosen] = useState<FocalPower[]>([]);
  const [areas, setAreas] = useState<ReformArea[]>([]);
  const send = async (event: Event) => {
    event.preventDefault();
    const term = termOf(form.texts);
    const isWhole = agency && chosen.length > 0 && term;
    if (await form.send(isWhole ? { unit, agency: agency.id, reformAreas: areasOf(areas), powers: chosen, ...term } : null)) {
      setAgency(null);
      onDone();
    }
  };
  return (
    <ApartForm title={t('appoint.title')} onSubmit={send}>
      <div class="grid">
        <UnitChoice
          label={t('appoint.agency')}
          under={unit}
          chosen={agency}
          onChoose={(found) => {
            form.touch();
            setAgency(found);
          }}
        />
        <TermFields form={form} />
      </div>
      <Ticks legend={t('people.powers')} all={powers} text={(power) => t(`power.${power}`)} chosen={chosen} onChange={setChosen} />
      <AreaTicks chosen={areas} onChange={setAreas} />
      {form.missing && (!agency || chosen.length === 0) && (
        <p class="fault" role="alert">
          {t('appoint.need')}
        </p>
      )}
      <Send {...form.sending} text={t('appoint.send')} fields={['from', 'to', ...actFields]} />
    </ApartForm>
  );
}
