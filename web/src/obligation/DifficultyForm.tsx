import { perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { formatInstant } from '../i18n/format';
import { Outcome, useSending } from './Outcome';
import { SendButton } from './SendButton';
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
          {may('escalateDifficulty') && <Escalate row={row} />}
          {may('resolveDifficulty') && <Words row={row} action="resolve" path="resolution" />}
        </>
      ) : (
        may('raiseDifficulty') && <Words row={row} action="raise" path="text" />
      )}
    </section>
  );
}

function Escalate({ row }: { row: ShownRow }) {
  const { busy } = useSending('escalate', row.id);
  return (
    <>
      <p class="buttons">
        <SendButton text={t('hard.escalate')} busy={busy} onClick={() => void perform('escalate', row.id, {})} />
      </p>
      <Outcome action="escalate" obligation={row.id} fields={[]} />
    </>
  );
}
