import { useState } from 'preact/hooks';
import { token } from '../api/token';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { Icon } from '../ui/Icon';
import { auditFile } from '../view/view';

/** The record as a file, of what the page is narrowed to. A session goes with a link by itself; a token has to be sent along. */
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

/** Null when it is saved, otherwise why not. */
export async function save(address: string, name: string, sent: string): Promise<string | null> {
  try {
    const response = await fetch(address, { headers: { Authorization: `Bearer ${sent}` } });
    if (!response.ok) return ((await response.json()) as { errors: { message: string }[] }).errors[0]!.message;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await response.blob());
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
