import { newRequestId } from './requestId';
import { signInAt, token, tokenRefused } from './token';

/** An uploaded file that a document may name. */
export interface Brought {
  id: string;
  name: string;
  bytes: number;
}

export const fileBytesMax = 20 * 1024 * 1024;
export const filesMax = 20;

/** Types that offices write, scan, sign and pack. Programs and web pages are no evidence. */
export const fileTypes =
  '.pdf .doc .docx .xls .xlsx .ppt .pptx .odt .ods .odp .rtf .txt .csv .xml .png .jpg .jpeg .gif .tif .tiff .webp .zip .rar .7z .p7s .p7m .mp4 .mp3'.split(
    ' ',
  );

export const isTaken = (name: string): boolean => fileTypes.some((type) => name.toLowerCase().endsWith(type));

/** Ids of uploads without an answer, by file: chosen again, the file is uploaded under the same id, so that it exists once. */
const unanswered = new Map<string, string>();

/** Uploads a file, with progress (0..1). Throws the server's refusal, or that there was no answer. */
export function upload(file: File, onProgress: (part: number) => void, abort: AbortSignal): Promise<Brought> {
  return new Promise((done, failed) => {
    // fetch reports no upload progress.
    const request = new XMLHttpRequest();
    const sent = token.value;
    request.open('POST', '/files');
    request.setRequestHeader('Accept', 'application/json');
    const of = `${file.name} ${file.size} ${file.lastModified}`;
    const id = unanswered.get(of) ?? newRequestId();
    unanswered.set(of, id);
    request.setRequestHeader('Idempotency-Key', id);
    if (sent !== null) request.setRequestHeader('Authorization', `Bearer ${sent}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => failed(new Error('network'));
    request.onabort = () => failed(new DOMException('stopped', 'AbortError'));
    request.onload = () => {
      unanswered.delete(of);
      const answer = read(request.responseText);
      if (request.status >= 200 && request.status < 300 && answer?.id) {
        done({ id: answer.id, name: file.name, bytes: file.size });
        return;
      }
      const error = answer?.errors?.[0];
      if (request.status === 401) {
        signInAt.value = error?.extensions?.signIn ?? signInAt.value;
        tokenRefused(sent);
      }
      failed(new Error(error?.message ?? String(request.status)));
    };
    abort.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}

interface Answer {
  id?: string;
  errors?: { message: string; extensions?: { signIn?: string } }[];
}

function read(text: string): Answer | null {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return null;
  }
}
