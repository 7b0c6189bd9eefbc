import { TargetPageDocument, TargetPeriodsDocument } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { isPast } from '../i18n/days';
import { Select } from '../ui/Choice';
import { asSeen, Changing } from '../ui/Figure';
import { Section } from '../ui/Section';
import { Unanswered } from '../ui/States';
import { KindChoice } from '../unit/choices';
import { addressOf, atUnit } from '../view/view';
import { Curve } from './Curve';
import { Made } from './Made';
import { NotGiven } from './NotGiven';
import { OwnValue } from './OwnValue';
import { Aim, Givers, Status, TargetBar } from './TargetList';
import { askedOf, figureWords, numberOf, partsWords, type One } from './targets';
import { useTargetChanges } from './useTargets';
import { YearChoice } from './YearChoice';

interface TargetPageProps {
  id: string;
  year: number;
  years: readonly number[];
}

/** One target at a unit: figure, trend, parts, missing units, and the unit's own value. */
export function TargetPage({ id, year, years }: TargetPageProps) {
  const { view } = usePage();
  const { unitKind, period } = view.target ?? {};
  const asked = askedOf(view.unit, year, view.scope);
  const page = useResource(TargetPageDocument, { ...asked, id, period, unitKind });
  useTargetChanges(asked, (changed) => {
    if (changed.some((one) => one.id === id)) page.refresh();
  });
  const { viewer, unit, indicator } = page.data ?? {};
  const back = <a href={addressOf({ ...view, planShown: undefined, target: undefined })}>{t('target.back')}</a>;
  if (!viewer || !unit || !indicator)
    return (
      <Section title={t('target.title')} aside={back}>
        {page.data ? <p>{t('target.gone')}</p> : <Unanswered of={page} rows={12} />}
      </Section>
    );
  const { value, method } = indicator;
  return (
    <div class="target-page">
      <Section title={indicator.text} class="about" aside={back}>
        <p>
          <a href={atUnit({ ...view, target: undefined }, indicator.owner.id)}>{indicator.owner.name}</a>
          {indicator.plan && (
            <>
              {' · '}
              <a href={addressOf({ ...view, page: 'plans', planShown: indicator.plan.id, target: undefined })} lang="vi">
                {indicator.plan.number ?? indicator.plan.title}
              </a>
            </>
          )}
          {` · ${t(`targetMethod.${method}`)}`}
        </p>
        <p class="quiet" lang="vi">
          {t('target.numerator')}: {indicator.numeratorLabel}
          {indicator.denominatorLabel && ` · ${t('target.denominator')}: ${indicator.denominatorLabel}`}
        </p>
        <div class="choices">
          <YearChoice year={year} years={years} />
          {method !== 'SYSTEM' && <PeriodChoice owner={indicator.owner.id} year={year} />}
          <ClassChoice one={indicator} />
        </div>
        <div class="target-now">
          <p class="result">
            <strong data-figure={numberOf(value, method) ?? ''}>
              <Changing value={asSeen(numberOf(value, method))}>{figureWords(value, method)}</Changing>
            </strong>{' '}
            <span>{partsWords(value, method)}</span>
            <TargetBar value={value} method={method} />
          </p>
          <p class="aim">
            <Status status={value.status} /> <Aim value={value} method={method} />
          </p>
          <p class="givers">
            <Givers value={value} method={method} />
          </p>
        </div>
      </Section>
      {indicator.asks && (
        <OwnValue
          one={indicator}
          unit={unit}
          year={year}
          period={period}
          rights={indicator.rights}
          person={viewer.person?.id}
          isPast={isPast(view.scope.asOf)}
          onDone={page.refresh}
        />
      )}
      <Section title={t('target.curveTitle')}>
        <Curve series={indicator.series} method={method} plan={indicator.plan} isLarge />
      </Section>
      {indicator.byChild.some((part) => part.unit.id !== unit.id) && <Made one={indicator} unit={unit} year={year} />}
      {method !== 'SYSTEM' && value.given < value.expected && (
        <NotGiven id={id} year={year} period={period} count={value.expected - value.given} />
      )}
    </div>
  );
}

/** The periods of the year in the owner's regimes: an indicator may have a value for each. */
function PeriodChoice({ owner, year }: { owner: string; year: number }) {
  const { view, go } = usePage();
  const regimes = useResource(TargetPeriodsDocument, { owner, year }).data?.regimes.filter((regime) => regime.periods.length > 0);
  if (!regimes || regimes.length === 0) return null;
  return (
    <Select
      label={t('target.period')}
      value={view.target?.period ?? ''}
      onChange={(period) => go({ ...view, target: { ...view.target, period: period || undefined } })}
    >
      <option value="">{t('target.wholeYear')}</option>
      {regimes.map((regime) => (
        <optgroup key={regime.title} label={regime.title}>
          {regime.periods.map((period) => (
            <option key={period.key} value={period.key}>
              {period.label}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}

/** The reporting classes, if several; for counted obligations there is no choice. */
function ClassChoice({ one }: { one: One }) {
  const { view, go } = usePage();
  const classes = [...new Set(one.reporters.flatMap((reporter) => reporter.unitClass ?? []))];
  if (classes.length < 2 || (one.system && one.system !== 'UNITS_INSPECTED')) return null;
  return (
    <KindChoice
      label={t('target.class')}
      value={view.target?.unitKind}
      options={classes}
      none={t('target.allClasses')}
      onChange={(unitKind) => go({ ...view, target: { ...view.target, unitKind } })}
    />
  );
}
