/** One entry of an answer's errors. */
export interface ApiErrorEntry {
  message: string;
  extensions?: { code?: string; reason?: string; input?: (string | number)[]; signIn?: string };
}

/** The API refused. Nothing was changed. */
export class Refused extends Error {
  readonly code: string;
  /** What tells more than the code, such as SAME_PERSON. */
  readonly reason?: string;
  /** Which part of the input is meant, e.g. ["document", "issuedOn"]. */
  readonly input: readonly (string | number)[];

  constructor(entry: ApiErrorEntry) {
    super(entry.message);
    this.code = entry.extensions?.code ?? 'INTERNAL';
    this.reason = entry.extensions?.reason;
    this.input = entry.extensions?.input ?? [];
  }
}

/** No answer, or one that says nothing of what happened: a repeat with the same request id is safe, and needed. */
export class Unknown extends Error {}

/** Answers after which nothing is known about the change. */
const unknownCodes = new Set(['UNAVAILABLE', 'TIMEOUT', 'OVERLOADED']);

/** Whether an error concerns the answer, and not one figure of it that is null alone. */
export const isOfAll = (entry: ApiErrorEntry): boolean => entry.extensions?.code !== 'OUT_OF_RANGE';

export function errorOf(entry: ApiErrorEntry): Error {
  return unknownCodes.has(entry.extensions?.code ?? '') ? new Unknown(entry.message) : new Refused(entry);
}
