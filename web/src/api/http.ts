import { type ApiErrorEntry, errorOf, isOfAll, Refused, Unknown } from './errors';
import type { Question } from './question';
import { signInAt, token, tokenRefused } from './token';

/** Longer than the server's own limit. */
const timeoutMs = 15_000;

interface Answer<T> {
  data?: T | null;
  errors?: ApiErrorEntry[];
}

/** Sends one request to the API. Throws Refused, or Unknown if the outcome is unknown. */
export async function ask<T, V>(document: Question<T, V>, variables: V, signal?: AbortSignal): Promise<T> {
  return send<T>(document, variables, signal);
}

/** Like ask, for a document built at run time. */
export async function send<T>(query: string, variables: unknown, signal?: AbortSignal): Promise<T> {
  const sent = token.value;
  const limit = AbortSignal.timeout(timeoutMs);
  let answer: Answer<T>;
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/graphql-response+json, application/json',
        ...(sent === null ? {} : { Authorization: `Bearer ${sent}` }),
      },
      body: JSON.stringify({ query, variables }),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    answer = (await response.json()) as Answer<T>;
  } catch (fault) {
    if (signal?.aborted) throw fault;
    throw new Unknown(fault instanceof Error ? fault.message : String(fault));
  }
  const error = answer.errors?.find(isOfAll);
  if (error) {
    // The limit on refused tokens never affects a valid one, so the token sent was wrong.
    if (error.extensions?.code === 'UNAUTHENTICATED' || error.extensions?.code === 'LIMIT_REFUSED_TOKENS') {
      signInAt.value = error.extensions.signIn ?? null;
      tokenRefused(sent);
    }
    throw errorOf(error);
  }
  if (!answer.data) throw new Refused({ message: 'The answer holds no data.' });
  return answer.data;
}
