import { useMemo, useState } from 'preact/hooks';
import { shown } from '../api/changes';
import { forget, perform } from '../api/commands';
import type { OutcomeFragment, ToAcceptQuery } from '../api/generated';
import { openAddress, usePage } from '../app/context';
import { t } from '../i18n';
import { daysBetween, today } from '../i18n/days';
import { formatCount, formatDay } from '../i18n/format';
import { EvidenceText } from '../obligation/Evidence';
import { Field } from '../obligation/Field';
import { Outcome, useSending } from '../obligation/Outcome';
import { SendButton } from '../obligation/SendButton';
import { More } from '../ui/More';
import { Heads } from '../ui/Table';
import { useDraft } from '../ui/useDraft';
import { UnitPath } from '../unit/UnitPath';
import { DueText } from '../worklist/DueText';
import { byObligation, Sum } from './ReportGrid';
import { useSeen, withRefused } from './refused';
import { refusalWords } from './words';

type Row = ToAcceptQuery['obligations']['nodes'][number];

const shownAtFirst = 100;

/** Results that wait for the viewer: selected singly or all together, accepted in one step, each answered separately. */
export function AcceptList({ unit, rows }: { unit: string; rows: Row[] }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [shownMax, setShownMax] = useState(shownAtFirst);
  const key = `acceptMany ${unit}`;
  const draft = useDraft(key, { note: '' });
  const { busy, sending, error } = useSending('acceptMany', unit);
  const outcomes = useMemo(() => byObligation(sending), [sending]);
  const waiting = withRefused(
    useSeen(rows),
    rows.filter((row) => shown(row).status === 'SUBMITTED'),
    outcomes,
  );
  const visible = waiting.slice(0, shownMax);
  // Results that were accepted or withdrawn in the meantime are no longer selected.
  const ids = visible
    .filter((row) => shown(row).status === 'SUBMITTED')
    .filter((row) => chosen.has(row.id))
    .map((row) => row.id);
  const choose = (changed: readonly string[], isChosen: boolean) => {
    forget('acceptMany', unit);
    const next = new Set(chosen);
    for (const id of changed)
      if (isChosen) next.add(id);
      else next.delete(id);
    setChosen(next);
  };
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy || ids.length === 0) return;
    const ended = await perform('acceptMany', unit, { obligations: ids, note: draft.texts.note.trim() || null });
    if (ended.is === 'done' && !ended.outcomes?.some((one) => one.refusal)) draft.clear();
  };
  return (
    <form class="grid-form" onSubmit={(event) => void send(event)} aria-label={t('work.accept')}>
      <table class="accept-list">
        <Heads
          of={[
            <input
              type="checkbox"
              aria-label={t('accepting.selectAll')}
              checked={ids.length > 0 && ids.length === visible.length}
              indeterminate={ids.length > 0 && ids.length < visible.length}
              onChange={(event) =>
                choose(
                  visible.map((row) => row.id),
                  event.currentTarget.checked,
                )
              }
            />,
            t('grid.task'),
            t('accepting.unit'),
            t('accepting.result'),
            t('accepting.handedIn'),
            t('grid.due'),
          ]}
        />
        <tbody>
          {visible.map((row) => (
            <AcceptRow
              key={row.id}
              row={row}
              isChosen={chosen.has(row.id)}
              busy={busy}
              outcome={outcomes.get(row.id)}
              onChoose={(isChosen) => choose([row.id], isChosen)}
            />
          ))}
        </tbody>
      </table>
      {waiting.length > shownMax && (
        <More
          text={t('work.more', { count: formatCount(waiting.length - shownMax) })}
          onClick={() => setShownMax(shownMax + shownAtFirst)}
        />
      )}
      <div class="send-bar">
        <Field
          label={t('accepting.note')}
          path="note"
          value={draft.texts.note}
          busy={busy}
          onInput={(text) => draft.set('note', text)}
          input={{ type: 'text', maxLength: 4000, name: 'note' }}
        />
        <SendButton
          text={ids.length > 0 ? t('accepting.send', { count: formatCount(ids.length) }) : t('accepting.sendNone')}
          busy={busy || ids.length === 0}
          class="primary"
        />
        <div role="status">
          {sending?.is === 'done' ? (
            <Sum outcomes={[...outcomes.values()]} done={(count) => t('accepting.sent', { count })} />
          ) : sending ? null : (
            <span class="quiet">{ids.length > 0 ? t('accepting.chosen', { count: formatCount(ids.length) }) : t('accepting.none')}</span>
          )}
        </div>
        {(busy || error) && <Outcome action="acceptMany" obligation={unit} fields={[]} />}
      </div>
    </form>
  );
}

interface AcceptRowProps {
  row: Row;
  isChosen: boolean;
  busy: boolean;
  outcome: OutcomeFragment | undefined;
  onChoose: (isChosen: boolean) => void;
}

function AcceptRow({ row, isChosen, busy, outcome, onChoose }: AcceptRowProps) {
  const { view } = usePage();
  const now = shown(row);
  const days = now.handedInAt ? daysBetween(today(new Date(now.handedInAt)), today()) : undefined;
  return (
    <tr data-obligation={row.id} class={outcome?.refusal ? 'refused' : undefined}>
      <td class="pick">
        <input
          type="checkbox"
          aria-label={t('accepting.select', { title: now.title, unit: now.unit.name })}
          checked={isChosen}
          disabled={busy}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
      </td>
      <th scope="row">
        <a href={openAddress(view, row.id)} lang="vi">
          {now.title}
        </a>
        <small>{[now.task?.code, now.plan?.number ?? now.plan?.title].filter(Boolean).join(' · ')}</small>
        {outcome?.refusal && (
          <small class="fault" role="alert">
            {refusalWords(outcome)}
          </small>
        )}
      </th>
      <td>
        <UnitPath unit={now.unit} />
      </td>
      <td>
        {now.document ? <EvidenceText document={now.document} /> : <span class="quiet">{t('accepting.noDocument')}</span>}
        {now.note && <small>{now.note}</small>}
      </td>
      <td>
        {now.completedOn && t('accepting.completedOn', { day: formatDay(now.completedOn) })}
        {days !== undefined && <small>{days > 0 ? t('accepting.waiting', { days: formatCount(days) }) : t('accepting.today')}</small>}
      </td>
      <td>
        <DueText row={now} />
      </td>
    </tr>
  );
}
