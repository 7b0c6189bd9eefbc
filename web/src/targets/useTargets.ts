import { useEffect } from 'preact/hooks';
import { onFrame } from '../api/frame';
import { TargetChangedDocument, type TargetRowFragment } from '../api/generated';
import { watch } from '../api/live';
import { isPast } from '../i18n/days';
import type { askedOf } from './targets';

export type Asked = ReturnType<typeof askedOf>;

/** Calls with each indicator whose figures at the unit have changed. */
export function useTargetChanges(asked: Asked | null, onChange: (changed: TargetRowFragment[]) => void): void {
  useEffect(() => {
    // What has been moves no more.
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
      // A refusal is the query's to show.
      () => {},
    );
  }, [asked && JSON.stringify(asked)]);
}
