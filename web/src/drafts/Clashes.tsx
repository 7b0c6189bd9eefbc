import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Section } from '../ui/Section';
import { Heads } from '../ui/Table';
import type { DraftStore } from './store';

/** Conflicting texts of two people in the same cells: both are shown until one is chosen. */
export function Clashes({ store }: { store: DraftStore }) {
  const clashes = store.clashes.value;
  if (clashes.length === 0)
    return store.merged.value ? (
      <p class="note" role="status">
        {t('draftState.merged')}
      </p>
    ) : null;
  const numbers = new Map(store.rows.value.map((row, i) => [row.key, i + 1]));
  return (
    <Section title={t('draftState.clashTitle', { count: formatCount(clashes.length) })} class="clashes">
      <div class="scroll" tabIndex={0} role="region" aria-label={t('draftState.clash')}>
        <table>
          <Heads of={[t('draftGrid.row'), t('draftState.mine'), t('draftState.theirs')]} />
          <tbody>
            {clashes.map(({ row, column, mine, theirs }) => (
              <tr key={`${row} ${column}`}>
                <th scope="row">{t('draftGrid.cell', { row: numbers.get(row) ?? '–', column: t(`draftColumn.${column}`) })}</th>
                <td lang="vi">{mine || t('draftGrid.empty')}</td>
                <td lang="vi">{theirs || t('draftGrid.empty')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="buttons">
        <button type="button" onClick={() => store.settle(true)}>
          {t('draftState.keepMine')}
        </button>
        <button type="button" onClick={() => store.settle(false)}>
          {t('draftState.takeTheirs')}
        </button>
      </p>
    </Section>
  );
}
