import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount, formatRate } from '../i18n/format';
import { Figure } from '../ui/Figure';
import { Section } from '../ui/Section';
import { Empty } from '../ui/States';
import { StatusBar } from '../ui/StatusBar';
import type { ReformArea } from '../api/generated';
import { listAddress } from '../view/view';
import type { UnitNumbers } from './useUnit';

/** The figures by reform area. */
export function Areas({ areas }: { areas: UnitNumbers['areas'] }) {
  const { view } = usePage();
  const owed = areas.filter((area) => area.progress.total > 0);
  return (
    <Section title={t('areas.title')} class="areas">
      {owed.length === 0 ? (
        <Empty text={t('areas.none')} />
      ) : (
        <ul>
          {owed.map(({ key, progress }) => {
            const area = key as ReformArea;
            const name = t(`area.${area}`);
            return (
              <li key={key}>
                <p>
                  <span>{name}</span>
                  <Figure
                    value={progress.completionRate}
                    text={formatRate(progress.completionRate)}
                    href={listAddress(view, { name: 'due', area })}
                    label={`${name}, ${t('headline.rate')}`}
                  />
                </p>
                <StatusBar parts={progress} thin />
                <p class="quiet">
                  <Figure
                    value={progress.total}
                    text={t('headline.total', { total: formatCount(progress.total) })}
                    href={listAddress(view, { name: 'all', area })}
                    label={name}
                  />
                  {progress.overdue > 0 && (
                    <>
                      {' · '}
                      <Figure
                        value={progress.overdue}
                        text={`${t('headline.overdue')} ${formatCount(progress.overdue)}`}
                        href={listAddress(view, { name: 'overdue', area })}
                        label={name}
                        class="overdue"
                      />
                    </>
                  )}
                </p>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
