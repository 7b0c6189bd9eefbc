import { useLocation } from 'preact-iso';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { formatDay } from '../i18n/format';
import { Icon } from '../ui/Icon';
import { useCombobox } from '../ui/useCombobox';
import { addressOf, defaultList, parseView, treeDay } from '../view/view';
import { find, type Hit } from './find';
import { whichOf } from './which';

/**
 * Finds units by any part of their names and by words of units above, and plans by their numbers, with or without diacritics; "/" focuses
 * it from anywhere.
 */
export function Search() {
  const { route, path, url } = useLocation();
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

  // On a past day it finds the units of that day, including those that have ended since.
  const shown = parseView(path, url.includes('?') ? url.slice(url.indexOf('?')) : '');
  const on = shown ? treeDay(shown.scope) : undefined;
  const addressTo = ({ unit, plan }: Hit) => {
    const view = parseView(path, location.search);
    const [id, page] = unit ? [unit.id, 'overview' as const] : [plan.owner.id, 'plans' as const];
    return view
      ? addressOf({ ...view, unit: id, page, list: defaultList, planShown: plan?.id, open: undefined })
      : `/units/${encodeURIComponent(id)}${plan ? `/plans/${encodeURIComponent(plan.id)}` : ''}`;
  };
  const box = useCombobox<Hit>({
    find: (text, signal) => find(text, signal, on),
    choose: (hit) => {
      input.current?.blur();
      route(addressTo(hit));
    },
  });

  return (
    <search class="search">
      <Icon name="search" />
      <input ref={input} {...box.input} aria-label={t('search.label')} placeholder={t('search.placeholder')} value={box.text} />
      <kbd aria-hidden="true">/</kbd>
      <div class="found" hidden={!box.shown}>
        <ul {...box.list} aria-label={t('search.label')}>
          {box.found?.map((hit, i) => (
            <li key={(hit.unit ?? hit.plan)!.id} {...box.option(hit, i)}>
              {hit.unit ? (
                <>
                  <strong>{hit.unit.name}</strong>
                  <small>{whichOf(hit.unit)}</small>
                </>
              ) : (
                <>
                  <strong>{[hit.plan.number, hit.plan.title].filter(Boolean).join(' · ')}</strong>
                  <small>
                    {t('search.plan')} · {hit.plan.owner.name}
                  </small>
                </>
              )}
            </li>
          ))}
        </ul>
        {on ? (
          <p class="note">{t('search.on', { day: formatDay(on) })}</p>
        ) : (
          box.found?.length === 0 && <p class="note">{t('search.ended')}</p>
        )}
        {box.failed ? <p role="status">{t('search.failed')}</p> : box.found?.length === 0 && <p role="status">{t('search.none')}</p>}
      </div>
    </search>
  );
}
