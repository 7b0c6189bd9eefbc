import { useEffect, useId, useState } from 'preact/hooks';

/** Long enough to wait for the next letter. */
const typingMs = 120;

interface Options<T> {
  /** The matches of a text; also of an empty one with `opensEmpty`. */
  find: (text: string, signal: AbortSignal) => Promise<T[]>;
  choose: (one: T) => void;
  opensEmpty?: boolean;
}

/** A text field with a list of matches: arrows move, Enter chooses, Escape closes. */
export function useCombobox<T>({ find, choose, opensEmpty = false }: Options<T>) {
  const id = useId();
  const [text, setText] = useState('');
  const [found, setFound] = useState<T[] | null>(null);
  const [failed, setFailed] = useState(false);
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const asks = open && (opensEmpty || text.trim() !== '');

  useEffect(() => {
    if (!asks) {
      setFound(null);
      return;
    }
    const aborter = new AbortController();
    const ask = async () => {
      try {
        const next = await find(text.trim(), aborter.signal);
        if (aborter.signal.aborted) return;
        setFound(next);
        setFailed(false);
        setAt(0);
      } catch {
        if (!aborter.signal.aborted) setFailed(true);
      }
    };
    const timer = setTimeout(() => void ask(), text === '' ? 0 : typingMs);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [text, asks]);

  const close = () => {
    setText('');
    setOpen(false);
  };
  const take = (one: T) => {
    close();
    choose(one);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const count = found?.length ?? 0;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) setOpen(true);
      else if (count > 0) setAt((at + (event.key === 'ArrowDown' ? 1 : count - 1)) % count);
    } else if (event.key === 'Enter' && open && found?.[at]) {
      event.preventDefault();
      take(found[at]);
    } else if (event.key === 'Escape') {
      close();
    }
  };
  const shown = asks && (found !== null || failed);

  // Scrolls the active item into view.
  useEffect(() => {
    if (shown) document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at, shown]);

  return {
    text,
    found,
    failed,
    shown,
    open,
    input: {
      type: 'text' as const,
      role: 'combobox' as const,
      autocomplete: 'off',
      maxLength: 200,
      'aria-expanded': shown,
      'aria-controls': `${id}-list`,
      'aria-autocomplete': 'list' as const,
      'aria-activedescendant': shown && found?.[at] ? `${id}-${at}` : undefined,
      onInput: (event: { currentTarget: HTMLInputElement }) => {
        setText(event.currentTarget.value);
        setOpen(true);
      },
      onFocus: () => setOpen(true),
      onClick: () => setOpen(true),
      onBlur: close,
      onKeyDown,
    },
    list: { id: `${id}-list`, role: 'listbox' as const },
    option: (one: T, i: number) => ({
      id: `${id}-${i}`,
      role: 'option' as const,
      'aria-selected': i === at,
      onMouseDown: (event: MouseEvent) => event.preventDefault(),
      onClick: () => take(one),
      onMouseMove: () => setAt(i),
    }),
  };
}
