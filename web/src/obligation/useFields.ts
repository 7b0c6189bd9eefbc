import { useState } from 'preact/hooks';
import { forget, type Action } from '../api/commands';
import { useSending } from './Outcome';

/** The fields of a form, independent of where texts are stored: missing inputs and messages. */
export function useFields<F extends string>(action: Action, about: string, texts: Record<F, string>, set: (name: F, text: string) => void) {
  const [missing, setMissing] = useState(false);
  const { busy, error } = useSending(action, about);
  const touch = () => {
    forget(action, about);
    setMissing(false);
  };
  const edit = (name: F) => (text: string) => {
    touch();
    set(name, text);
  };
  /** path: the path of the API's errors about it. */
  const bind = (name: F, path: string = name) => ({ path, value: texts[name], busy, error, onInput: edit(name) });
  return { sending: { action, about }, texts, missing, setMissing, busy, error, touch, edit, bind };
}
