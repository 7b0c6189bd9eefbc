import { useState } from 'preact/hooks';
import { token } from '../api/token';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { Icon } from '../ui/Icon';
import { save } from '../ui/save';
import { auditFile } from '../view/view';

/** A link to the filtered record as a file. A session is sent automatically; a token has to be added. */
export function FileLink({ format }: { format: 'csv' | 'jsonl' }) {
  const { view } = usePage();
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const address = auditFile(view, format);
  const load = async (event: Event) => {
    if (token.value === null) return;
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFault(await save(address, `audit.${format}`, token.value));
    setBusy(false);
  };
  return (
    <>
      <a class="button" href={address} download onClick={(event) => void load(event)} aria-busy={busy}>
        <Icon name="download" />
        {t(`audit.${format}`)}
      </a>
      {fault !== null && <span role="alert">{t('audit.failed', { why: fault })}</span>}
    </>
  );
}
