import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Figure } from '../ui/Figure';
import { Section } from '../ui/Section';
import { listAddress } from '../view/view';
import { ShortRows } from '../worklist/ShortRows';
import { useShortList } from '../worklist/useShortList';
import { DueCurve } from './DueCurve';
import type { UnitNumbers } from './useUnit';

/** Number of longest overdue obligations shown. */
const named = 5;

/** Overdue obligations, and those due soon. */
export function Deadlines({ unit, progress }: { unit: string; progress: UnitNumbers['progress'] }) {
  const { view } = usePage();
  const worst = useShortList(unit, 'overdue', named);
  const cells = [
    { list: 'overdue', text: t('due.overdue'), value: progress.overdue, class: progress.overdue > 0 ? 'overdue' : '' },
    { list: 'due7', text: t('due.d7'), value: progress.due7, class: '' },
    { list: 'due30', text: t('due.d30'), value: progress.due30, class: '' },
    { list: 'due90', text: t('due.d90'), value: progress.due90, class: '' },
  ] as const;
  return (
    <Section title={t('due.title')} class="deadlines">
      <ul class="tiles">
        {cells.map((cell) => (
          <li key={cell.list} class={cell.class}>
            <Figure
              value={cell.value}
              text={formatCount(cell.value)}
              href={listAddress(view, { name: cell.list })}
              label={cell.text}
              class="medium"
            />
            <span>{cell.text}</span>
          </li>
        ))}
      </ul>
      <DueCurve />
      <h3>{t('due.first')}</h3>
      <ShortRows of={worst} count={named} none={t('due.none')} />
    </Section>
  );
}
