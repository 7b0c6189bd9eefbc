import { draftOf, drop, standOn, write } from '../api/drafts';

/**
 * Texts of a form that survive a reload, a closed window and a new sign-in until they are sent. usual: initial texts. version: the present
 * version of the subject.
 */
export function useDraft<F extends string>(key: string, usual: Record<F, string>, version?: number) {
  const draft = draftOf(key);
  return {
    texts: { ...usual, ...(draft?.texts as Partial<Record<F, string>> | undefined) },
    /** Whether there is any input. */
    isTyped: draft !== undefined,
    /** The version at the first keystroke, on which the input is based. */
    version: draft?.version ?? version,
    /** The subject has changed since then. */
    isOld: draft?.version !== undefined && version !== undefined && draft.version !== version,
    set: (name: F, text: string) => write(key, name, text, version),
    /** Marks the present version as seen; without one, the version at the next send. */
    see: (seen?: number) => standOn(key, seen),
    clear: () => drop(key),
  };
}
