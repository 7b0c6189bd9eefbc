import { useEffect } from 'preact/hooks';
import { onFrame } from '../api/frame';
import { TargetChangedDocument, type TargetRowFragment } from '../api/generated';
import { watch } from '../api/live';
import { isPast } from '../i18n/days';
import type { askedOf } from './targets';

export type Asked = ReturnType<typeof askedOf>;

/** Calls back with each indicator whose figures at the unit have changed. */
export function useTargetChanges(asked: Asked | null, onChange: (changed: TargetRowFragment[]) => void): void {
  useEffect(() => {
    // The past does not change.
    if (!asked || isPast(asked.asOf)) return;
    const changed = new Map<string, TargetRowFragment>();
    return watch(
      TargetChangedDocument,
      asked,
      ({ indicatorChanged }) => {
        changed.set(indicatorChanged.id, indicatorChanged);
        onFrame(changed, () => {
          onChange([...changed.values()]);
          changed.clear();
        });
      },
      // The query shows refusals.
      () => {},
    );
  }, [asked && JSON.stringify(asked)]);
}
