import type { InspectionInput } from '../api/generated';
import { readDay, today } from '../i18n/days';
import { filesIn } from '../obligation/Attachments';
import type { ChosenUnit } from '../unit/UnitChoice';

export interface FindingRow {
  text: string;
  due: string;
}

/** The form of an inspection. */
export interface Form {
  id: string;
  unit: ChosenUnit | null;
  on: string;
  number: string;
  issuedOn: string;
  title: string;
  files: string;
  findings: FindingRow[];
}

export const emptyForm = (id: string, on: string): Form => ({
  id,
  unit: null,
  on,
  number: '',
  issuedOn: '',
  title: '',
  files: '',
  findings: [],
});

const hasAct = ({ number, issuedOn, title, files }: Form): boolean =>
  [number, issuedOn, title].some((text) => text.trim() !== '') || filesIn(files).length > 0;

/** Missing or invalid inputs, by path such as "findings.0.due". */
export function missingIn(form: Form, now = today()): Set<string> {
  const missing = new Set<string>();
  const need = (place: string, isThere: unknown) => {
    if (!isThere) missing.add(place);
  };
  const on = readDay(form.on);
  need('unit', form.unit);
  need('on', on && on <= now);
  if (hasAct(form)) {
    need('number', form.number.trim());
    need('issuedOn', readDay(form.issuedOn));
  }
  form.findings.forEach((row, i) => {
    const due = readDay(row.due);
    need(`findings.${i}.text`, row.text.trim());
    need(`findings.${i}.due`, due && (!on || due >= on));
  });
  return missing;
}

/** The API's input for a complete form. */
export function inputOf(form: Form, inspector: string): InspectionInput {
  return {
    id: form.id,
    inspector,
    unit: form.unit!.id,
    on: readDay(form.on)!,
    act: hasAct(form)
      ? {
          number: form.number.trim(),
          issuedOn: readDay(form.issuedOn)!,
          title: form.title.trim() || null,
          files: filesIn(form.files).map((file) => file.id),
        }
      : null,
    findings: form.findings.map((row) => ({ text: row.text.trim(), due: readDay(row.due)! })),
  };
}
