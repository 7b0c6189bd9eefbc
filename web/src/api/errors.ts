/** One entry of an answer's errors. */
export interface ApiErrorEntry {
  message: string;
  extensions?: { code?: string; reason?: string; input?: (string | number)[]; signIn?: string };
}

/** The API refused. Nothing was changed. */
export class Refused extends Error {
  readonly code: string;
  /** A constant more specific than the code, such as SAME_PERSON. */
  readonly reason?: string;
  /** The part of the input concerned, e.g. ["document", "issuedOn"]. */
  readonly input: readonly (string | number)[];

  constructor(entry: ApiErrorEntry) {
    super(entry.message);
    this.code = entry.extensions?.code ?? 'INTERNAL';
    this.reason = entry.extensions?.reason;
    this.input = entry.extensions?.input ?? [];
  }
}

/** No answer, or one without an outcome: repeat with the same request id, which is safe. */
export class Unknown extends Error {}

/** Codes after which the outcome of a change is unknown. */
const unknownCodes = new Set(['UNAVAILABLE', 'TIMEOUT', 'OVERLOADED']);

/** Whether an error concerns the whole answer, not only one figure that is null. */
export const isOfAll = (entry: ApiErrorEntry): boolean => entry.extensions?.code !== 'OUT_OF_RANGE';

export function errorOf(entry: ApiErrorEntry): Error {
  return unknownCodes.has(entry.extensions?.code ?? '') ? new Unknown(entry.message) : new Refused(entry);
}
