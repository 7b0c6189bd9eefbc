import { useMemo } from 'preact/hooks';
import { DueCurveDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { today } from '../i18n/days';
import { formatCount, formatDay, formatMonth } from '../i18n/format';
import { Figure } from '../ui/Figure';
import { Failed } from '../ui/States';
import { listAddress, progressFilter } from '../view/view';
import { draw, monthsAround, monthsBefore, placeOf } from './curve';
import { useChanges } from './useUnit';

/**
 * How overdue obligations grow if nothing more is done. Each number links to exactly the obligations that would be overdue on that day; the
 * drawing only illustrates the numbers.
 */
export function DueCurve() {
  const { view } = usePage();
  const { scope } = view;
  const day = scope.asOf ?? today();
  const months = useMemo(() => monthsAround(day), [day]);
  const curve = useResource(DueCurveDocument, {
    id: view.unit,
    filter: progressFilter(scope),
    tree: scope.tree,
    ...(Object.fromEntries(months.map((month, i) => [`d${i}`, month])) as Record<
      `d${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12}`,
      string
    >),
  });
  useChanges(curve.refresh);
  const { data } = curve;
  if (curve.error && !data) return <Failed error={curve.error} retry={curve.refresh} />;
  const unit = data?.unit as Record<string, { overdue: number }> | null | undefined;
  const values = months.map((_, i) => unit?.[`d${i}`]?.overdue ?? 0);
  const { line, area, heights } = draw(values);
  const now = placeOf(day, months);
  return (
    <figure class="curve" aria-busy={!data}>
      <figcaption>{t('curve.title')}</figcaption>
      <div class="drawing">
        <svg viewBox={`0 0 ${months.length} 100`} preserveAspectRatio="none" aria-hidden="true">
          <path class="area" d={area} />
          <path class="line" d={line} />
          <path class="now" d={`M${now},${100 - heights[monthsBefore]!}V100`} />
        </svg>
        <ol>
          {months.map((month, i) => (
            <li key={month} class={month > day ? 'ahead' : undefined}>
              <span class="value" style={{ bottom: `${heights[i]}%` }}>
                {data && (
                  <Figure
                    value={values[i]}
                    text={formatCount(values[i]!)}
                    label={t('curve.point', { day: formatDay(month) })}
                    href={listAddress({ ...view, scope: { ...scope, asOf: month } }, { name: 'overdue' })}
                  />
                )}
              </span>
              <small>
                {formatMonth(month)}
                {namesYear(months, i) && <b>{month.slice(0, 4)}</b>}
              </small>
            </li>
          ))}
        </ol>
      </div>
    </figure>
  );
}

/** Whether to show the year: at the first month, and at the first labelled month of each year. */
const namesYear = (months: readonly string[], i: number): boolean =>
  i % 2 === 0 && (i === 0 || months[i]!.slice(0, 4) !== months[i - 2]!.slice(0, 4));
