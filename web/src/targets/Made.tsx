import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Section } from '../ui/Section';
import { numbers, Table } from '../ui/Table';
import { targetAddress } from '../view/view';
import { Status } from './TargetList';
import type { One } from './targets';
import { figureWords } from './targets';

interface MadeProps {
  one: One;
  unit: { id: string };
  year: number;
}

/** The parts of a figure: whole numbers of each child and the unit's own, which add up to it. */
export function Made({ one, unit, year }: MadeProps) {
  const { view } = usePage();
  const { method } = one;
  const isSum = method === 'SUM';
  const title = t('target.madeTitle');
  return (
    <Section title={title} class="made">
      {view.target?.unitKind && <p class="quiet">{t('target.madeAll')}</p>}
      <Table
        title={title}
        heads={[
          t('target.unit'),
          numbers(t('target.numerator')),
          !isSum && numbers(t('target.denominator')),
          !isSum && numbers(t('target.result')),
          t('target.status'),
          method !== 'SYSTEM' && numbers(t('target.givers')),
          method !== 'SYSTEM' && numbers(t('target.verifiedShort')),
        ]}
      >
        <tbody>
          {one.byChild.map(({ unit: child, value }) => (
            <tr key={child.id} class={child.id === unit.id ? 'own' : undefined} data-unit={child.id}>
              <th scope="row">
                {child.id === unit.id ? (
                  t('target.own', { unit: child.name })
                ) : (
                  <a href={targetAddress(view, one.id, year, child.id, { period: view.target?.period })}>{child.name}</a>
                )}
              </th>
              <td class="number">{value.given > 0 ? formatCount(value.rate.numerator) : '–'}</td>
              {!isSum && <td class="number">{value.rate.denominator > 0 ? formatCount(value.rate.denominator) : '–'}</td>}
              {!isSum && <td class="number">{figureWords(value, method)}</td>}
              <td>
                <Status status={value.status} />
              </td>
              {method !== 'SYSTEM' && (
                <td class="number" data-given={value.given}>{`${formatCount(value.given)}/${formatCount(value.expected)}`}</td>
              )}
              {method !== 'SYSTEM' && <td class="number">{formatCount(value.verified)}</td>}
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
