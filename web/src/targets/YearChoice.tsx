import { usePage } from '../app/context';
import { t } from '../i18n';
import { Choice } from '../ui/Choice';

/** The year of all figures of a section; the same as in the filters. */
export function YearChoice({ year, years }: { year: number; years: readonly number[] }) {
  const { view, go } = usePage();
  return (
    <Choice
      label={t('target.year')}
      value={year}
      options={years}
      onChange={(chosen) => go({ ...view, scope: { ...view.scope, year: chosen }, target: { ...view.target, period: undefined } })}
    />
  );
}
