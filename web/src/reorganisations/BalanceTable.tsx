import type { ReorganisationStatus } from '../api/generated';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Section } from '../ui/Section';
import { Empty } from '../ui/States';
import { numbers, Table } from '../ui/Table';
import { figureOf, measureWords, shownAndFolded, verdictOf, type BalanceLine } from './balance';

/** The carrier's figures before and after, and whether they match. */
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
          <Figures lines={shown} title={t('balance.title')} />
          {folded.length > 0 && (
            <details>
              <summary>{t('balance.rest', { count: formatCount(folded.length) })}</summary>
              <Figures lines={folded} title={t('balance.rest', { count: formatCount(folded.length) })} />
            </details>
          )}
        </>
      )}
    </Section>
  );
}

const Figures = ({ lines, title }: { lines: readonly BalanceLine[]; title: string }) => (
  <Table title={title} heads={[t('balance.measure'), numbers(t('balance.before')), numbers(t('balance.after')), t('balance.verdict')]}>
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
  </Table>
);
