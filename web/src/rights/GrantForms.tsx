import { useState } from 'preact/hooks';
import type { FocalPower, GrantRowFragment, ReformArea, Role } from '../api/generated';
import { t } from '../i18n';
import { readDay } from '../i18n/days';
import { Field } from '../obligation/Field';
import { Outcome } from '../obligation/Outcome';
import { SendButton } from '../obligation/SendButton';
import { Apart } from '../ui/Apart';
import { Choice } from '../ui/Choice';
import { UnitChoice, type ChosenUnit } from '../unit/UnitChoice';
import { ActFields, AreaTicks, DayField, PersonField, Ticks } from './fields';
import { roles } from './roles';
import { actOf, optionalDay, useForm } from './useForm';

interface UnitFormProps {
  unit: string;
  onDone: () => void;
}

const actFields = ['act.number', 'act.issuedOn'];
const noAct = { number: '', issuedOn: '' };
const powers = ['FOLLOW', 'ACCEPT', 'CHANGE_DUE', 'COLLECT_REPORTS', 'CHASE'] as const satisfies readonly FocalPower[];

/** Null, which is all, where none is chosen. */
const areasOf = (areas: ReformArea[]) => (areas.length > 0 ? areas : null);

export function GiveGrantForm({ unit, people, onDone }: UnitFormProps & { people: string }) {
  const form = useForm('grant', unit, { person: '', from: '', to: '', ...noAct });
  const [role, setRole] = useState<Role>('CLERK');
  const [areas, setAreas] = useState<ReformArea[]>([]);
  const send = async (event: Event) => {
    event.preventDefault();
    const { texts } = form;
    const [from, to, act] = [optionalDay(texts.from), optionalDay(texts.to), actOf(texts.number, texts.issuedOn)];
    const isWhole = texts.person.trim() !== '' && from !== undefined && to !== undefined && act !== undefined;
    const input = { person: texts.person.trim(), role, unit, reformAreas: areasOf(areas), from, to, act };
    if (await form.send(isWhole ? { input } : null)) onDone();
  };
  return (
    <Apart title={t('grant.title')}>
      <form onSubmit={(event) => void send(event)} aria-label={t('grant.title')}>
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
          <DayField form={form} name="from" label={t('grant.from')} hint={t('grant.fromHint')} />
          <DayField form={form} name="to" label={t('grant.to')} hint={t('grant.toHint')} />
          <ActFields form={form} />
        </div>
        <AreaTicks chosen={areas} onChange={setAreas} />
        <p class="buttons">
          <SendButton text={t('grant.send')} busy={form.busy} class="primary" />
        </p>
        <Outcome action="grant" obligation={unit} fields={['person', 'from', 'to', ...actFields]} />
      </form>
    </Apart>
  );
}

/** Passes one of the viewer's own grants on. */
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
    <Apart title={t('delegate.title')} hint={t('delegate.hint')}>
      <form onSubmit={(event) => void send(event)} aria-label={t('delegate.title')}>
        <div class="grid">
          <PersonField form={form} path="to" list={people} />
          <DayField form={form} name="from" label={t('grant.from')} isNeeded />
          <DayField form={form} name="until" label={t('grant.to')} isNeeded />
          <ActFields form={form} />
        </div>
        <p class="buttons">
          <SendButton text={t('delegate.send')} busy={form.busy} />
        </p>
        <Outcome action="delegate" obligation={grant.id} fields={['to', 'from', 'until', ...actFields]} />
      </form>
    </Apart>
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
    <Apart title={t('register.title')} hint={t('register.hint')}>
      <form onSubmit={(event) => void send(event)} aria-label={t('register.title')}>
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
        <p class="buttons">
          <SendButton text={t('register.send')} busy={form.busy} />
        </p>
        <Outcome action="registerPerson" obligation={unit} fields={['id', 'name', 'email', 'subject']} />
      </form>
    </Apart>
  );
}

export function AppointForm({ unit, onDone }: UnitFormProps) {
  const form = useForm('appoint', unit, { from: '', to: '', ...noAct });
  const [agency, setAgency] = useState<ChosenUnit | null>(null);
  const [chosen, setChosen] = useState<FocalPower[]>([]);
  const [areas, setAreas] = useState<ReformArea[]>([]);
  const send = async (event: Event) => {
    event.preventDefault();
    const { texts } = form;
    const [from, to, act] = [optionalDay(texts.from), optionalDay(texts.to), actOf(texts.number, texts.issuedOn)];
    const isWhole = agency && chosen.length > 0 && from !== undefined && to !== undefined && act !== undefined;
    const input = isWhole ? { unit, agency: agency.id, reformAreas: areasOf(areas), powers: chosen, from, to, act } : null;
    if (await form.send(input)) {
      setAgency(null);
      onDone();
    }
  };
  return (
    <Apart title={t('appoint.title')}>
      <form onSubmit={(event) => void send(event)} aria-label={t('appoint.title')}>
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
          <DayField form={form} name="from" label={t('grant.from')} hint={t('grant.fromHint')} />
          <DayField form={form} name="to" label={t('grant.to')} hint={t('grant.toHint')} />
          <ActFields form={form} />
        </div>
        <Ticks legend={t('people.powers')} all={powers} text={(power) => t(`power.${power}`)} chosen={chosen} onChange={setChosen} />
        <AreaTicks chosen={areas} onChange={setAreas} />
        {form.missing && (!agency || chosen.length === 0) && (
          <p class="fault" role="alert">
            {t('appoint.need')}
          </p>
        )}
        <p class="buttons">
          <SendButton text={t('appoint.send')} busy={form.busy} />
        </p>
        <Outcome action="appoint" obligation={unit} fields={['from', 'to', ...actFields]} />
      </form>
    </Apart>
  );
}
