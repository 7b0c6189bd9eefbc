import { useState } from 'preact/hooks';
import { perform } from '../api/commands';
import type { Right } from '../api/generated';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { EvidenceText } from '../obligation/Evidence';
import { Field } from '../obligation/Field';
import { Send } from '../obligation/Send';
import { useFields } from '../obligation/useFields';
import { Apart } from '../ui/Apart';
import { Section } from '../ui/Section';
import { useDraft } from '../ui/useDraft';
import type { One } from './targets';
import { ValueForm } from './ValueForm';

interface OwnValueProps {
  one: One;
  unit: { id: string; name: string };
  year: number;
  period?: string;
  /** The viewer's rights at the unit. */
  rights: readonly Right[];
  person?: string;
  isPast: boolean;
  onDone: () => void;
}

/** The unit's own value with its evidence, and the forms to enter or verify it. */
export function OwnValue({ one, unit, year, period, rights, person, isPast, onDone }: OwnValueProps) {
  const { given, method } = one;
  return (
    <Section title={t('own.title', { unit: unit.name })} class="own-value">
      {given ? (
        <>
          <p>
            <strong data-own={given.numerator}>
              {method === 'UNITS'
                ? t(given.numerator > 0 ? 'own.has' : 'own.hasNot')
                : [formatCount(given.numerator), method === 'RATIO' && formatCount(given.denominator)].filter(Boolean).join('/')}
            </strong>{' '}
            <span class={given.verified ? 'badge ACHIEVED' : 'badge PROVISIONAL'}>
              {t(given.verified ? 'own.verified' : 'own.notVerified')}
            </span>
            {given.by && <small> {t('own.by', { name: given.by.name })}</small>}
          </p>
          {given.note && <p lang="vi">{given.note}</p>}
          {given.document && (
            <div lang="vi">
              <EvidenceText document={given.document} />
            </div>
          )}
        </>
      ) : (
        <p>{t(rights.includes('READ') ? 'own.none' : 'own.notShown')}</p>
      )}
      {!isPast && (
        <>
          {given && !given.verified && rights.includes('ACCEPT') && (
            <Verify
              one={one}
              unit={unit}
              year={year}
              period={period}
              isOwn={person !== undefined && given.by?.id === person}
              onDone={onDone}
            />
          )}
          {rights.includes('REPORT') ? (
            <Apart title={t(given ? 'own.correct' : 'own.give')} open={!given}>
              <ValueForm
                key={JSON.stringify(given)}
                indicator={one.id}
                method={method}
                labels={{ numerator: one.numeratorLabel, denominator: one.denominatorLabel ?? '' }}
                unit={unit.id}
                year={year}
                period={period}
                given={given}
                onDone={onDone}
              />
            </Apart>
          ) : (
            !given && <p class="quiet">{t('own.noRight', { unit: unit.name })}</p>
          )}
        </>
      )}
    </Section>
  );
}

interface VerifyProps extends Pick<OwnValueProps, 'one' | 'unit' | 'year' | 'period' | 'onDone'> {
  /** Whether the viewer entered it. */
  isOwn: boolean;
}

/** Verifies a value. */
function Verify({ one, unit, year, period, isOwn, onDone }: VerifyProps) {
  const about = [one.id, unit.id, year, period ?? ''].join(' ');
  const key = `verifyIndicator ${about}`;
  const draft = useDraft(key, { note: '' });
  const [isSent, setSent] = useState(false);
  const { sending, busy, bind } = useFields('verifyIndicator', about, draft.texts, draft.set);
  if (isOwn) return <p class="quiet">{t('own.samePerson')}</p>;
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy || isSent) return;
    const input = { indicator: one.id, unit: unit.id, year, period: period ?? null, note: draft.texts.note.trim() || null };
    if ((await perform('verifyIndicator', about, input, { drafts: [key] })).is !== 'done') return;
    setSent(true);
    onDone();
  };
  return (
    <form class="action" onSubmit={(event) => void send(event)} aria-label={t('own.verify')}>
      <h3>{t('own.verify')}</h3>
      <p class="quiet">{t('own.verifyHint')}</p>
      <Field label={t('own.note')} rows={2} input={{ maxLength: 4000 }} {...bind('note')} />
      <Send {...sending} text={t('own.verify')} class="primary" fields={['note']} />
    </form>
  );
}
