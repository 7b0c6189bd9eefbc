import { useState } from 'preact/hooks';
import { forget, perform } from '../api/commands';
import type { AssignmentRuleInput, ReorganisationPageQuery } from '../api/generated';
import { openAddress, usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount, formatDay } from '../i18n/format';
import { Field } from '../obligation/Field';
import { Outcome, useSending } from '../obligation/Outcome';
import { SendButton } from '../obligation/SendButton';
import { Apart } from '../ui/Apart';
import { Select } from '../ui/Choice';
import { Section } from '../ui/Section';
import { Table } from '../ui/Table';
import { AreaChoice, KindChoice } from '../unit/choices';
import { UnitChoice } from '../unit/UnitChoice';
import type { Preview } from './Effects';
import type { LinesOfPage } from './Lines';
import { emptyRule, fates, inputOfRule, ruleInput, ruleWords, type RuleForm } from './rules';

type One = NonNullable<ReorganisationPageQuery['reorganisation']>;

interface RulesProps {
  one: One;
  mayAct: boolean;
  preview: Preview | undefined;
  lines: LinesOfPage;
  onDone: () => void;
}

/** Obligations without a successor, and the rules that assign them; the first match applies. */
export function Rules({ one, mayAct, preview, lines, onDone }: RulesProps) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { busy } = useSending('assignObligations', one.id);
  const isDraft = one.status === 'DRAFT';
  const mayAssign = isDraft && mayAct;
  const rules = one.rules.map(inputOfRule);
  const send = async (next: AssignmentRuleInput[]): Promise<boolean> => {
    const isDone = (await perform('assignObligations', one.id, { reorganisation: one.id, rules: next })).is === 'done';
    if (isDone) {
      setChosen([]);
      onDone();
    }
    return isDone;
  };
  const left = preview?.unassigned;
  return (
    <Section title={t('rule.title')} class="rules">
      {isDraft && left && (
        <p role="status" class={left.totalCount > 0 ? 'error' : 'done'}>
          {left.totalCount > 0 ? t('rule.left', { count: formatCount(left.totalCount) }) : t('rule.noneLeft')}
        </p>
      )}
      {isDraft && left && left.totalCount > 0 && (
        <Left rows={left.nodes} all={left.totalCount} chosen={chosen} onChoose={mayAssign ? setChosen : undefined} />
      )}
      <h3>{t('rule.all')}</h3>
      {one.rules.length === 0 ? (
        <p class="quiet">{t('rule.none')}</p>
      ) : (
        <ol>
          {one.rules.map((rule, i) => (
            <li key={JSON.stringify(rule)}>
              {ruleWords(rule)}
              {mayAssign && (
                <button
                  type="button"
                  class="plain link"
                  aria-disabled={busy}
                  aria-label={`${t('rule.remove')}: ${ruleWords(rule)}`}
                  onClick={() => !busy && void send(rules.filter((_, at) => at !== i))}
                >
                  {t('rule.remove')}
                </button>
              )}
            </li>
          ))}
        </ol>
      )}
      {mayAssign && (
        <RuleFields
          one={one}
          lines={lines}
          plans={plansOf(left?.nodes ?? [])}
          chosen={chosen}
          busy={busy}
          onSend={(rule) => send([...rules, rule])}
        />
      )}
      <Outcome action="assignObligations" obligation={one.id} fields={[]} />
    </Section>
  );
}

type Row = Preview['unassigned']['nodes'][number];

const plansOf = (rows: readonly Row[]) => [
  ...new Map(rows.flatMap((row) => (row.plan ? [[row.plan.id, row.plan] as const] : []))).values(),
];

interface LeftProps {
  rows: readonly Row[];
  all: number;
  chosen: readonly string[];
  onChoose?: (chosen: readonly string[]) => void;
}

/** Obligations without a successor; some may be selected for a rule. */
function Left({ rows, all, chosen, onChoose }: LeftProps) {
  const { view } = usePage();
  return (
    <>
      <Table
        title={t('rule.leftTitle')}
        heads={[
          onChoose && <span class="sr">{t('rule.choose')}</span>,
          t('rule.work'),
          t('ranking.unit'),
          t('people.areas'),
          t('filter.plan'),
          t('rule.due'),
        ]}
      >
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {onChoose && (
                <td>
                  <input
                    type="checkbox"
                    aria-label={`${row.title}, ${row.unit.name}`}
                    checked={chosen.includes(row.id)}
                    onChange={(event) =>
                      onChoose(event.currentTarget.checked ? [...chosen, row.id] : chosen.filter((other) => other !== row.id))
                    }
                  />
                </td>
              )}
              <th scope="row">
                <a href={openAddress(view, row.id)} lang="vi">
                  {row.title}
                </a>
              </th>
              <td>{row.unit.path || row.unit.name}</td>
              <td>{row.task ? t(`areaShort.${row.task.area.reform}`) : '–'}</td>
              <td>{row.plan?.number ?? row.plan?.title ?? '–'}</td>
              <td>{formatDay(row.due)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
      {all > rows.length && <p class="quiet">{t('rule.leftMore', { count: formatCount(all - rows.length) })}</p>}
    </>
  );
}

interface RuleFieldsProps {
  one: One;
  lines: LinesOfPage;
  plans: readonly { id: string; number?: string | null; title: string }[];
  chosen: readonly string[];
  busy: boolean;
  onSend: (rule: AssignmentRuleInput) => Promise<boolean>;
}

function RuleFields({ one, lines, plans, chosen, busy, onSend }: RuleFieldsProps) {
  const [form, setForm] = useState<RuleForm>(emptyRule);
  const [missing, setMissing] = useState(false);
  const change = (changed: Partial<RuleForm>) => {
    forget('assignObligations', one.id);
    setMissing(false);
    setForm((now) => ({ ...now, ...changed }));
  };
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const rule = ruleInput({ ...form, obligations: chosen });
    if (!rule) setMissing(true);
    else if (await onSend(rule)) setForm(emptyRule);
  };
  const planned = lines.all.flatMap(({ after }) =>
    after?.acts.includes('FOUND') ? [{ id: after.id, name: after.name, which: t('draftForm.planned') }] : [],
  );
  const needsUnit = missing && form.fate !== 'cancel' && !form.to;
  return (
    <Apart title={t('rule.add')} open={one.rules.length === 0}>
      <form onSubmit={(event) => void send(event)} aria-label={t('rule.add')}>
        <fieldset class="ticks">
          <legend>{t('rule.about')}</legend>
          <p class="quiet">{chosen.length > 0 ? t('rule.ofChosen', { count: formatCount(chosen.length) }) : t('rule.aboutHint')}</p>
        </fieldset>
        <div class="grid">
          <UnitChoice label={t('rule.from')} under={one.carrier.id} chosen={form.from} onChoose={(from) => change({ from })} withTop />
          <KindChoice label={t('rule.kind')} value={form.fromKind} none={t('rule.any')} onChange={(fromKind) => change({ fromKind })} />
          <AreaChoice
            label={t('people.areas')}
            value={form.reformArea}
            none={t('rule.any')}
            onChange={(reformArea) => change({ reformArea })}
          />
          <Select label={t('filter.plan')} value={form.plan ?? ''} onChange={(plan) => change({ plan: plan || undefined })}>
            <option value="">{t('filter.allPlans')}</option>
            {plans.map((plan) => (
              <option key={plan.id} value={plan.id}>
                {[plan.number, plan.title].filter(Boolean).join(' · ')}
              </option>
            ))}
          </Select>
        </div>
        <fieldset class="ticks">
          <legend>{t('rule.what')}</legend>
          {fates.map((fate) => (
            <label key={fate}>
              <input type="radio" name="fate" checked={form.fate === fate} onChange={() => change({ fate, to: null })} />
              {t(`rule.${fate}`)}
            </label>
          ))}
        </fieldset>
        {form.fate === 'cancel' ? (
          <Field
            label={t('rule.reason')}
            path="cancel"
            rows={2}
            busy={busy}
            fault={missing && form.reason.trim() === '' ? t('rule.needReason') : undefined}
            input={{ maxLength: 4000 }}
            value={form.reason}
            onInput={(reason) => change({ reason })}
          />
        ) : (
          <UnitChoice
            key={form.fate}
            label={t(form.fate === 'heir' ? 'rule.heirUnit' : 'rule.stewardUnit')}
            under={one.carrier.id}
            chosen={form.to}
            onChoose={(to) => change({ to })}
            also={form.fate === 'heir' ? planned : []}
            withTop
            fault={needsUnit ? t('rule.needUnit') : undefined}
          />
        )}
        <p class="buttons">
          <SendButton text={t('rule.send')} busy={busy} class="primary" />
        </p>
      </form>
    </Apart>
  );
}
