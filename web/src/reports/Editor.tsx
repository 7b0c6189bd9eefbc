import { useRef, useState } from 'preact/hooks';
import { forget, perform } from '../api/commands';
import { draftOf, drop, standOn, write } from '../api/drafts';
import type { ReportTextFragment } from '../api/generated';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { DraftNotice } from '../obligation/DraftNotice';
import { Outcome, useSending } from '../obligation/Outcome';
import { SendButton } from '../obligation/SendButton';
import { changesOf, draftOfReport } from './entry';
import { Figures } from './Figures';
import { Narrative } from './Narrative';
import type { RegimeOfPage } from './place';

interface EditorProps {
  report: ReportTextFragment;
  regime: RegimeOfPage;
  onDone: () => void;
}

const none: Readonly<Record<string, string>> = {};

/** The editor of a report: figures as in a spreadsheet, then the text, saved together. */
export function Editor({ report, regime, onDone }: EditorProps) {
  const key = draftOfReport(report.id);
  const draft = draftOf(key);
  const typed = draft?.texts ?? none;
  const [isFaulty, setFaulty] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { busy } = useSending('writeReport', report.id);
  const { sections, rows, faults } = changesOf(report, typed);
  const count = sections.length + rows.length + faults.size;
  const put = (name: string, text: string) => {
    forget('writeReport', report.id);
    setFaulty(false);
    write(key, name, text, report.version);
  };
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy || count === 0) return;
    if (faults.size > 0) {
      setFaulty(true);
      form.current!.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    const input = { report: report.id, sections, rows, expectedVersion: draft?.version ?? report.version };
    if ((await perform('writeReport', report.id, input, { drafts: [key] })).is === 'done') onDone();
  };
  return (
    <form
      ref={form}
      class="report-form"
      noValidate
      aria-label={t('reportEdit.save')}
      onSubmit={(event) => void send(event)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        form.current!.requestSubmit();
      }}
    >
      <Figures report={report} regime={regime} editing={{ typed, busy, write: put, faults }} />
      <Narrative report={report} editing={{ typed, busy, write: put }} />
      <div class="send-bar">
        <SendButton text={t('reportEdit.save')} busy={busy || count === 0} class="primary" />
        <div role="status">
          <span class="quiet">{count > 0 ? t('reportEdit.unsaved', { count: formatCount(count) }) : t('reportEdit.saved')}</span>
        </div>
        <DraftNotice
          draft={{
            isTyped: count > 0,
            isOld: draft?.version !== undefined && draft.version !== report.version,
            clear: () => drop(key),
            see: (version) => standOn(key, version),
          }}
          old={t('draft.old', { now: t('reportEdit.now', { version: report.version }) })}
          version={report.version}
          busy={busy}
        />
        {isFaulty && (
          <p class="fault" role="alert">
            {t('reportEdit.faulty')}
          </p>
        )}
        <Outcome action="writeReport" obligation={report.id} fields={[]} />
      </div>
    </form>
  );
}
