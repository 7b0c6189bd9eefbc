import type { ReportTextFragment } from '../api/generated';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatDay } from '../i18n/format';
import { Section } from '../ui/Section';
import { reportAddress } from '../view/view';

interface RevisionsProps {
  report: ReportTextFragment;
  period: string;
  all: ReportTextFragment['revisions'];
}

/** All revisions of the report, each as signed. */
export function Revisions({ report, period, all }: RevisionsProps) {
  const { view } = usePage();
  if (all.length < 2) return null;
  const present = all.at(-1)!.revision;
  return (
    <Section title={t('reportPage.revisions')} class="report-revisions">
      <ol>
        {all.map(({ revision, status, note, signature }) => (
          <li key={revision}>
            <a
              href={reportAddress(view, view.unit, period, revision === present ? undefined : revision)}
              aria-current={revision === report.revision ? 'true' : undefined}
            >
              {t('reportPage.revisionOf', { number: revision })}
            </a>{' '}
            <span class={`badge ${status}`}>{t(`reportStatus.${status}`)}</span>{' '}
            {revision === present && <em>{t('reportPage.present')}</em>}
            {signature && (
              <small lang="vi">
                {signature.document.number},{' '}
                {t('reportPage.signedBy', { signer: signature.signer, day: formatDay(signature.document.issuedOn) })}
              </small>
            )}
            {note && <small lang="vi">{note}</small>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
