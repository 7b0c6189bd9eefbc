import { useId } from 'preact/hooks';
import type { ReportTextFragment } from '../api/generated';
import { t } from '../i18n';
import { Section } from '../ui/Section';
import { nameOfSection } from './entry';

/** What a section holds at most. */
const lengthMax = 20_000;

interface NarrativeProps {
  report: ReportTextFragment;
  /** What is typed, where it may be written. */
  editing?: { typed: Readonly<Record<string, string>>; busy: boolean; write: (name: string, text: string) => void };
}

/** What the report says in words. */
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
