import { useId } from 'preact/hooks';
import type { ReportTextFragment } from '../api/generated';
import { t } from '../i18n';
import { Section } from '../ui/Section';
import { nameOfSection } from './entry';

/** Maximum length of a section. */
const lengthMax = 20_000;

interface NarrativeProps {
  report: ReportTextFragment;
  /** The input, if it may be edited. */
  editing?: { typed: Readonly<Record<string, string>>; busy: boolean; write: (name: string, text: string) => void };
}

/** The text of the report. */
export function Narrative({ report, editing }: NarrativeProps) {
  const id = useId();
  if (report.narrative.length === 0) return null;
  return (
    <Section title={t('reportPage.narrative')} class="narrative">
      {report.narrative.map(({ key, title, text }) => {
        const name = nameOfSection(key);
        return (
          <div key={key} class="field">
            {editing ? (
              <>
                <label for={`${id}-${key}`} lang="vi">
                  {key}. {title}
                </label>
                <textarea
                  id={`${id}-${key}`}
                  rows={3}
                  lang="vi"
                  maxLength={lengthMax}
                  readOnly={editing.busy}
                  value={editing.typed[name] ?? text}
                  onInput={(event) => editing.write(name, event.currentTarget.value)}
                />
              </>
            ) : (
              <>
                <h3 lang="vi">
                  {key}. {title}
                </h3>
                <p lang="vi" class={text ? 'words' : 'quiet'}>
                  {text || t('reportPage.empty')}
                </p>
              </>
            )}
          </div>
        );
      })}
    </Section>
  );
}
