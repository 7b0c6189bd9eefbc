import { perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { formatInstant } from '../i18n/format';
import { Send } from './Send';
import { Words } from './Words';

export function DifficultyForm({ row, may }: { row: ShownRow; may: (action: string) => boolean }) {
  const { difficulty } = row;
  const open = difficulty && !difficulty.resolvedAt;
  if (!difficulty && !may('raiseDifficulty')) return null;
  return (
    <section class="action" aria-label={t('hard.title')}>
      <h3>{t('hard.title')}</h3>
      {difficulty && (
        <blockquote>
          <p>{difficulty.text}</p>
          <small>
            {t('difficulty.raised', { at: formatInstant(difficulty.raisedAt) })} ·{' '}
            {t('difficulty.raisedTo', { unit: difficulty.raisedTo.name })}
          </small>
          {difficulty.resolvedAt && (
            <p>
              <small>
                {t('difficulty.resolved', { at: formatInstant(difficulty.resolvedAt) })}: {difficulty.resolution}
              </small>
            </p>
          )}
        </blockquote>
      )}
      {open ? (
        <>
          {may('escalateDifficulty') && (
            <Send action="escalate" about={row.id} text={t('hard.escalate')} onClick={() => void perform('escalate', row.id, {})} />
          )}
          {may('resolveDifficulty') && <Words row={row} action="resolve" path="resolution" />}
        </>
      ) : (
        may('raiseDifficulty') && <Words row={row} action="raise" path="text" />
      )}
    </section>
  );
}
