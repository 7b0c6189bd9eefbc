import type { IndicatorMethod, TargetRowFragment } from '../api/generated';
import { t } from '../i18n';
import { formatNumber, formatPercent } from '../i18n/format';
import { draw } from '../unit/curve';
import { pointsOf, type YearsOfPlan } from './targets';

interface CurveProps {
  series: TargetRowFragment['series'];
  method: IndicatorMethod;
  plan: YearsOfPlan | null;
  /** Drawn large on the target's own page. */
  isLarge?: boolean;
}

/** A curve of the years with known values. */
export function Curve({ series, method, plan, isLarge }: CurveProps) {
  const points = pointsOf(series, method, plan);
  const words = (value: number) => (method === 'SUM' ? formatNumber(value) : formatPercent(value));
  if (points.length < 2) return isLarge ? <p class="quiet">{t('target.noCurve')}</p> : <span class="target-curve" />;
  const { line, area, heights } = draw(points.map((point) => point.value));
  const label = points.map((point) => `${point.year}: ${words(point.value)}`).join('; ');
  return (
    <figure class={isLarge ? 'target-curve large' : 'target-curve'}>
      <svg viewBox={`0 0 ${points.length} 100`} preserveAspectRatio="none" role="img" aria-label={t('target.curve', { points: label })}>
        <path class="area" d={area} />
        <path class="line" d={line} />
        {isLarge && heights.map((height, i) => <path key={i} class="line dot" d={`M${i + 0.5} ${100 - height}h0`} />)}
      </svg>
      <figcaption aria-hidden="true">
        {isLarge ? (
          points.map((point) => (
            <span key={point.year}>
              <b>{words(point.value)}</b> {point.year}
            </span>
          ))
        ) : (
          <>
            <span>{points[0]!.year}</span>
            <span>{points.at(-1)!.year}</span>
          </>
        )}
      </figcaption>
    </figure>
  );
}
