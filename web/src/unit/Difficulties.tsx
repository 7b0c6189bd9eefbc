import { ObligationsBelowDocument } from '../api/generated';
import { shown } from '../api/changes';
import { useResource } from '../api/resource';
import { openAddress, usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount, formatInstant } from '../i18n/format';
import { Section } from '../ui/Section';
import { Empty, Unanswered } from '../ui/States';
import { obligationFilter } from '../view/lists';
import { defaultList, listAddress } from '../view/view';
import { useChanges } from './useUnit';

const named = 4;

export function Difficulties({ unit }: { unit: string }) {
  const { view } = usePage();
  const open = useResource(ObligationsBelowDocument, {
    under: unit,
    first: named,
    withTotals: true,
    orderBy: 'UPDATED_DESC',
    asOf: view.scope.asOf,
    filter: obligationFilter(view.scope, { ...defaultList, name: 'difficulty' }),
  });
  useChanges(open.refresh);
  const list = open.data?.obligations;
  return (
    <Section
      title={t('difficulty.title')}
      class="difficulties"
      aside={
        list &&
        list.totalCount! > named && (
          <a href={listAddress(view, { name: 'difficulty' })}>{t('difficulty.more', { count: formatCount(list.totalCount!) })}</a>
        )
      }
    >
      {list ? (
        list.nodes.length > 0 ? (
          <ul class="rows">
            {list.nodes.map(shown).map(
              (row) =>
                row.difficulty && (
                  <li key={row.id}>
                    <a href={openAddress(view, row.id)}>{row.difficulty.text}</a>
                    <small>
                      {row.unit.name} · {t('difficulty.raisedTo', { unit: row.difficulty.raisedTo.name })} ·{' '}
                      {formatInstant(row.difficulty.raisedAt)}
                    </small>
                  </li>
                ),
            )}
          </ul>
        ) : (
          <Empty text={t('difficulty.none')} />
        )
      ) : (
        <Unanswered of={open} rows={1} />
      )}
    </Section>
  );
}
