import { draftOf, drop, standOn, write } from '../api/drafts';

/**
 * Texts of a form that survive until they are sent: a reload, a closed window, a new sign-in. usual: what an untouched field shows.
 * version: of what the form is about, as it is known now.
 */
export function useDraft<F extends string>(key: string, usual: Record<F, string>, version?: number) {
  const draft = draftOf(key);
  return {
    texts: { ...usual, ...(draft?.texts as Partial<Record<F, string>> | undefined) },
    /** Whether anything was typed. */
    isTyped: draft !== undefined,
    /** The version that was seen at the first keystroke: what is sent rests on it. */
    version: draft?.version ?? version,
    /** Something else has changed since then. */
    isOld: draft?.version !== undefined && version !== undefined && draft.version !== version,
    set: (name: F, text: string) => write(key, name, text, version),
    /** What has changed meanwhile was seen; without a version, whatever is there when the next is sent. */
    see: (seen?: number) => standOn(key, seen),
    clear: () => drop(key),
  };
}
