import { useState } from 'preact/hooks';
import { token } from '../api/token';
import { t } from '../i18n';
import { save } from '../ui/save';

/** Links to the annex of a plan as a file. A session is sent automatically; a token has to be added. */
export function AnnexLinks({ docx, xlsx }: { docx: string; xlsx: string }) {
  const [fault, setFault] = useState<string | null>(null);
  const load = (event: Event, address: string, name: string) => {
    if (token.value === null) return;
    event.preventDefault();
    void save(address, name, token.value).then(setFault);
  };
  return (
    <p class="quiet">
      {t('drafts.files')}{' '}
      <a href={docx} download onClick={(event) => load(event, docx, 'phu-luc.docx')}>
        {t('drafts.docx')}
      </a>{' '}
      ·{' '}
      <a href={xlsx} download onClick={(event) => load(event, xlsx, 'phu-luc.xlsx')}>
        {t('drafts.xlsx')}
      </a>
      {fault !== null && <span role="alert"> {t('audit.failed', { why: fault })}</span>}
    </p>
  );
}
