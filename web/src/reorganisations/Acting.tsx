import { useState } from 'preact/hooks';
import { forget, perform } from '../api/commands';
import { UndoBlockedDocument, type ReorganisationPageQuery } from '../api/generated';
import { useResource } from '../api/resource';
import { openAddress, usePage } from '../app/context';
import { t } from '../i18n';
import { today } from '../i18n/days';
import { formatCount, formatDay, formatInstant } from '../i18n/format';
import { useSending } from '../obligation/Outcome';
import { Send } from '../obligation/Send';
import { SendButton } from '../obligation/SendButton';
import { Words } from '../obligation/Words';
import { Apart } from '../ui/Apart';
import { Dialog } from '../ui/Dialog';
import { Failed } from '../ui/States';
import { DraftForm } from './DraftForm';
import type { Preview } from './Effects';
import { formOf } from './form';
import type { LinesOfPage } from './Lines';

type One = NonNullable<ReorganisationPageQuery['reorganisation']>;

interface ActingProps {
  one: One;
  mayAct: boolean;
  preview: Preview | undefined;
  /** No preview in time, as for a whole country: the server decides whether it can be carried out. */
  isUnforetold: boolean;
  lines: LinesOfPage;
  onDone: () => void;
}

/** The two buttons of a reorganisation, and why one is missing. */
export function Acting({ one, mayAct, preview, isUnforetold, lines, onDone }: ActingProps) {
  if (!mayAct) return <p class="quiet">{t('acting.noRight', { unit: one.carrier.name })}</p>;
  if (one.status === 'DRAFT')
    return (
      <>
        <Adopt one={one} preview={preview} isUnforetold={isUnforetold} onDone={onDone} />
        {lines.isLoaded && !lines.hasMore && (
          <Apart title={t('acting.edit')}>
            <DraftForm
              key={JSON.stringify(lines.all)}
              carrier={one.carrier}
              name={`reorganisation ${one.carrier.id} ${one.id}`}
              usual={() => formOf(one, lines.all)}
              onDone={onDone}
            />
          </Apart>
        )}
        <Discard one={one} onDone={onDone} />
      </>
    );
  return one.status === 'RUNNING' || one.status === 'DONE' ? <Undo one={one} onDone={onDone} /> : null;
}

function Adopt({ one, preview, isUnforetold, onDone }: Pick<ActingProps, 'one' | 'preview' | 'isUnforetold' | 'onDone'>) {
  const [isAsked, setAsked] = useState(false);
  const { busy } = useSending('adoptReorganisation', one.id);
  const why =
    today() < one.effectiveOn
      ? t('acting.early', { day: formatDay(one.effectiveOn) })
      : !preview
        ? undefined
        : preview.conflicts.length > 0
          ? t('acting.conflicts', { count: formatCount(preview.conflicts.length) })
          : preview.unassigned.totalCount > 0
            ? t('acting.unassigned', { count: formatCount(preview.unassigned.totalCount) })
            : undefined;
  const mayAdopt = !busy && why === undefined && (preview !== undefined || isUnforetold);
  const adopt = async () => {
    setAsked(false);
    if ((await perform('adoptReorganisation', one.id, { reorganisation: one.id })).is === 'done') onDone();
  };
  return (
    <>
      <Send
        action="adoptReorganisation"
        about={one.id}
        text={t('acting.adopt')}
        class="primary"
        held={!mayAdopt}
        onClick={() => {
          if (!mayAdopt) return;
          forget('adoptReorganisation', one.id);
          setAsked(true);
        }}
      >
        {why && <span class="error">{why}</span>}
      </Send>
      {isAsked && (
        <Dialog class="small" title={t('acting.adoptTitle')} onClose={() => setAsked(false)}>
          <p>
            {preview
              ? t('acting.adoptConfirm', {
                  closed: formatCount(preview.closed),
                  established: formatCount(preview.established),
                  moved: formatCount(preview.obligationsMoved),
                  grants: formatCount(preview.grantsEnded),
                })
              : t('acting.adoptUnforetold')}
          </p>
          <p class="buttons">
            <SendButton text={t('acting.adoptYes')} busy={busy} class="primary" onClick={() => void adopt()} />
            <button type="button" onClick={() => setAsked(false)}>
              {t('acting.cancel')}
            </button>
          </p>
        </Dialog>
      )}
    </>
  );
}

function Discard({ one, onDone }: { one: One; onDone: () => void }) {
  return (
    <Apart title={t('discardReorganisation.title')} hint={t('discardReorganisation.hint')}>
      <Words row={one} action="discardReorganisation" also={{ reorganisation: one.id }} class="danger" onDone={onDone} />
    </Apart>
  );
}

function Undo({ one, onDone }: { one: One; onDone: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const { sending } = useSending('undoReorganisation', one.id);
  return (
    <Apart title={t('undoReorganisation.title')} hint={t('undoReorganisation.hint')} onToggle={setOpen}>
      {isOpen && <Blocking id={one.id} key={sending?.is} />}
      <Words row={one} action="undoReorganisation" also={{ reorganisation: one.id }} class="danger" onDone={onDone} />
    </Apart>
  );
}

/** Number of obligations in a list. */
const pageSize = 50;

/** Obligations changed since, which prevent undoing. */
function Blocking({ id }: { id: string }) {
  const { view } = usePage();
  const found = useResource(UndoBlockedDocument, { id, first: pageSize });
  const blocking = found.data?.reorganisation?.undoBlockedBy;
  if (!blocking) return found.error ? <Failed error={found.error} retry={found.refresh} /> : null;
  if (blocking.length === 0) return null;
  return (
    <div class="blocking">
      <p class="error" role="status">
        {t(blocking.length === pageSize ? 'acting.blockedMany' : 'acting.blocked', { count: formatCount(blocking.length) })}
      </p>
      <ul>
        {blocking.map((row) => (
          <li key={row.id}>
            <a href={openAddress(view, row.id)} lang="vi">
              {row.title}
            </a>{' '}
            <small>
              {row.unit.path || row.unit.name} · {t(`status.${row.status}`)} · {formatInstant(row.updatedAt)}
            </small>
          </li>
        ))}
      </ul>
    </div>
  );
}
