import type { ReportTextFragment } from '../api/generated';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Section } from '../ui/Section';
import { reportAddress } from '../view/view';

/** The included reports of units below, and the missing ones. */
export function Below({ report, period }: { report: ReportTextFragment; period: string }) {
  const { view } = usePage();
  if (!report.rows.some((row) => row.source === 'SUM_OF_BELOW')) return null;
  return (
    <Section title={t('reportPage.below')} class="below">
      {report.missing.length === 0 ? (
        <p>{t('reportPage.noneMissing')}</p>
      ) : (
        <details open>
          <summary class="missing">{t('reportPage.missing', { count: formatCount(report.missing.length) })}</summary>
          <ul>
            {report.missing.map((unit) => (
              <li key={unit.id}>
                <a href={reportAddress(view, unit.id, period)}>{unit.name}</a>
              </li>
            ))}
          </ul>
        </details>
      )}
      {report.includes.length > 0 && (
        <details>
          <summary>{t('reportPage.included', { count: formatCount(report.includes.length) })}</summary>
          <ul>
            {report.includes.map((one) => (
              <li key={one.id}>
                <a href={reportAddress(view, one.unit.id, one.period.key, one.revision)}>{one.unit.name}</a>{' '}
                <small>{t('reportPage.revisionOf', { number: one.revision })}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}
