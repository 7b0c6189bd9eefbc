import { useLocation } from 'preact-iso';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { formatDay } from '../i18n/format';
import { Icon } from '../ui/Icon';
import { useCombobox } from '../ui/useCombobox';
import { addressOf, defaultList, parseView } from '../view/view';
import { findUnits, type Found } from './find';

/** Finds units by any part of their names, and by words of those above, with or without diacritics; "/" leads here from anywhere. */
export function Search() {
  const { route, path } = useLocation();
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const inField = (event.target as Element).closest('input, textarea, select, dialog');
      if (event.key === '/' && !inField && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        input.current?.focus();
      }
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);

  const addressTo = (unit: string) => {
    const view = parseView(path, location.search);
    return view
      ? addressOf({ ...view, unit, page: 'overview', list: defaultList, planShown: undefined, open: undefined })
      : `/units/${encodeURIComponent(unit)}`;
  };
  const box = useCombobox<Found>({
    find: findUnits,
    choose: (unit) => {
      input.current?.blur();
      route(addressTo(unit.id));
    },
  });

  return (
    <search class="search">
      <Icon name="search" />
      <input ref={input} {...box.input} aria-label={t('search.label')} placeholder={t('search.placeholder')} value={box.text} />
      <kbd aria-hidden="true">/</kbd>
      <div class="found" hidden={!box.shown}>
        <ul {...box.list} aria-label={t('search.label')}>
          {box.found?.map((unit, i) => (
            <li key={unit.id} {...box.option(unit, i)}>
              <strong>{unit.name}</strong>
              <small>
                {[t(`kind.${unit.kind}`), ...unit.ancestors.slice(1).map((above) => above.name), daysOf(unit)].filter(Boolean).join(' · ')}
              </small>
            </li>
          ))}
        </ul>
        {box.failed ? <p role="status">{t('search.failed')}</p> : box.found?.length === 0 && <p role="status">{t('search.none')}</p>}
      </div>
    </search>
  );
}

/** Which of several units of one name it is: those that stand in the same place differ in their days. */
export const daysOf = ({ validFrom, validTo }: Pick<Found, 'validFrom' | 'validTo'>): string => {
  const [from, to] = [validFrom && formatDay(validFrom), validTo && formatDay(validTo)];
  if (from && to) return t('lineage.existed', { from, to });
  if (from) return t('lineage.since', { from });
  return to ? t('lineage.until', { to }) : '';
};
