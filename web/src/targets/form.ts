import type { DocumentInput, IndicatorMethod } from '../api/generated';
import { readDay } from '../i18n/days';
import { readCount } from '../i18n/format';

/** The texts of the value form. */
export interface ValueTexts {
  numerator: string;
  denominator: string;
  note: string;
  number: string;
  issuedOn: string;
}

export interface ValueInput {
  numerator: number;
  denominator: number | null;
  note: string | null;
  document: DocumentInput | null;
}

export type Missing = 'numerator' | 'denominator' | 'above' | 'document';

/** The API's input, or the missing and invalid inputs, checked before sending. */
export function valueOf(texts: ValueTexts, method: IndicatorMethod, files: readonly string[]): ValueInput | Missing[] {
  const numerator = readCount(texts.numerator);
  const denominator = method === 'RATIO' ? readCount(texts.denominator) : null;
  const [number, issuedOn] = [texts.number.trim(), readDay(texts.issuedOn)];
  const hasDocument = number !== '' || texts.issuedOn.trim() !== '' || files.length > 0;
  const missing: Missing[] = [];
  if (numerator === undefined || (method === 'UNITS' && numerator > 1)) missing.push('numerator');
  if (denominator === undefined) missing.push('denominator');
  if (numerator !== undefined && typeof denominator === 'number' && numerator > denominator) missing.push('above');
  if (hasDocument && (number === '' || !issuedOn)) missing.push('document');
  if (missing.length > 0) return missing;
  return {
    numerator: numerator!,
    denominator: denominator!,
    note: texts.note.trim() || null,
    document: hasDocument ? { number, issuedOn: issuedOn!, files: [...files] } : null,
  };
}

/** The initial texts: the present value, to be corrected. */
export function textsOf(
  given: { numerator: number; denominator: number; note?: string | null } | null | undefined,
  write: (value: number) => string,
): ValueTexts {
  return {
    numerator: given ? write(given.numerator) : '',
    denominator: given && given.denominator > 0 ? write(given.denominator) : '',
    note: given?.note ?? '',
    number: '',
    issuedOn: '',
  };
}
