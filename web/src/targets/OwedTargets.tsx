import { OwnTargetsDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Section } from '../ui/Section';
import { targetAddress } from '../view/view';
import { askedOf } from './targets';
import { useTargetChanges } from './useTargets';

/** The indicators that the unit itself has yet to report for a year. */
export function OwedTargets({ year }: { year: number }) {
  const { view } = usePage();
  const own = useResource(OwnTargetsDocument, { unit: view.unit, year });
  useTargetChanges(askedOf(view.unit, year), own.refresh);
  const asked = own.data?.unit?.indicators.filter((one) => one.asks) ?? [];
  const owed = asked.filter((one) => !one.given);
  if (asked.length === 0) return null;
  return (
    <Section title={t('owedTargets.title', { year })} class="owed-targets">
      <p role="status" data-owed={owed.length}>
        {owed.length === 0
          ? t('owedTargets.none', { count: formatCount(asked.length) })
          : t('owedTargets.some', { owed: formatCount(owed.length), count: formatCount(asked.length) })}
      </p>
      {owed.length > 0 && (
        <ul>
          {owed.map((one) => (
            <li key={one.id} lang="vi">
              <a href={targetAddress(view, one.id, year)}>{one.text}</a>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
