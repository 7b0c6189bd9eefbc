import type { ComponentChildren } from 'preact';
import type { IndicatorMethod, TargetRowFragment, TargetStatus } from '../api/generated';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Figure } from '../ui/Figure';
import { targetAddress } from '../view/view';
import { Curve } from './Curve';
import { aimWords, figureWords, gapOf, givenWords, numberOf, partsWords, type Value, type YearsOfPlan } from './targets';

interface TargetRowProps {
  indicator: TargetRowFragment;
  year: number;
  /** The plan of the target; null for none. */
  plan: YearsOfPlan | null;
  /** The plan's wording, if any. */
  text?: string;
  /** Further content below it. */
  children?: ComponentChildren;
}

/** One target in a line: figure, status, reporting units and trend. */
export function TargetRow({ indicator, year, plan, text, children }: TargetRowProps) {
  const { view } = usePage();
  const { value, method } = indicator;
  const address = targetAddress(view, indicator.id, year);
  return (
    <li class="target" data-indicator={indicator.id}>
      <div class="what">
        <h3 lang="vi">
          <a href={address}>{text ?? indicator.text}</a>
        </h3>
        {children}
      </div>
      <div class="result">
        <Figure
          value={numberOf(value, method)}
          text={figureWords(value, method)}
          label={`${t('target.result')}, ${indicator.numeratorLabel}`}
          href={address}
        />{' '}
        <span class="quiet">{partsWords(value, method)}</span>
        <TargetBar value={value} method={method} />
      </div>
      <div class="aim">
        <Status status={value.status} />
        <Aim value={value} method={method} />
      </div>
      <div class="givers">
        <Givers value={value} method={method} />
      </div>
      <Curve series={indicator.series} method={method} plan={plan} />
    </li>
  );
}

export const Status = ({ status }: { status: TargetStatus }) => <span class={`badge ${status}`}>{t(`targetStatus.${status}`)}</span>;

/** The target, and the gap. */
export function Aim({ value, method }: { value: Value; method: IndicatorMethod }) {
  const gap = gapOf(value, method);
  if (!value.target) return null;
  return (
    <small>
      {t('target.aim', { aim: aimWords(value.target, method) })}
      {gap > 0 && ` · ${t('target.gap', { count: formatCount(gap) })}`}
    </small>
  );
}

/** Numbers of units that have reported and of verified values. */
export function Givers({ value, method }: { value: Value; method: IndicatorMethod }) {
  if (method === 'SYSTEM') return <span>{t('target.counted')}</span>;
  return (
    <>
      <span data-given={value.given}>{givenWords(value)}</span>
      {value.given > 0 && (
        <small>
          {t('target.verified', { verified: formatCount(value.verified), self: formatCount(Math.max(0, value.given - value.verified)) })}
        </small>
      )}
    </>
  );
}

/** A ratio as a bar with a mark at the target; the text beside says the same. */
export function TargetBar({ value, method }: { value: Value; method: IndicatorMethod }) {
  const percent = numberOf(value, method);
  if (method === 'SUM' || percent === null) return null;
  return (
    <span class={`target-bar ${value.status}`} aria-hidden="true">
      <i style={{ width: `${Math.min(100, percent)}%` }} />
      {value.target && <b style={{ left: `${Math.min(100, value.target.value)}%` }} />}
    </span>
  );
}
