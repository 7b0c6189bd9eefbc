import { useState } from 'preact/hooks';
import { perform, type Action } from '../api/commands';
import type { DocumentInput } from '../api/generated';
import { readDay } from '../i18n/days';
import { useFields } from '../obligation/useFields';

/** The texts of a form, its missing inputs, and how to send it. */
export function useForm<F extends string>(action: Action, about: string, empty: Record<F, string>) {
  const [texts, setTexts] = useState(empty);
  const fields = useFields(action, about, texts, (name, text) => setTexts((now) => ({ ...now, [name]: text })));
  return {
    ...fields,
    /** input: null if something is missing. Returns whether it succeeded. */
    send: async (input: Record<string, unknown> | null): Promise<boolean> => {
      if (!input) {
        fields.setMissing(true);
        return false;
      }
      const isDone = (await perform(action, about, input)).is === 'done';
      if (isDone) setTexts(empty);
      return isDone;
    },
  };
}

/** Null if empty; undefined if not a day. */
export const optionalDay = (text: string): string | null | undefined => (text.trim() === '' ? null : readDay(text));

/** Null if empty; undefined if incomplete. */
export function actOf(number: string, issuedOn: string): DocumentInput | null | undefined {
  if (number.trim() === '' && issuedOn.trim() === '') return null;
  const day = readDay(issuedOn);
  return number.trim() !== '' && day ? { number: number.trim(), issuedOn: day } : undefined;
}

/** Combines the two above; undefined if incomplete. */
export function termOf(texts: Record<'from' | 'to' | 'number' | 'issuedOn', string>) {
  const [from, to, act] = [optionalDay(texts.from), optionalDay(texts.to), actOf(texts.number, texts.issuedOn)];
  return from === undefined || to === undefined || act === undefined ? undefined : { from, to, act };
}
