import { useEffect, useState } from 'preact/hooks';
import { Refused } from '../api/errors';
import { NotGivenDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Section } from '../ui/Section';
import { Unanswered } from '../ui/States';
import { UnitLinks, unitsAtFirst } from '../unit/UnitLinks';
import { targetAddress } from '../view/view';

interface NotGivenProps {
  id: string;
  year: number;
  period?: string;
  /** The number in the figure, which the list follows. */
  count: number;
}

/** The units that have yet to report a value: missing, not zero. */
export function NotGiven({ id, year, period, count }: NotGivenProps) {
  const { view } = usePage();
  const [first, setFirst] = useState(unitsAtFirst);
  const list = useResource(NotGivenDocument, {
    id,
    unit: view.unit,
    year,
    period,
    first,
    asOf: view.scope.asOf,
    tree: view.scope.tree,
  });
  useEffect(() => list.refresh(), [count]);
  const missing = list.data?.indicator?.notGiven;
  const isForbidden = list.error instanceof Refused && list.error.code === 'FORBIDDEN';
  return (
    <Section title={t('target.notGivenTitle', { count: formatCount(count) })} class="not-given">
      {!missing ? (
        isForbidden ? (
          <p class="quiet">{t('target.notGivenForbidden')}</p>
        ) : (
          <Unanswered of={list} rows={Math.min(count, 3)} />
        )
      ) : (
        <UnitLinks found={missing} href={(unit) => targetAddress(view, id, year, unit, { period })} first={first} onFirst={setFirst} />
      )}
    </Section>
  );
}
