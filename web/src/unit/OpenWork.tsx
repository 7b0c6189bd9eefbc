import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Section } from '../ui/Section';
import { listAddress } from '../view/view';
import { ShortRows } from '../worklist/ShortRows';
import { useShortList } from '../worklist/useShortList';

/** Number of obligations shown. */
const named = 8;

/** The next obligations of a unit without units below: its clerk's start page. */
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
