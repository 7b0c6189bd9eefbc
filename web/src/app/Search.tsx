import { useLocation } from 'preact-iso';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { SearchDocument, type SearchQuery } from '../api/generated';
import { ask } from '../api/http';
import { t } from '../i18n';
import { Icon } from '../ui/Icon';
import { addressOf, defaultList, parseView } from '../view/view';

/** Long enough for the next letter to come first. */
const typingMs = 120;

type Found = SearchQuery['searchUnits'];

/** Finds units by any part of their names, with or without diacritics; "/" leads here from anywhere. */
export function Search() {
  const { route, path } = useLocation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const [failed, setFailed] = useState(false);
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    if (text.trim() === '') {
      setFound(null);
      return;
    }
    const aborter = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const answer = await ask(SearchDocument, { text }, aborter.signal);
        setFound(answer.searchUnits);
        setFailed(false);
        setAt(0);
      } catch {
        if (!aborter.signal.aborted) setFailed(true);
      }
    }, typingMs);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [text]);

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
  const choose = (unit: string) => {
    setText('');
    setOpen(false);
    input.current?.blur();
    route(addressTo(unit));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const count = found?.length ?? 0;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (count > 0) setAt((at + (event.key === 'ArrowDown' ? 1 : count - 1)) % count);
    } else if (event.key === 'Enter' && found?.[at]) {
      event.preventDefault();
      choose(found[at].id);
    } else if (event.key === 'Escape') {
      setText('');
      setOpen(false);
    }
  };

  const shown = open && text.trim() !== '' && (found !== null || failed);
  return (
    <search class="search">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={t('search.label')}
        placeholder={t('search.placeholder')}
        autocomplete="off"
        maxLength={200}
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && found?.[at] ? `${id}-${at}` : undefined}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <kbd aria-hidden="true">/</kbd>
      <div class="found" hidden={!shown}>
        <ul id={`${id}-list`} role="listbox" aria-label={t('search.label')}>
          {found?.map((unit, i) => (
            <li
              key={unit.id}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === at}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(unit.id)}
              onMouseMove={() => setAt(i)}
            >
              <strong>{unit.name}</strong>
              <small>{[t(`kind.${unit.kind}`), ...unit.ancestors.slice(1).map((above) => above.name)].join(' · ')}</small>
            </li>
          ))}
        </ul>
        {failed ? <p role="status">{t('search.failed')}</p> : found?.length === 0 && <p role="status">{t('search.none')}</p>}
      </div>
    </search>
  );
}
