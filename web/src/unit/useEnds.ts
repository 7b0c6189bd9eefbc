import { useMemo } from 'preact/hooks';
import { EndedDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { endOf } from '../app/which';
import { language } from '../i18n';
import { isUnassigned } from '../view/view';
import type { UnitNumbers } from './useUnit';

/** Maximum number of ids in one query. */
const idsMax = 1_000;

/** The last days of ended units below, shown after their names: another unit may have the same name. */
export function useEnds(unit: Pick<UnitNumbers, 'id' | 'parts' | 'children'>): ReadonlyMap<string, string> {
  const ids = useMemo(() => {
    const present = new Set([unit.id, ...unit.children.map((child) => child.id)]);
    return unit.parts.map((part) => part.key).filter((key) => !present.has(key) && !isUnassigned(key));
  }, [unit.id, unit.parts, unit.children]);
  const found = useResource(EndedDocument, ids.length > 0 ? { ids: ids.slice(0, idsMax) } : null);
  return useMemo(
    () => new Map(found.data?.units.flatMap((one) => (one ? [[one.id, endOf(one)] as const] : []))),
    [found.data, language.value],
  );
}
