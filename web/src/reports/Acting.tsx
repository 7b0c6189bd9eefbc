import { useId, useState } from 'preact/hooks';
import { perform } from '../api/commands';
import { draftOf } from '../api/drafts';
import type { ReportTextFragment } from '../api/generated';
import { t } from '../i18n';
import { readDay, today } from '../i18n/days';
import { formatCount, formatDay } from '../i18n/format';
import { Attachments, filesIn } from '../obligation/Attachments';
import { Field } from '../obligation/Field';
import { Send } from '../obligation/Send';
import { Words } from '../obligation/Words';
import { useFields } from '../obligation/useFields';
import { Apart } from '../ui/Apart';
import { useDraft } from '../ui/useDraft';
import { changesOf, draftOfReport, missingRows } from './entry';
import type { May, UnitOfPage } from './place';

interface ActingProps {
  report: ReportTextFragment;
  may: May;
  unit: UnitOfPage;
  /** The viewer, if people sign in. */
  viewer: string | undefined;
  onDone: () => void;
}

/** The allowed actions on a report, and the reasons against the others. */
export function Acting({ report, may, unit, viewer, onDone }: ActingProps) {
  const isOpen = report.status === 'DRAFT' || report.status === 'RETURNED';
  if (isOpen)
    return (
      <div class="actions">
        {may.sign ? <SignForm report={report} onDone={onDone} /> : <p class="quiet">{t('reportAct.mayNotSign', { unit: unit.name })}</p>}
        {!may.write && <p class="quiet">{t('reportAct.mayNotWrite', { unit: unit.name })}</p>}
      </div>
    );
  if (!may.collect) return <p class="quiet">{t('reportAct.mayNotCollect')}</p>;
  if (viewer !== undefined && report.signature?.person?.id === viewer) return <p class="quiet">{t('reportAct.samePerson')}</p>;
  return (
    <div class="actions">
      {report.status === 'SIGNED' && <ReceiveForm report={report} onDone={onDone} />}
      <Apart title={t('reopenReport.title')} hint={t('reopenReport.hint')}>
        <Words row={report} action="reopenReport" also={{ report: report.id }} onDone={onDone} />
      </Apart>
    </div>
  );
}

/** Capacities of signers by Nghị định 30/2020/NĐ-CP. */
const capacities = [
  'TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH',
  'TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH',
  'GIÁM ĐỐC',
  'KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC',
  'CHÁNH VĂN PHÒNG',
  'TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG',
  'TRƯỞNG BAN',
  'TUQ. GIÁM ĐỐC / CHÁNH VĂN PHÒNG',
];

/** Maximum number of rows named in a sentence. */
const namedMax = 10;

function SignForm({ report, onDone }: { report: ReportTextFragment; onDone: () => void }) {
  const list = useId();
  const key = `signReport ${report.id}`;
  const draft = useDraft(key, { signer: '', capacity: '', number: '', issuedOn: formatDay(today()), files: '' });
  const { signer, capacity, number, issuedOn, files } = draft.texts;
  const { sending, missing: isFaulty, setMissing: setFaulty, busy, bind } = useFields('signReport', report.id, draft.texts, draft.set);
  const [bringing, setBringing] = useState(false);
  const unsaved = changesOf(report, draftOf(draftOfReport(report.id))?.texts ?? {});
  const isUnsaved = unsaved.sections.length + unsaved.rows.length + unsaved.faults.size > 0;
  const missing = missingRows(report.rows);
  const mayNot = isUnsaved || missing.length > 0 || bringing;
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy || mayNot) return;
    const day = readDay(issuedOn);
    if (![signer, capacity, number].every((text) => text.trim()) || !day) {
      setFaulty(true);
      return;
    }
    const document = { number: number.trim(), issuedOn: day, files: filesIn(files).map((file) => file.id) };
    const input = { report: report.id, signer: signer.trim(), capacity: capacity.trim(), document, expectedRevision: report.revision };
    if ((await perform('signReport', report.id, input, { drafts: [key] })).is === 'done') onDone();
  };
  const text = (name: 'signer' | 'capacity' | 'number', path: string, more?: { hint?: string; list?: string }) => (
    <Field
      label={t(`reportAct.${name}`)}
      fault={isFaulty && draft.texts[name].trim() === '' ? t('reportAct.need') : undefined}
      hint={more?.hint}
      input={{ type: 'text', maxLength: 500, name, ...(more?.list ? { list: more.list } : {}) }}
      {...bind(name, path)}
    />
  );
  return (
    <form class="action" onSubmit={(event) => void send(event)} aria-label={t('reportAct.sign')}>
      <h3>{t('reportAct.sign')}</h3>
      <p class="quiet">{t('reportAct.signHint')}</p>
      {today() < report.period.to && <p class="quiet">{t('reportAct.early', { day: formatDay(report.period.to) })}</p>}
      <div class="grid">
        {text('number', 'document.number')}
        <Field
          label={t('reportAct.issuedOn')}
          fault={isFaulty && !readDay(issuedOn) ? t('reportAct.need') : undefined}
          input={{ type: 'day', name: 'issuedOn' }}
          {...bind('issuedOn', 'document.issuedOn')}
        />
        {text('capacity', 'capacity', { hint: t('reportAct.capacityHint'), list })}
        {text('signer', 'signer')}
        <datalist id={list}>
          {capacities.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </div>
      <Attachments {...bind('files', 'document.files')} onSending={setBringing} />
      {isUnsaved && <p class="fault">{t('reportAct.saveFirst')}</p>}
      {missing.length > 0 && (
        <p class="fault">
          {t('reportAct.rowsMissing', {
            count: formatCount(missing.length),
            rows: missing
              .slice(0, namedMax)
              .map((row) => row.code)
              .join(', '),
          })}
        </p>
      )}
      <Send
        {...sending}
        text={t('reportAct.sign')}
        class="primary"
        held={mayNot}
        fields={['signer', 'capacity', 'document.number', 'document.issuedOn', 'document.files']}
      />
    </form>
  );
}

function ReceiveForm({ report, onDone }: { report: ReportTextFragment; onDone: () => void }) {
  const key = `receiveReport ${report.id}`;
  const draft = useDraft(key, { note: '' });
  const { sending, busy, bind } = useFields('receiveReport', report.id, draft.texts, draft.set);
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const sent = await perform('receiveReport', report.id, { report: report.id, note: draft.texts.note.trim() || null }, { drafts: [key] });
    if (sent.is === 'done') onDone();
  };
  return (
    <div class="action">
      <h3>{t('reportAct.collect')}</h3>
      <p class="quiet">{t('reportAct.collectHint')}</p>
      <form onSubmit={(event) => void send(event)} aria-label={t('reportAct.collect')}>
        <Field label={t('reportAct.note')} input={{ type: 'text', maxLength: 4_000, name: 'note' }} {...bind('note')} />
        <Send {...sending} text={t('reportAct.receive')} class="primary" fields={['note']} />
      </form>
      <details>
        <summary>{t('returnReport.title')}</summary>
        <Words row={report} action="returnReport" also={{ report: report.id }} path="note" onDone={onDone} />
      </details>
    </div>
  );
}
