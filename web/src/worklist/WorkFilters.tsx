import { useEffect, useRef, useState } from 'preact/hooks';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { Choice } from '../ui/Choice';
import { useMedia } from '../ui/useMedia';
import { listNames, type ListName, type ListView } from '../view/lists';
import { reformAreas, statuses, unitKinds } from '../view/view';

const orders = ['DUE_ASC', 'DUE_DESC', 'PERCENT_ASC', 'PERCENT_DESC', 'UPDATED_DESC'] as const;

/** Until the next letter comes, nothing is asked. */
const typingMs = 300;

export function WorkFilters() {
  const { view, go } = usePage();
  const { list } = view;
  const hasRoom = useMedia('(min-width: 48rem)');
  const [text, setText] = useState(list.text ?? '');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => setText(list.text ?? ''), [list.text]);
  const change = (changed: Partial<ListView>, replace = false) => go({ ...view, list: { ...list, ...changed } }, replace);
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
          <Choice label={t('list.which')} value={list.name} onChange={(value) => change({ name: value as ListName })}>
            {listNames.map((name) => (
              <option key={name} value={name}>
                {t(`lists.${name}`)}
              </option>
            ))}
          </Choice>
          <Choice
            label={t('list.status')}
            value={list.status ?? ''}
            onChange={(value) => change({ status: (value || undefined) as ListView['status'] })}
          >
            <option value="">{t('list.anyStatus')}</option>
            {statuses.map((status) => (
              <option key={status} value={status}>
                {t(`status.${status}`)}
              </option>
            ))}
          </Choice>
          <Choice
            label={t('list.area')}
            value={list.area ?? ''}
            onChange={(value) => change({ area: (value || undefined) as ListView['area'] })}
          >
            <option value="">{t('list.anyArea')}</option>
            {reformAreas.map((area) => (
              <option key={area} value={area}>
                {t(`area.${area}`)}
              </option>
            ))}
          </Choice>
          <Choice
            label={t('list.unitKind')}
            value={list.unitKind ?? ''}
            onChange={(value) => change({ unitKind: (value || undefined) as ListView['unitKind'] })}
          >
            <option value="">{t('list.anyKind')}</option>
            {unitKinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kind.${kind}`)}
              </option>
            ))}
          </Choice>
          <Choice label={t('list.order')} value={list.order} onChange={(value) => change({ order: value as ListView['order'] })}>
            {orders.map((order) => (
              <option key={order} value={order}>
                {t(`order.${order}`)}
              </option>
            ))}
          </Choice>
          <label class="check">
            <input type="checkbox" checked={list.own} onChange={(event) => change({ own: event.currentTarget.checked })} />
            <span>{t('list.own')}</span>
          </label>
        </div>
      </details>
    </form>
  );
}
