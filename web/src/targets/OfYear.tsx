import type { ComponentChildren } from 'preact';
import { FilterChoicesDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { Section } from '../ui/Section';
import { Loading } from '../ui/States';
import { shownYear } from './targets';

interface Years {
  year: number;
  /** The years to choose from. */
  years: readonly number[];
}

/** Renders a year's content once the year is known. */
export function OfYear({ title, children }: { title: string; children: (years: Years) => ComponentChildren }) {
  const { view } = usePage();
  const { data } = useResource(FilterChoicesDocument, {
    id: view.unit,
    plan: view.scope.plan ?? '',
    hasPlan: view.scope.plan !== undefined,
  });
  const years = data?.unit?.planYears;
  if (!years)
    return (
      <Section title={title}>
        <Loading rows={6} />
      </Section>
    );
  const year = shownYear(view.scope.year, years, view.scope.asOf);
  return <>{children({ year, years: years.includes(year) ? years : [year, ...years] })}</>;
}
