import { t } from '../i18n';
import { formatDay } from '../i18n/format';
import type { Column } from './columns';
import { suggestionsOf, type Mark } from './marks';
import type { Place } from './moves';
import type { Row } from './store';

interface InspectorProps {
  id: string;
  place: Place;
  column: Column;
  row: Row | undefined;
  text: string;
  mark: Mark | undefined;
  onTake: (text: string) => void;
}

/** The active cell: full text, interpretation, issues and suggestions. */
export function Inspector({ id, place, column, row, text, mark, onTake }: InspectorProps) {
  const suggestions = suggestionsOf(mark, text);
  return (
    <aside class="draft-cell" aria-label={t('draftGrid.cell', { row: place.row + 1, column: t(`draftColumn.${column}`) })}>
      <div id={id} aria-live="polite">
        <h3>{row ? t('draftGrid.cell', { row: place.row + 1, column: t(`draftColumn.${column}`) }) : t('draftGrid.newRow')}</h3>
        <p lang="vi" class="words">
          {text || <span class="quiet">{t('draftGrid.empty')}</span>}
        </p>
        {mark?.text && (
          <p class="error">
            <strong>{t('draftGrid.fault')}</strong> {t(`draftGrid.${mark.text}Fault`)}
          </p>
        )}
        {mark?.issues.map((issue) => (
          <p key={issue.code + issue.message} class={issue.severity === 'ERROR' ? 'error' : 'warning'} lang="vi">
            <strong>{t(issue.severity === 'ERROR' ? 'draftGrid.fault' : 'draftGrid.warning')}</strong> {issue.message}
          </p>
        ))}
        {mark?.weight === 'pending' && <p class="quiet">{t('draftGrid.pending')}</p>}
      </div>
      {suggestions.length > 0 && (
        <div>
          <h4>{t('draftGrid.suggestions')}</h4>
          <ul>
            {suggestions.map((suggestion, i) => (
              <li key={suggestion}>
                <button type="button" lang="vi" onClick={() => onTake(suggestion)}>
                  {suggestion}
                  {i === 0 && <kbd>F9</kbd>}
                  {i === 1 && <kbd>Shift+F9</kbd>}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {row?.known && mark?.weight !== 'pending' && <Understanding column={column} row={row} />}
    </aside>
  );
}

function Understanding({ column, row }: { column: Column; row: Row }) {
  const { known } = row;
  if (column === 'schedule')
    return known!.schedule ? (
      <div>
        <h4>{t('draftGrid.understood')}</h4>
        <p>{known!.schedule.due ? t('draftGrid.dueOn', { day: formatDay(known!.schedule.due) }) : t('draftGrid.noDue')}</p>
      </div>
    ) : (
      <p class="quiet">{t('draftGrid.notUnderstood')}</p>
    );
  if (column !== 'leads' && column !== 'coordinators') return null;
  const named = known![column];
  return named.length === 0 ? null : (
    <div>
      <h4>{t('draftGrid.understood')}</h4>
      <ul>
        {named.map((one, i) => (
          <li key={i} lang="vi">
            {one.label}
            {'unit' in one && !one.unit && <small>{t('draftGrid.unitUnknown')}</small>}
          </li>
        ))}
      </ul>
    </div>
  );
}
