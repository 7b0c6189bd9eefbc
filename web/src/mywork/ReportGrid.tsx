import { useMemo, useRef, useState } from 'preact/hooks';
import { perform } from '../api/commands';
import { draftOf } from '../api/drafts';
import type { OutcomeFragment, OwedFragment } from '../api/generated';
import { t } from '../i18n';
import { readDay, today } from '../i18n/days';
import { formatCount, formatDay, readMoney, readPercent } from '../i18n/format';
import { Field } from '../obligation/Field';
import { Outcome, useSending } from '../obligation/Outcome';
import { SendButton } from '../obligation/SendButton';
import { More } from '../ui/More';
import { Heads, numbers } from '../ui/Table';
import { useSeen, withRefused } from './refused';
import { ReportRow, reportDraft } from './ReportRow';

/** Number of rows painted initially. */
const shownAtFirst = 60;

interface Typed {
  obligation: string;
  percent: number;
  note: string | null;
  spent: number | null;
  expectedVersion: number;
}

/** The input of a row; undefined if none, null if invalid. */
function typedIn(row: OwedFragment): Typed | null | undefined {
  const draft = draftOf(reportDraft(row.id));
  if (!draft || !row.actions.includes('reportProgress')) return undefined;
  const { percent, note, spent } = draft.texts;
  const given = percent === undefined ? row.percent : readPercent(percent);
  const money = spent === undefined || spent.trim() === '' ? null : readMoney(spent);
  if (given === undefined || money === undefined) return null;
  return {
    obligation: row.id,
    percent: given,
    note: note?.trim() || null,
    spent: money,
    expectedVersion: draft.version ?? row.version,
  };
}

/** A month's reports in one grid: typed row by row, sent together, each answered separately. */
export function ReportGrid({ unit, rows: open }: { unit: string; rows: OwedFragment[] }) {
  const [on, setOn] = useState(formatDay(today()));
  const [shown, setShown] = useState(shownAtFirst);
  const [isFaulty, setFaulty] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { busy, sending, error } = useSending('reportMany', unit);
  const outcomes = useMemo(() => byObligation(sending), [sending]);
  const rows = withRefused(useSeen(open), open, outcomes);
  const typed = open.map(typedIn);
  const count = typed.filter((one) => one !== undefined).length;
  const day = readDay(on);
  const send = async (event: Event) => {
    event.preventDefault();
    setFaulty(false);
    if (busy || count === 0) return;
    if (!day || typed.includes(null)) {
      setFaulty(true);
      return;
    }
    const reports = typed.flatMap((one) => (one ? { ...one, on: day === today() ? null : day } : []));
    await perform('reportMany', unit, { reports }, { drafts: reports.map((one) => reportDraft(one.obligation)) });
  };
  const walk = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.current!.requestSubmit();
      return;
    }
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : 0;
    const field = (event.target as Element).closest<HTMLInputElement>('input[data-column]');
    if (step === 0 || !field) return;
    event.preventDefault();
    const column = [...form.current!.querySelectorAll<HTMLInputElement>(`input[data-column="${field.dataset['column']}"]`)];
    const next = column[column.indexOf(field) + step];
    next?.focus();
    next?.select();
  };
  return (
    <form ref={form} class="grid-form" onSubmit={(event) => void send(event)} aria-label={t('grid.title', { month: monthOf(today()) })}>
      <div class="grid-tools">
        <Field
          label={t('grid.on')}
          path="on"
          fault={day ? undefined : t('trigger.needDay')}
          value={on}
          busy={busy}
          onInput={setOn}
          input={{ type: 'day', name: 'on' }}
        />
        <p class="quiet">
          {t('grid.nothingTyped')} {t('grid.keys')}
        </p>
      </div>
      <table class="report-grid" onKeyDown={walk}>
        <Heads of={[t('grid.task'), t('grid.due'), numbers(t('grid.now')), t('grid.percent'), t('grid.spent'), t('grid.note')]} />
        <tbody>
          {rows.slice(0, shown).map((row, i) => (
            <ReportRow key={row.id} row={row} busy={busy} outcome={outcomes.get(row.id)} isFaulty={isFaulty && typed[i] === null} />
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <More text={t('work.more', { count: formatCount(rows.length - shown) })} onClick={() => setShown(shown + shownAtFirst)} />
      )}
      <div class="send-bar">
        <SendButton
          text={count > 0 ? t('grid.send', { count: formatCount(count) }) : t('grid.sendNone')}
          busy={busy || count === 0}
          class="primary"
        />
        <div role="status">
          {sending?.is === 'done' ? (
            <Sum outcomes={[...outcomes.values()]} done={(text) => t('grid.sent', { count: text })} />
          ) : sending ? null : (
            count > 0 && <span class="quiet">{t('grid.typed', { count: formatCount(count) })}</span>
          )}
        </div>
        {isFaulty && (
          <p class="fault" role="alert">
            {t('grid.faulty')}
          </p>
        )}
        {(busy || error) && <Outcome action="reportMany" obligation={unit} fields={[]} />}
      </div>
    </form>
  );
}

export const monthOf = (day: string): string => `${day.slice(5, 7)}/${day.slice(0, 4)}`;

/** The outcomes of the last send, by obligation. */
export function byObligation(sending: ReturnType<typeof useSending>['sending']): Map<string, OutcomeFragment> {
  if (sending?.is !== 'done' || !sending.outcomes) return new Map();
  const { reports, obligations } = sending.command.input as { reports?: { obligation: string }[]; obligations?: string[] };
  const ids = reports?.map((one) => one.obligation) ?? obligations ?? [];
  return new Map(sending.outcomes.map((outcome, i) => [ids[i]!, outcome]));
}

/** The numbers of done and refused items. */
export function Sum({ outcomes, done }: { outcomes: OutcomeFragment[]; done: (count: string) => string }) {
  const refused = outcomes.filter((one) => one.refusal).length;
  return (
    <>
      {outcomes.length > refused && <span class="done">{done(formatCount(outcomes.length - refused))} </span>}
      {refused > 0 && <span class="fault">{t('grid.refused', { count: formatCount(refused) })}</span>}
    </>
  );
}
