import type { ReorganisationStatus } from '../api/generated';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Section } from '../ui/Section';
import { Empty } from '../ui/States';
import { figureOf, measureWords, shownAndFolded, verdictOf, type BalanceLine } from './balance';

/** The carrier's figures before and after, and whether they come out. */
export function BalanceTable({ lines, status }: { lines: readonly BalanceLine[]; status: ReorganisationStatus }) {
  const [shown, folded] = shownAndFolded(lines);
  const wrong = lines.filter((line) => verdictOf(line) === 'wrong').length;
  if (status === 'DRAFT' || status === 'DISCARDED') return null;
  return (
    <Section title={t('balance.title')} class="balance">
      {lines.length === 0 ? (
        <Empty text={t('balance.none')} />
      ) : (
        <>
          <p role="status" class={wrong > 0 ? 'error' : 'done'}>
            {wrong > 0 ? t('balance.wrong', { count: formatCount(wrong) }) : t('balance.right')}
          </p>
          <Table lines={shown} title={t('balance.title')} />
          {folded.length > 0 && (
            <details>
              <summary>{t('balance.rest', { count: formatCount(folded.length) })}</summary>
              <Table lines={folded} title={t('balance.rest', { count: formatCount(folded.length) })} />
            </details>
          )}
        </>
      )}
    </Section>
  );
}

const Table = ({ lines, title }: { lines: readonly BalanceLine[]; title: string }) => (
  <div class="scroll" tabIndex={0} role="region" aria-label={t('state.table', { title })}>
    <table>
      <thead>
        <tr>
          <th scope="col">{t('balance.measure')}</th>
          <th scope="col" class="number">
            {t('balance.before')}
          </th>
          <th scope="col" class="number">
            {t('balance.after')}
          </th>
          <th scope="col">{t('balance.verdict')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.measure} data-measure={line.measure}>
            <th scope="row">{measureWords(line.measure)}</th>
            <td class="number">{figureOf(line.measure, line.before)}</td>
            <td class="number">{figureOf(line.measure, line.after)}</td>
            <td>
              <span class={`verdict ${verdictOf(line)}`}>{t(`balance.${verdictOf(line)}Is`)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
