import { usePage } from '../app/context';
import { t } from '../i18n';
import { today } from '../i18n/days';
import { formatCount, formatDay, formatInstant } from '../i18n/format';
import { EvidenceText } from '../obligation/Evidence';
import { DayChoice } from '../ui/DayChoice';
import { Section } from '../ui/Section';
import { addressOf } from '../view/view';
import type { Plan } from './plan';

/** The day of the shown text, with a way to choose another. */
export function TextOfDay({ plan }: { plan: Plan }) {
  const { view, go } = usePage();
  if (plan.versions.length < 2 && !view.planAt) return null;
  return (
    <div class="text-of-day">
      <DayChoice
        label={t('plans.at')}
        day={view.planAt ?? today()}
        class="field"
        onDay={(day) => go({ ...view, planAt: day === today() ? undefined : day })}
      />
      {view.planAt && (
        <p class="note past" role="status">
          {plan.at
            ? t('plans.atNote', { day: formatDay(view.planAt), version: formatCount(plan.at.version) })
            : t('plans.atNone', { day: formatDay(view.planAt) })}{' '}
          <a href={addressOf({ ...view, planAt: undefined })}>{t('plans.atNow')}</a>
        </p>
      )}
    </div>
  );
}

/** The plan's documents, newest first, with the changes of each. */
export function Versions({ plan }: { plan: Plan }) {
  const { view } = usePage();
  return (
    <Section title={t('plans.versions')} class="versions">
      <ol>
        {[...plan.versions].reverse().map((one) => (
          <li key={one.version}>
            <h3>
              {one.version === 1 ? t('plans.versionFirst') : t('plans.versionNext', { count: formatCount(one.version - 1) })}
              {one.version === plan.version && plan.version > 1 && <span class="badge DONE_ON_TIME">{t('plans.current')}</span>}
            </h3>
            {one.document && (
              <p>
                <EvidenceText document={one.document} />
              </p>
            )}
            <p class="quiet">
              {t('plans.effective', { day: formatDay(one.effectiveOn) })} ·{' '}
              {t('plans.recorded', { at: formatInstant(one.at), actor: one.actor })}
              {plan.versions.length > 1 && one.version < plan.version && (
                <>
                  {' '}
                  · <a href={addressOf({ ...view, planAt: one.effectiveOn })}>{t('plans.readAt')}</a>
                </>
              )}
            </p>
            {one.version > 1 && one.summary.length > 0 && (
              <ul lang="vi">
                {one.summary.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
