import { useState } from 'preact/hooks';
import type { ReportTextFragment } from '../api/generated';
import { token } from '../api/token';
import { t } from '../i18n';
import { save } from '../ui/save';

const forms = ['docx', 'xlsx', 'json'] as const;

/** Links to a report as a file. A session is sent automatically; a token has to be added. */
export function Files({ report }: { report: ReportTextFragment }) {
  const [fault, setFault] = useState<string | null>(null);
  const load = (event: Event, form: (typeof forms)[number]) => {
    if (token.value === null) return;
    event.preventDefault();
    void save(report[form], `bao-cao.${form}`, token.value).then(setFault);
  };
  return (
    <p class="quiet report-files">
      {t('reportPage.files')}{' '}
      {forms.map((form) => (
        <a key={form} href={report[form]} download onClick={(event) => load(event, form)}>
          {t(`reportPage.${form}`)}
        </a>
      ))}
      {fault !== null && <span role="alert"> {t('audit.failed', { why: fault })}</span>}
    </p>
  );
}
