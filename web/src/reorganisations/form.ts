import type { ReorganisationInput, ReorganisedUnitFragment, UnitKind } from '../api/generated';
import { fold } from '../app/find';
import { readDay } from '../i18n/days';
import { formatDay } from '../i18n/format';
import type { ChosenUnit } from '../unit/UnitChoice';

export interface FoundRow {
  id: string;
  name: string;
  kind: UnitKind;
  parent: ChosenUnit | null;
  code: string;
}

export interface RenameRow {
  unit: ChosenUnit | null;
  name: string;
  code: string;
}

export interface MoveRow {
  unit: ChosenUnit | null;
  parent: ChosenUnit | null;
}

export interface CloseRow {
  unit: ChosenUnit | null;
  heirs: ChosenUnit[];
  /** The only heir takes a part, and the rest has no successor. */
  isPart: boolean;
}

/** The form of a small reorganisation. */
export interface Form {
  id: string;
  title: string;
  number: string;
  issuedOn: string;
  effectiveOn: string;
  operatesFrom: string;
  found: FoundRow[];
  rename: RenameRow[];
  move: MoveRow[];
  close: CloseRow[];
}

export const lists = ['found', 'rename', 'move', 'close'] as const;

export type ListOf = (typeof lists)[number];

const idMax = 100;

export const emptyForm = (id: string): Form => ({
  id,
  title: '',
  number: '',
  issuedOn: '',
  effectiveOn: '',
  operatesFrom: '',
  found: [],
  rename: [],
  move: [],
  close: [],
});

export const emptyRows = (top: ChosenUnit): { [L in ListOf]: Form[L][number] } => ({
  found: { id: '', name: '', kind: 'COMMUNE', parent: top, code: '' },
  rename: { unit: null, name: '', code: '' },
  move: { unit: null, parent: null },
  close: { unit: null, heirs: [], isPart: false },
});

const slug = (text: string): string =>
  fold(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** The default id of a new unit: from its code and first year, otherwise from its name. */
export function idOf(row: FoundRow, carrier: string, effectiveOn: string): string {
  const id = row.id.trim();
  if (id !== '') return id;
  const year = readDay(effectiveOn)?.slice(2, 4);
  return row.code.trim() && year ? `vn${year}-${row.code.trim()}` : `${carrier}-${slug(row.name)}`.slice(0, idMax);
}

/** New units of the form, selectable as parents and heirs. */
export const plannedUnits = (form: Form, carrier: string): ChosenUnit[] =>
  form.found.filter((row) => row.name.trim() !== '').map((row) => ({ id: idOf(row, carrier, form.effectiveOn), name: row.name.trim() }));

/** Missing inputs, by path such as "found.0.name". */
export function missingIn(form: Form): Set<string> {
  const missing = new Set<string>();
  const need = (place: string, isThere: unknown) => {
    if (!isThere) missing.add(place);
  };
  for (const name of ['title', 'number'] as const) need(name, form[name].trim());
  for (const name of ['issuedOn', 'effectiveOn'] as const) need(name, readDay(form[name]));
  need('operatesFrom', form.operatesFrom.trim() === '' || readDay(form.operatesFrom));
  need(
    'acts',
    lists.some((list) => form[list].length > 0),
  );
  form.found.forEach((row, i) => {
    need(`found.${i}.name`, row.name.trim());
    need(`found.${i}.parent`, row.parent);
  });
  form.rename.forEach((row, i) => {
    need(`rename.${i}.unit`, row.unit);
    need(`rename.${i}.name`, row.name.trim());
  });
  form.move.forEach((row, i) => {
    need(`move.${i}.unit`, row.unit);
    need(`move.${i}.parent`, row.parent);
  });
  form.close.forEach((row, i) => need(`close.${i}.unit`, row.unit));
  return missing;
}

/** The API's input for a complete form. */
export function inputOf(form: Form, carrier: string): ReorganisationInput {
  const code = (text: string) => text.trim() || null;
  return {
    id: form.id,
    carrier,
    title: form.title.trim(),
    act: { number: form.number.trim(), issuedOn: readDay(form.issuedOn)! },
    effectiveOn: readDay(form.effectiveOn)!,
    operatesFrom: readDay(form.operatesFrom) ?? null,
    establish: form.found.map((row) => ({
      id: idOf(row, carrier, form.effectiveOn),
      name: row.name.trim(),
      kind: row.kind,
      parent: row.parent!.id,
      code: code(row.code),
    })),
    rename: form.rename.map((row) => ({ unit: row.unit!.id, name: row.name.trim(), code: code(row.code) })),
    move: form.move.map((row) => ({ unit: row.unit!.id, parent: row.parent!.id })),
    close: form.close.map((row) => ({
      unit: row.unit!.id,
      heirs: row.heirs.map((heir) => ({ unit: heir.id, extent: row.heirs.length > 1 || row.isPart ? 'PARTIAL' : 'FULL' })),
    })),
  };
}

export interface Line {
  after?: ReorganisedUnitFragment | null;
  before: readonly ReorganisedUnitFragment[];
}

interface Head {
  id: string;
  title: string;
  act: { number: string; issuedOn: string };
  effectiveOn: string;
  operatesFrom: string;
}

const chosen = ({ id, name }: ChosenUnit): ChosenUnit => ({ id, name });

/** Rebuilds the form of a draft from all of its lines. */
export function formOf(head: Head, all: readonly Line[]): Form {
  const form: Form = {
    ...emptyForm(head.id),
    title: head.title,
    number: head.act.number,
    issuedOn: formatDay(head.act.issuedOn),
    effectiveOn: formatDay(head.effectiveOn),
    operatesFrom: head.operatesFrom === head.effectiveOn ? '' : formatDay(head.operatesFrom),
  };
  const closes = new Map<string, CloseRow>();
  for (const { after, before } of all) {
    const was = before.find((unit) => unit.id === after?.id);
    const parent = after?.parent ? { id: after.parent, name: after.parentName ?? after.parent } : null;
    if (after?.acts.includes('FOUND')) {
      form.found.push({ id: after.id, name: after.name, kind: after.kind!, parent, code: after.code ?? '' });
    }
    if (after?.acts.includes('RENAME')) {
      form.rename.push({
        unit: { id: after.id, name: was?.name ?? after.name },
        name: after.name,
        code: after.code === was?.code ? '' : (after.code ?? ''),
      });
    }
    if (after?.acts.includes('MOVE')) form.move.push({ unit: { id: after.id, name: was?.name ?? after.name }, parent });
    for (const unit of before.filter((one) => one.acts.includes('CLOSE'))) {
      const row = closes.get(unit.id) ?? { unit: chosen(unit), heirs: [], isPart: false };
      closes.set(unit.id, row);
      if (!after) continue;
      row.heirs.push(chosen(after));
      row.isPart = row.heirs.length === 1 && unit.extent === 'PARTIAL';
    }
  }
  form.close = [...closes.values()];
  return form;
}
