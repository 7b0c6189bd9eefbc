import type { ComponentChildren } from 'preact';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount, formatMoney, formatMoneyShort, formatRate } from '../i18n/format';
import { Changing, Figure } from '../ui/Figure';
import { Icon, type IconName } from '../ui/Icon';
import { Section } from '../ui/Section';
import { StatusBar } from '../ui/StatusBar';
import type { ListName } from '../view/lists';
import { listAddress } from '../view/view';
import type { UnitNumbers } from './useUnit';

type Progress = UnitNumbers['progress'];

const parts = [
  { name: 'doneOnTime', list: 'onTime', icon: 'check', text: 'headline.doneOnTime' },
  { name: 'doneLate', list: 'late', icon: 'late', text: 'headline.doneLate' },
  { name: 'withinTerm', list: 'within', icon: 'within', text: 'headline.withinTerm' },
  { name: 'overdue', list: 'overdue', icon: 'overdue', text: 'headline.overdueLong' },
] as const satisfies { name: keyof Progress; list: ListName; icon: IconName; text: string }[];

/** The state as the government reports it. */
export function Headline({ progress, unassigned = 0 }: { progress: Progress; unassigned?: number }) {
  const { view } = usePage();
  const due = progress.done + progress.overdue;
  return (
    <Section
      title={t('headline.title')}
      class="headline"
      aside={
        <p class="quiet">
          <Figure
            value={progress.total}
            text={t('headline.total', { total: formatCount(progress.total) })}
            href={listAddress(view, { name: 'all' })}
            label={t('lists.all')}
          />
          {progress.cancelled > 0 && (
            <>
              {' · '}
              <Figure
                value={progress.cancelled}
                text={t('headline.cancelled', { count: formatCount(progress.cancelled) })}
                href={listAddress(view, { name: 'cancelled' })}
                label={t('lists.cancelled')}
              />
            </>
          )}
          {unassigned > 0 && ` · ${t('tree.unassignedCount', { count: formatCount(unassigned) })}`}
          {progress.waiting > 0 && (
            <>
              {' · '}
              <Figure
                value={progress.waiting}
                text={`${t('measure.waiting')} ${formatCount(progress.waiting)}`}
                href={listAddress(view, { name: 'waiting' })}
                label={t('lists.waiting')}
              />
            </>
          )}
        </p>
      }
    >
      <div class="rate">
        <Figure
          value={progress.completionRate}
          text={formatRate(progress.completionRate)}
          href={listAddress(view, { name: 'due' })}
          label={t('headline.rate')}
          class="huge"
        />
        <p>{t('headline.rate')}</p>
        <p class="quiet">
          <Changing value={`${progress.done}/${due}`}>
            {due === 0 ? t('headline.rateNone') : t('headline.rateHint', { done: formatCount(progress.done), due: formatCount(due) })}
          </Changing>
        </p>
      </div>
      <div class="states">
        <StatusBar parts={progress} />
        <ul>
          {parts.map(({ name, list, icon, text }) => (
            <li key={name} class={name}>
              <Figure
                value={progress[name]}
                text={formatCount(progress[name])}
                href={listAddress(view, { name: list })}
                label={t(text)}
                class="large"
              />
              <span>
                <Icon name={icon} />
                {t(text)}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <Measures progress={progress} />
    </Section>
  );
}

function Measures({ progress }: { progress: Progress }) {
  const { planned, spent } = progress.budget;
  const units = formatCount(progress.units);
  return (
    <dl class="measures" aria-label={t('measure.title')}>
      <Measure name="percent" value={progress.percent} format={formatRate} list={{ name: 'counted', order: 'PERCENT_DESC' }}>
        <dd class="quiet">{t('measure.percentHint', { count: formatCount(progress.total - progress.cancelled) })}</dd>
      </Measure>
      <Measure name="unitPercent" value={progress.unitPercent} format={formatRate} list={{ name: 'counted', order: 'PERCENT_DESC' }}>
        <dd class="quiet">{t('measure.unitPercentHint', { count: units })}</dd>
      </Measure>
      <Measure name="silent" value={progress.unitsSilent} format={formatCount} list={{ name: 'silent' }}>
        <dd class="quiet">{t('measure.silentHint', { units })}</dd>
      </Measure>
      <Measure name="planned" value={planned} format={formatMoneyShort} list={{ name: 'all' }} title={formatMoney(planned)}>
        <dd class="quiet" title={formatMoney(spent)}>
          {t('measure.spentHint', { spent: formatMoneyShort(spent) })}
          {(planned === null || spent === null) && ` · ${t('money.tooLarge')}`}
        </dd>
      </Measure>
    </dl>
  );
}

interface MeasureProps<T> {
  name: 'percent' | 'unitPercent' | 'silent' | 'planned';
  value: T;
  format: (value: T) => string;
  list: Parameters<typeof listAddress>[1];
  title?: string;
  /** The subject of the figure. */
  children: ComponentChildren;
}

function Measure<T extends number | null>({ name, value, format, list, title, children }: MeasureProps<T>) {
  const { view } = usePage();
  const label = t(`measure.${name}`);
  return (
    <div>
      <dt>{label}</dt>
      <dd title={title}>
        <Figure value={value} text={format(value)} href={listAddress(view, list)} label={label} class="medium" />
      </dd>
      {children}
    </div>
  );
}
