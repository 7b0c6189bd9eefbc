import { useEffect, useRef, useState } from 'preact/hooks';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { Choice } from '../ui/Choice';
import { useMedia } from '../ui/useMedia';
import { AreaChoice, KindChoice } from '../unit/choices';
import { listNames, type ListView } from '../view/lists';
import { orders, statuses } from '../view/view';

/** Wait for the next letter before querying. */
const typingMs = 300;

export function WorkFilters() {
  const { view, go } = usePage();
  const { list } = view;
  const hasRoom = useMedia('(min-width: 48rem)');
  const [text, setText] = useState(list.text ?? '');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => setText(list.text ?? ''), [list.text]);
  const change = (changed: Partial<ListView>, replace = false) => go({ ...view, list: { ...list, ...changed } }, replace);
  const bind = <K extends keyof ListView>(name: K) => ({
    value: list[name],
    onChange: (value: ListView[K]) => change({ [name]: value }),
  });
  const type = (value: string) => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => change({ text: value.trim() || undefined }, true), typingMs);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <form class="filters" aria-label={t('list.which')} onSubmit={(event) => event.preventDefault()}>
      <div class="choose wide">
        <label for="list-text">{t('list.text')}</label>
        <input id="list-text" type="search" value={text} maxLength={200} onInput={(event) => type(event.currentTarget.value)} />
      </div>
      <details class="more" open={hasRoom}>
        <summary>{t('list.filters')}</summary>
        <div>
          <Choice label={t('list.which')} options={listNames} words={(name) => t(`lists.${name}`)} {...bind('name')} />
          <Choice
            label={t('list.status')}
            options={statuses}
            words={(one) => t(`status.${one}`)}
            none={t('list.anyStatus')}
            {...bind('status')}
          />
          <AreaChoice label={t('list.area')} none={t('list.anyArea')} {...bind('area')} />
          <KindChoice label={t('list.unitKind')} none={t('list.anyKind')} {...bind('unitKind')} />
          <Choice label={t('list.order')} options={orders} words={(order) => t(`order.${order}`)} {...bind('order')} />
          <label class="check">
            <input type="checkbox" checked={list.own} onChange={(event) => change({ own: event.currentTarget.checked })} />
            <span>{t('list.own')}</span>
          </label>
        </div>
      </details>
    </form>
  );
}
