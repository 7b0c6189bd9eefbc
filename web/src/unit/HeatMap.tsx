import { scaleQuantize } from 'd3-scale';
import { useMemo, useState } from 'preact/hooks';
import { HeatMapDocument, HeatMapMoreDocument, type CellFragment } from '../api/generated';
import { ask } from '../api/http';
import { allSlices } from '../api/pages';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount, formatRate } from '../i18n/format';
import { Switch } from '../ui/Choice';
import { asSeen, Changing } from '../ui/Figure';
import { Section } from '../ui/Section';
import { Empty, Failed, Loading } from '../ui/States';
import { Scroll } from '../ui/Table';
import { isUnassigned, listAddress, progressFilter, reformAreas } from '../view/view';
import { PartLink } from './PartLink';
import { useEnds } from './useEnds';
import { useChanges, type UnitNumbers } from './useUnit';

const measures = ['rate', 'percent', 'overdue'] as const;
type Measure = (typeof measures)[number];

/** Shades that can still be told apart. */
const shades = [0, 1, 2, 3, 4, 5, 6];

const everyMs = 2_000;

const valueOf: Record<Measure, (progress: CellFragment['progress']) => number | null> = {
  rate: (p) => p.completionRate,
  percent: (p) => p.percent,
  overdue: (p) => (p.total === 0 ? null : p.overdue),
};

/** Units below × reform areas, to spot problems at a glance. */
export function HeatMap({ unit }: { unit: UnitNumbers }) {
  const { view } = usePage();
  const ends = useEnds(unit);
  const [measure, setMeasure] = useState<Measure>('rate');
  const { scope } = view;
  const variables = useMemo(
    () => ({
      id: view.unit,
      asOf: scope.asOf,
      tree: scope.tree,
      institutions: progressFilter(scope, 'INSTITUTIONS'),
      procedures: progressFilter(scope, 'PROCEDURES'),
      apparatus: progressFilter(scope, 'APPARATUS'),
      civilService: progressFilter(scope, 'CIVIL_SERVICE'),
      publicFinance: progressFilter(scope, 'PUBLIC_FINANCE'),
      modernisation: progressFilter(scope, 'MODERNISATION'),
      steering: progressFilter(scope, 'STEERING'),
      other: progressFilter(scope, 'OTHER'),
    }),
    [view.unit, scope],
  );
  const map = useResource(HeatMapDocument, variables, everyMs, async (data, signal) => {
    if (!data.unit) return data;
    const whole = { ...data.unit };
    for (const area of reformAreas) {
      const asked = { id: view.unit, asOf: scope.asOf, tree: scope.tree, filter: progressFilter(scope, area) };
      whole[area] = await allSlices(
        whole[area],
        async (after) => (await ask(HeatMapMoreDocument, { ...asked, after }, signal)).unit?.cells,
      );
    }
    return { ...data, unit: whole };
  });
  useChanges(map.refresh);
  const cells = useMemo(() => {
    const found = new Map<string, CellFragment['progress']>();
    for (const area of reformAreas) {
      for (const cell of map.data?.unit?.[area] ?? []) found.set(`${area} ${cell.key}`, cell.progress);
    }
    return found;
  }, [map.data]);
  const rows = unit.parts.filter((part) => part.progress.total > 0 && !isUnassigned(part.key));
  const areas = reformAreas.filter((area) => rows.some((row) => (cells.get(`${area} ${row.key}`)?.total ?? 0) > 0));
  const most = measure === 'overdue' ? Math.max(1, ...[...cells.values()].map((progress) => progress.overdue)) : 100;
  const shade = scaleQuantize<number>().domain([0, most]).range(shades);
  const format = (value: number | null) => (measure === 'overdue' && value !== null ? formatCount(value) : formatRate(value));
  return (
    <Section
      title={t('heat.title')}
      class="heat"
      aside={
        <Switch
          legend={t('heat.measure')}
          name="heat"
          value={measure}
          options={measures}
          words={(one) => t(`heat.${one}`)}
          onChange={setMeasure}
        />
      }
    >
      {map.error && !map.data ? (
        <Failed error={map.error} retry={map.refresh} />
      ) : !map.data ? (
        <Loading rows={6} />
      ) : rows.length === 0 || areas.length === 0 ? (
        <Empty text={t('heat.none')} />
      ) : (
        <>
          <Scroll title={t('heat.title')}>
            <table class={measure === 'overdue' ? 'warm' : 'cool'}>
              <thead>
                <tr>
                  <th scope="col">{t('ranking.unit')}</th>
                  {areas.map((area) => (
                    <th key={area} scope="col">
                      <abbr title={t(`area.${area}`)}>{t(`areaShort.${area}`)}</abbr>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.key}>
                    <th scope="row">{row.key === unit.id ? row.label : <PartLink part={row} ends={ends} />}</th>
                    {areas.map((area) => {
                      const progress = cells.get(`${area} ${row.key}`);
                      const value = progress ? valueOf[measure](progress) : null;
                      if (!progress || progress.total === 0)
                        return (
                          <td key={area} class="none">
                            <span class="sr">{t('heat.empty')}</span>
                          </td>
                        );
                      const text = format(value);
                      return (
                        <td key={area} class={value === null ? 'none' : `shade${shade(value)}`}>
                          <a
                            href={listAddress(
                              view,
                              {
                                name: measure === 'overdue' ? 'overdue' : measure === 'rate' ? 'due' : 'counted',
                                area,
                                own: row.key === unit.id,
                              },
                              row.key,
                            )}
                            aria-label={t('heat.cell', {
                              unit: row.label,
                              area: t(`area.${area}`),
                              value: text,
                              total: formatCount(progress.total),
                            })}
                          >
                            <Changing key={measure} value={asSeen(value)}>
                              {text}
                            </Changing>
                          </a>
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          <p class={`legend ${measure === 'overdue' ? 'warm' : 'cool'}`} aria-hidden="true">
            {t(measure === 'overdue' ? 'heat.few' : 'heat.low')}
            {shades.map((i) => (
              <i key={i} class={`shade${i}`} />
            ))}
            {t(measure === 'overdue' ? 'heat.many' : 'heat.high')}
          </p>
        </>
      )}
    </Section>
  );
}
