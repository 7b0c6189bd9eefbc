import type { AssignmentRuleInput, ReformArea, ReorganisationPageQuery, UnitKind } from '../api/generated';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import type { ChosenUnit } from '../unit/UnitChoice';

export type Rule = NonNullable<ReorganisationPageQuery['reorganisation']>['rules'][number];

/** The possible outcomes for the obligations of a rule. */
export const fates = ['heir', 'steward', 'cancel'] as const;

export type Fate = (typeof fates)[number];

export interface RuleForm {
  fate: Fate;
  /** The heir, or the steward. */
  to: ChosenUnit | null;
  reason: string;
  from: ChosenUnit | null;
  fromKind?: UnitKind;
  reformArea?: ReformArea;
  plan?: string;
  obligations: readonly string[];
}

export const emptyRule: RuleForm = { fate: 'heir', to: null, reason: '', from: null, obligations: [] };

/** Null if the outcome is not chosen yet. */
export function ruleInput(form: RuleForm): AssignmentRuleInput | null {
  const target = form.fate === 'cancel' ? form.reason.trim() : form.to?.id;
  if (!target) return null;
  return {
    from: form.from?.id,
    fromKind: form.fromKind,
    reformArea: form.reformArea,
    plan: form.plan,
    obligations: form.obligations.length > 0 ? [...form.obligations] : undefined,
    [form.fate]: target,
  };
}

/** A rule as input, because each call replaces all rules. */
export const inputOfRule = (rule: Rule): AssignmentRuleInput => ({
  from: rule.from?.id,
  obligations: rule.obligations ? [...rule.obligations] : undefined,
  fromKind: rule.fromKind ?? undefined,
  reformArea: rule.reformArea ?? undefined,
  plan: rule.plan ?? undefined,
  heir: rule.heir?.id,
  steward: rule.steward?.id,
  cancel: rule.cancel ?? undefined,
});

/** A rule as text: its obligations and their outcome. */
export function ruleWords(rule: Rule): string {
  const about = [
    rule.from && t('rule.ofUnit', { unit: rule.from.name }),
    rule.fromKind && t('rule.ofKind', { kind: t(`kind.${rule.fromKind}`) }),
    rule.reformArea && t('rule.ofArea', { area: t(`area.${rule.reformArea}`) }),
    rule.plan && t('rule.ofPlan', { plan: rule.plan }),
    rule.obligations && t('rule.ofChosen', { count: formatCount(rule.obligations.length) }),
  ].filter(Boolean);
  const what = rule.heir
    ? t('rule.toHeir', { unit: rule.heir.name })
    : rule.steward
      ? t('rule.toSteward', { unit: rule.steward.name })
      : t('rule.toCancel', { reason: rule.cancel ?? '' });
  return `${about.length > 0 ? about.join(', ') : t('rule.ofAll')}: ${what}`;
}
