import type { Refused } from '../api/errors';
import { useId, useRef, useState } from 'preact/hooks';
import { fileBytesMax, filesMax, fileTypes, isTaken, upload, type Brought } from '../api/upload';
import { t } from '../i18n';
import { formatBytes, formatCount } from '../i18n/format';
import { Icon } from '../ui/Icon';
import { refusalAt } from './Field';

interface Sending {
  name: string;
  part: number;
  aborter: AbortController;
}

/** Files as stored in a draft. */
export function filesIn(text: string): Brought[] {
  if (text === '') return [];
  try {
    return JSON.parse(text) as Brought[];
  } catch {
    return [];
  }
}

interface AttachmentsProps {
  /** The path of the API's errors about them. */
  path: string;
  error?: Refused;
  busy: boolean;
  /** In the format of filesIn. */
  value: string;
  onInput: (value: string) => void;
  /** During an upload nothing may be sent. */
  onSending?: (isSending: boolean) => void;
}

/** Files of a document: each is uploaded when selected, and named when the form is sent. */
export function Attachments({ path, error, busy, value, onInput, onSending }: AttachmentsProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<Sending[]>([]);
  const [faults, setFaults] = useState<string[]>([]);
  const files = filesIn(value);
  const known = useRef(files);
  known.current = files;
  const show = (next: Sending[]) => {
    setSending(next);
    onSending?.(next.length > 0);
  };
  const bring = async (chosen: File[]) => {
    const refused = chosen.flatMap((file) => refusal(file) ?? []);
    const taken = chosen.filter((file) => refusal(file) === undefined);
    const room = filesMax - files.length;
    if (taken.length > room) refused.push(t('files.tooMany'));
    setFaults(refused);
    for (const file of taken.slice(0, room)) {
      const aborter = new AbortController();
      try {
        show([{ name: file.name, part: 0, aborter }]);
        const brought = await upload(file, (part) => show([{ name: file.name, part, aborter }]), aborter.signal);
        known.current = [...known.current, brought];
        onInput(JSON.stringify(known.current));
      } catch (error) {
        if (!aborter.signal.aborted) setFaults((now) => [...now, t('files.failed', { name: file.name, why: (error as Error).message })]);
      }
    }
    show([]);
  };
  const remove = (gone: Brought) => {
    onInput(JSON.stringify(files.filter((file) => file !== gone)));
    input.current?.focus();
  };
  const words = [...faults, refusalAt(error, path)].filter((one) => one !== undefined);
  return (
    <div class="field attachments">
      <label for={id}>{t('files.label')}</label>
      <span class="file-pick">
        <input
          ref={input}
          id={id}
          type="file"
          multiple
          accept={fileTypes.join(',')}
          disabled={busy || sending.length > 0}
          aria-describedby={`${id}-hint${words.length > 0 ? ` ${id}-fault` : ''}`}
          onChange={(event) => {
            const chosen = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            void bring(chosen);
          }}
        />
        <span class="button" aria-hidden="true">
          {t('files.add')}
        </span>
      </span>
      <p id={`${id}-hint`} class="quiet">
        {t('files.hint')}
      </p>
      {(files.length > 0 || sending.length > 0) && (
        <ul class="files">
          {files.map((file) => (
            <li key={file.id}>
              {file.name} <span class="quiet">({formatBytes(file.bytes)})</span>
              <button
                type="button"
                class="plain"
                disabled={busy}
                onClick={() => remove(file)}
                aria-label={t('files.remove', { name: file.name })}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
          {sending.map((one) => (
            <li key={one.name}>
              {one.name} <progress value={one.part} max={1} aria-label={one.name} />{' '}
              {t('files.sending', { percent: `${formatCount(one.part * 100)}%` })}
              <button type="button" onClick={() => one.aborter.abort()}>
                {t('files.stop')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {words.length > 0 && (
        <ul id={`${id}-fault`} class="fault" role="alert">
          {words.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Files that the server would refuse are not uploaded. */
function refusal(file: File): string | undefined {
  const { name, size } = file;
  if (!isTaken(name)) return t('files.wrongType', { name });
  if (size === 0) return t('files.empty', { name });
  return size > fileBytesMax ? t('files.tooLarge', { name, size: formatBytes(size) }) : undefined;
}
