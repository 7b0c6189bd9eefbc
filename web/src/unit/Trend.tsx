import { useMemo } from 'preact/hooks';
import { TrendDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { addMonths, today } from '../i18n/days';
import { formatCount, formatDay, formatPercent } from '../i18n/format';
import { Section } from '../ui/Section';
import { Failed, Loading } from '../ui/States';
import { Heads } from '../ui/Table';
import { addressOf, progressFilter } from '../view/view';
import { draw } from './curve';

/** The unit's progress over the twelve months to the shown day. The table has the values of the drawing. */
export function Trend() {
  const { view } = usePage();
  const { scope } = view;
  const to = scope.asOf && scope.asOf < today() ? scope.asOf : today();
  const variables = useMemo(
    () => ({ id: view.unit, from: addMonths(to, -12), to, filter: progressFilter(scope), tree: scope.tree }),
    [view.unit, to, scope.year, scope.plan, scope.kind, scope.whose, scope.tree],
  );
  const { data, error, refresh } = useResource(TrendDocument, variables);
  const points = data?.unit?.trend;
  if (error && !data) return <Failed error={error} retry={refresh} />;
  return (
    <Section title={t('trend.title')} class="trend">
      {points ? <Drawn points={points} address={(asOf) => addressOf({ ...view, scope: { ...scope, asOf } })} /> : <Loading rows={3} />}
    </Section>
  );
}

interface Point {
  on: string;
  progress: { total: number; done: number; overdue: number; percent?: number | null };
}

/** Without obligations there is no percentage. */
const shareOf = ({ progress }: Point): string => (progress.percent == null ? '–' : formatPercent(progress.percent));

function Drawn({ points, address }: { points: readonly Point[]; address: (asOf: string | undefined) => string }) {
  const { line, area } = draw(points.map((point) => point.progress.percent ?? 0));
  const [first, last] = [points[0]!, points.at(-1)!];
  return (
    <>
      <svg
        class="trend"
        viewBox={`0 0 ${points.length} 100`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('trend.label', {
          from: formatDay(first.on),
          to: formatDay(last.on),
          first: shareOf(first),
          last: shareOf(last),
        })}
      >
        <path class="area" d={area} />
        <path class="line" d={line} />
      </svg>
      <details>
        <summary>{t('trend.table')}</summary>
        <table>
          <Heads of={[t('trend.day'), t('trend.percent'), t('trend.done'), t('trend.overdue'), t('trend.total')]} />
          <tbody>
            {points.map(({ on, progress }) => (
              <tr key={on}>
                <th scope="row">
                  <a href={address(on < today() ? on : undefined)}>{formatDay(on)}</a>
                </th>
                <td>{shareOf({ on, progress })}</td>
                <td>{formatCount(progress.done)}</td>
                <td>{formatCount(progress.overdue)}</td>
                <td>{formatCount(progress.total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
