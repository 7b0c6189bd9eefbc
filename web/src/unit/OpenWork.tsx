import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Section } from '../ui/Section';
import { listAddress } from '../view/view';
import { ShortRows } from '../worklist/ShortRows';
import { useShortList } from '../worklist/useShortList';

/** How many of them are named. */
const named = 8;

/** What a unit without units below it has to do next: its clerk begins the day here. */
export function OpenWork({ unit, count }: { unit: string; count: number }) {
  const { view } = usePage();
  const next = useShortList(unit, 'within', named);
  return (
    <Section
      title={t('lists.within')}
      class="open"
      aside={count > named && <a href={listAddress(view, { name: 'within' })}>{t('difficulty.more', { count: formatCount(count) })}</a>}
    >
      <ShortRows of={next} count={named} none={t('list.none')} />
    </Section>
  );
}
