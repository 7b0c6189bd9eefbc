import { useMemo, useState } from 'preact/hooks';
import { perform } from '../api/commands';
import { MayAmendDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { accessTo } from '../audit/access';
import { t } from '../i18n';
import { readDay, today } from '../i18n/days';
import { formatCount, formatDay } from '../i18n/format';
import { Attachments, filesIn } from '../obligation/Attachments';
import { DraftNotice } from '../obligation/DraftNotice';
import { concerns, Field } from '../obligation/Field';
import { Outcome } from '../obligation/Outcome';
import { SendButton } from '../obligation/SendButton';
import { useFields } from '../obligation/useFields';
import { Select } from '../ui/Choice';
import { Section } from '../ui/Section';
import { useDraft } from '../ui/useDraft';
import { changesOf, faultsOf, linesIn, unchanged, type LineTexts } from './amend';
import { LineFields } from './LineFields';
import type { Plan } from './plan';

/** The form of an amendment, for those who may plan for the plan's owner in all areas. */
export function Amend({ plan, onDone }: { plan: Plan; onDone: () => void }) {
  const viewer = useResource(MayAmendDocument, { owner: plan.owner.id }).data?.viewer;
  if (!viewer) return null;
  const access = accessTo(viewer, [...plan.owner.ancestors.map((above) => above.id), plan.owner.id], 'PLAN');
  if (access === 'needRight') return null;
  return (
    <Section title={t('amend.title')} class="amend">
      {access === 'open' ? <AmendForm plan={plan} onDone={onDone} /> : <p class="quiet">{t('amend.allAreas')}</p>}
    </Section>
  );
}

const fields = ['document.number', 'document.issuedOn', 'document.title', 'document.files', 'effectiveOn', 'title'];

function AmendForm({ plan, onDone }: { plan: Plan; onDone: () => void }) {
  const key = `amendPlan ${plan.id}`;
  const empty = { number: '', issuedOn: '', documentTitle: '', files: '', effectiveOn: formatDay(today()), title: '', lines: '' };
  const draft = useDraft(key, empty, plan.version);
  const { texts } = draft;
  const { missing, setMissing, busy, error, edit, bind } = useFields('amendPlan', plan.id, texts, draft.set);
  const [bringing, setBringing] = useState(false);
  const tasks = useMemo(() => new Map(plan.tasks.map((task) => [task.id, task])), [plan.tasks]);
  const lines = linesIn(texts.lines);
  const changes = changesOf(lines, tasks);
  const document = texts.number.trim() !== '' && readDay(texts.issuedOn);
  const hasChange = changes.places.size > 0 || texts.title.trim() !== '';
  const setLines = (next: LineTexts[]) => edit('lines')(JSON.stringify(next));
  const send = async (event: Event) => {
    event.preventDefault();
    const isFaulty = lines.some((one) => tasks.has(one.task) && faultsOf(one, tasks.get(one.task)!).length > 0);
    const effectiveOn = readDay(texts.effectiveOn);
    if (bringing) return;
    if (!document || !effectiveOn || !hasChange || isFaulty) {
      setMissing(true);
      return;
    }
    const input = {
      document: {
        number: texts.number.trim(),
        issuedOn: document,
        title: texts.documentTitle.trim() || null,
        files: filesIn(texts.files).map((file) => file.id),
      },
      effectiveOn,
      changeTasks: changes.changeTasks,
      withdrawTasks: changes.withdrawTasks,
      title: texts.title.trim() || null,
    };
    const ended = await perform('amendPlan', plan.id, { plan: plan.id, input, expectedVersion: draft.version }, { drafts: [key] });
    if (ended.is === 'done') onDone();
  };
  const places = [...changes.places.values()];
  return (
    <form class="amend-form" onSubmit={(event) => void send(event)} aria-label={t('amend.title')}>
      <p class="quiet">{t('amend.hint')}</p>
      <div class="grid">
        <Field
          label={t('amend.number')}
          fault={missing && !document ? t('amend.needDocument') : undefined}
          input={{ type: 'text', maxLength: 500, name: 'number' }}
          {...bind('number', 'document.number')}
        />
        <Field label={t('amend.issuedOn')} input={{ type: 'day', name: 'issuedOn' }} {...bind('issuedOn', 'document.issuedOn')} />
        <Field
          label={t('amend.effectiveOn')}
          fault={missing && !readDay(texts.effectiveOn) ? t('amend.needDay') : undefined}
          input={{ type: 'day', name: 'effectiveOn' }}
          {...bind('effectiveOn')}
        />
      </div>
      <Field label={t('amend.documentTitle')} input={{ type: 'text', maxLength: 4000 }} {...bind('documentTitle', 'document.title')} />
      <Attachments {...bind('files', 'document.files')} onSending={setBringing} />
      <Field label={t('amend.planTitle')} input={{ type: 'text', maxLength: 4000, name: 'title' }} {...bind('title')} />
      {lines.map((one, i) => {
        const line = tasks.get(one.task);
        return (
          line && (
            <LineFields
              key={one.task}
              line={line}
              texts={one}
              place={changes.places.get(one.task)}
              error={error}
              faults={missing ? faultsOf(one, line) : []}
              busy={busy}
              onChange={(next) => setLines(lines.map((other, j) => (i === j ? next : other)))}
              onRemove={() => setLines(lines.filter((_, j) => i !== j))}
            />
          )
        );
      })}
      <Select
        label={t('amend.choose')}
        value=""
        onChange={(id) => {
          const line = tasks.get(id);
          if (line) setLines([...lines, unchanged(line)]);
        }}
      >
        <option value="">{t('amend.chooseHint')}</option>
        {plan.tasks
          .filter((task) => !task.withdrawn && !lines.some((one) => one.task === task.id))
          .map((task) => (
            <option key={task.id} value={task.id}>
              {task.code} {task.title.length > 110 ? `${task.title.slice(0, 110)}…` : task.title}
            </option>
          ))}
      </Select>
      {missing && document && !hasChange && (
        <p class="fault" role="alert">
          {t('amend.needChange')}
        </p>
      )}
      <DraftNotice draft={draft} old={t('amend.old', { now: formatCount(plan.version) })} version={plan.version} busy={busy} />
      <p class="buttons">
        <SendButton text={t('amend.send')} busy={busy || bringing} class="primary" />
      </p>
      {error?.code === 'CONFLICT' && !places.some((place) => concerns(error, place)) ? (
        <p class="fault" role="alert">
          {t('amend.conflict')} ({error.message})
        </p>
      ) : (
        <Outcome action="amendPlan" obligation={plan.id} fields={[...fields, ...places]} />
      )}
    </form>
  );
}
