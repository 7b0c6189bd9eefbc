import type { ReorganisationPreviewQuery } from '../api/generated';
import type { Resource } from '../api/resource';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Section } from '../ui/Section';
import { Unanswered } from '../ui/States';

export type Preview = NonNullable<ReorganisationPreviewQuery['reorganisation']>['preview'];

const figures = [
  'established',
  'renamed',
  'moved',
  'closed',
  'obligationsMoved',
  'obligationsStaying',
  'obligationsCancelled',
  'plansTakenOver',
  'grantsEnded',
] as const satisfies (keyof Preview)[];

/** What it would do, or the preview made before it was carried out; and conflicts. */
export function Effects({ preview, isDraft }: { preview: Resource<ReorganisationPreviewQuery>; isDraft: boolean }) {
  const found = preview.data?.reorganisation?.preview;
  return (
    <Section title={t(isDraft ? 'effects.title' : 'effects.foretold')} class="effects">
      {!found ? (
        <Unanswered of={preview} rows={3} />
      ) : (
        <>
          <dl>
            {figures.map((name) => (
              <div key={name}>
                <dt>{t(`effects.${name}`)}</dt>
                <dd data-figure={found[name]}>{formatCount(found[name])}</dd>
              </div>
            ))}
          </dl>
          {isDraft && found.conflicts.length > 0 && (
            <>
              <p class="error" role="status">
                {t('effects.conflicts', { count: formatCount(found.conflicts.length) })}
              </p>
              <ul class="conflicts">
                {found.conflicts.map((conflict) => (
                  <li key={conflict.code + conflict.message}>
                    <strong>{conflictWords(conflict.code)}</strong>
                    {conflict.unit && ` · ${conflict.unit.name}`} <small lang="en">{conflict.message}</small>
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </Section>
  );
}

const known = [
  'UNIT_UNKNOWN',
  'ID_TAKEN',
  'LEVEL',
  'CYCLE',
  'CODE_TAKEN_ON_DAY',
  'STILL_HAS_CHILDREN',
  'ALREADY_CLOSED',
  'OUTSIDE_CARRIER',
  'HEIR_CLOSES',
  'TOO_MANY_UNITS',
  'SPLIT_UNASSIGNED',
  'DAY_BEFORE_LAST_EVENT',
] as const;

/** A conflict in the page's words; the API's own are shown beside. */
export function conflictWords(code: string): string {
  const one = known.find((each) => each === code);
  return one ? t(`conflict.${one}`) : code;
}
