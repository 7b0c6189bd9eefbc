import { useState } from 'preact/hooks';
import type { EvidenceFragment } from '../api/generated';
import { token } from '../api/token';
import { t } from '../i18n';
import { formatBytes, formatDay } from '../i18n/format';
import { save } from '../ui/save';

/** A document as text, with its files to download. */
export const EvidenceText = ({ document }: { document: EvidenceFragment }) => (
  <>
    {document.number} {t('obligation.issued', { day: formatDay(document.issuedOn) })}
    {document.title && ` · ${document.title}`}
    {document.uri && (
      <>
        {' '}
        · <SafeLink address={document.uri} />
      </>
    )}
    <FileLinks files={document.files} />
  </>
);

type Files = EvidenceFragment['files'];

/** Files are saved and never shown in the page, whatever they contain. */
export const FileLinks = ({ files }: { files: Files }) =>
  files.length === 0 ? null : (
    <ul class="files" aria-label={t('files.label')}>
      {files.map((file) => (
        <li key={file.id}>
          <OneFile file={file} />
        </li>
      ))}
    </ul>
  );

/** A session is sent automatically; a token has to be added. */
function OneFile({ file }: { file: Files[number] }) {
  const [fault, setFault] = useState<string | null>(null);
  const load = async (event: Event) => {
    if (token.value === null) return;
    event.preventDefault();
    setFault(await save(file.url, file.name, token.value));
  };
  return (
    <>
      <a href={file.url} download={file.name} onClick={(event) => void load(event)}>
        {file.name}
      </a>{' '}
      <span class="quiet">({formatBytes(file.bytes)})</span>
      {fault !== null && <span role="alert"> {t('files.notLoaded', { why: fault })}</span>}
    </>
  );
}

/** Only web addresses become links; any other address stays text. */
export const SafeLink = ({ address }: { address: string }) =>
  /^https?:\/\//i.test(address) ? (
    <a href={address} target="_blank" rel="noreferrer">
      {address}
    </a>
  ) : (
    <span>{address}</span>
  );
