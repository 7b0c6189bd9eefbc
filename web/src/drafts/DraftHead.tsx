import { useId } from 'preact/hooks';
import type { ReformArea } from '../api/generated';
import { t } from '../i18n';
import { readDay } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { Field } from '../obligation/Field';
import { reformAreas } from '../view/view';
import type { HeadField } from './edits';
import type { DraftStore } from './store';

const isYear = (text: string): boolean => text.trim() === '' || /^\d{4}$/.test(text.trim());

/** The document's head, issues of the whole draft, and the reform areas of its headings. */
export function DraftHead({ store }: { store: DraftStore }) {
  const { draft } = store.loaded.value!;
  const server: Record<HeadField, string> = {
    title: draft.title ?? '',
    number: draft.number ?? '',
    adoptedOn: draft.adoptedOn ? formatDay(draft.adoptedOn) : '',
    startYear: String(draft.startYear ?? ''),
    endYear: String(draft.endYear ?? ''),
  };
  const { head } = store.edits.value;
  const error = store.refusal.value;
  const whole = draft.issues.filter((issue) => issue.row === null || issue.row === undefined);
  const doubtOf = (code: string, field: HeadField) =>
    head[field] ? undefined : whole.find((issue) => issue.code === code && issue.severity === 'ERROR')?.message;
  const bind = (field: HeadField) => ({
    path: field,
    error,
    busy: false,
    value: head[field]?.text ?? server[field],
    onInput: (text: string) => {
      // Calendar and keyboard write the same day differently.
      const isSame = field === 'adoptedOn' && readDay(text) !== undefined && readDay(text) === draft.adoptedOn;
      store.setHead(field, isSame ? server[field] : text, server[field]);
    },
  });
  const year = (field: 'startYear' | 'endYear') => (
    <Field
      label={t(`draftHead.${field}`)}
      input={{ type: 'text', name: field, maxLength: 4, inputMode: 'numeric' }}
      check={(text) => (isYear(text) ? undefined : t('draftHead.yearFault'))}
      fault={draft[field] ? undefined : doubtOf('YEARS_MISSING', field)}
      {...bind(field)}
    />
  );
  return (
    <div class="draft-head">
      <div class="wide">
        <Field
          label={t('draftHead.name')}
          rows={2}
          input={{ maxLength: 4_000 }}
          fault={doubtOf('TITLE_MISSING', 'title')}
          {...bind('title')}
        />
      </div>
      <Field label={t('draftHead.number')} input={{ type: 'text', name: 'number', maxLength: 500 }} {...bind('number')} />
      <Field label={t('draftHead.adoptedOn')} input={{ type: 'day', name: 'adoptedOn' }} {...bind('adoptedOn')} />
      {year('startYear')}
      {year('endYear')}
      {whole.length > 0 && (
        <ul class="whole" lang="vi">
          {whole.map((issue) => (
            <li key={issue.code + issue.message} class={issue.severity === 'ERROR' ? 'error' : 'warning'}>
              {issue.message}
            </li>
          ))}
        </ul>
      )}
      {draft.areas.length > 0 && (
        <details>
          <summary>{t('draftHead.headings')}</summary>
          <div class="headings">
            {draft.areas.map((area) => (
              <Heading
                key={area.id}
                name={area.name}
                reform={store.edits.value.reforms[area.id] ?? area.reform}
                onChoose={(reform) => store.setReform(area.id, reform)}
              />
            ))}
          </div>
        </details>
      )}
    </div>
  );
}

function Heading({ name, reform, onChoose }: { name: string; reform: ReformArea; onChoose: (reform: ReformArea) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id} lang="vi">
        {name}
      </label>
      <select id={id} value={reform} onChange={(event) => onChoose(event.currentTarget.value as ReformArea)}>
        {reformAreas.map((area) => (
          <option key={area} value={area}>
            {t(`area.${area}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
