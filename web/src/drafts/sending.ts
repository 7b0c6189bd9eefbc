import { Refused, Unknown } from '../api/errors';
import { ask } from '../api/http';
import type { Question } from '../api/question';
import { newRequestId } from '../api/requestId';
import { token } from '../api/token';

const pauseMsMin = 500;
const pauseMsMax = 10_000;

export const pauseOf = (attempt: number): Promise<void> =>
  new Promise((done) => setTimeout(done, Math.min(pauseMsMax, pauseMsMin * 2 ** attempt)));

/** Carries out a change once: repeats the same request until there is an answer. */
export async function insist<T, V extends { requestId: string }>(
  document: Question<T, V>,
  variables: Omit<V, 'requestId'>,
  onUnknown: () => void,
): Promise<T> {
  const whole = { ...variables, requestId: newRequestId() } as V;
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask(document, whole);
    } catch (fault) {
      if (!(fault instanceof Unknown)) throw fault;
      onUnknown();
      await pauseOf(attempt);
    }
  }
}

/** How often an upload without an answer is repeated. */
const uploadsMax = 4;

/** Uploads a file idempotently; returns the id of the new draft. Throws Refused with the reason. */
export async function upload(owner: string, file: File): Promise<string> {
  const id = newRequestId();
  const send = () => {
    const form = new FormData();
    form.append('file', file);
    const headers = new Headers({ 'Idempotency-Key': id });
    if (token.value !== null) headers.set('Authorization', `Bearer ${token.value}`);
    return fetch(`/drafts?owner=${encodeURIComponent(owner)}`, {
      method: 'POST',
      body: form,
      headers,
    });
  };
  let response: Response | undefined;
  for (let attempt = 0; !response; attempt++) {
    try {
      response = await send();
    } catch (fault) {
      if (attempt === uploadsMax) throw fault;
      await pauseOf(attempt);
    }
  }
  const answer = (await response.json().catch(() => null)) as { id?: string; errors?: { message: string }[] } | null;
  if (answer?.id) return answer.id;
  throw new Refused(answer?.errors?.[0] ?? { message: `HTTP ${response.status}` });
}
