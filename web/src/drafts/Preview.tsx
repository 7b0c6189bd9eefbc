import { useState } from 'preact/hooks';
import { Refused } from '../api/errors';
import { AdoptDraftDocument, DiscardDraftDocument } from '../api/generated';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount, formatMoney, formatMoneyShort } from '../i18n/format';
import { SendButton } from '../obligation/SendButton';
import { Dialog } from '../ui/Dialog';
import { Section } from '../ui/Section';
import type { Mark } from './marks';
import { insist } from './sending';
import type { DraftStore } from './store';

interface PreviewProps {
  store: DraftStore;
  marks: ReadonlyMap<string, Mark>;
  toFirst: () => void;
}

/** What adopting would impose, with the two ways to end a draft: adopt or discard. */
export function Preview({ store, marks, toFirst }: PreviewProps) {
  const [asked, setAsked] = useState<'adopt' | 'discard' | null>(null);
  const { draft, rows } = store.loaded.value!;
  const { preview } = draft;
  const own = [...marks.values()].filter((mark) => mark.text).length;
  const errors = draft.issues.filter((issue) => issue.severity === 'ERROR').length + own;
  const isSaved = store.status.value === 'saved';
  const differs = preview.statedBudget !== null && preview.statedBudget !== undefined && preview.statedBudget !== preview.budget;
  const figures: [string, string, string?][] = [
    [t('draftPreview.tasks'), formatCount(preview.tasks)],
    [t('draftPreview.obligations'), formatCount(preview.obligations)],
    [t('draftPreview.units'), formatCount(preview.units)],
    [t('draftPreview.undated'), formatCount(preview.undated)],
    [t('draftPreview.budget'), formatMoneyShort(preview.budget ?? null)],
    [
      t('draftPreview.stated'),
      formatMoneyShort(preview.statedBudget ?? null),
      differs ? t('draftPreview.differs', { money: formatMoney(Math.abs((preview.budget ?? 0) - preview.statedBudget!)) }) : undefined,
    ],
  ];
  const mayAdopt = errors === 0 && rows.length > 0;
  return (
    <Section title={t('draftPreview.title')} class="draft-preview">
      <dl aria-busy={!isSaved}>
        {figures.map(([name, value, note]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              {note && <small class="late">{note}</small>}
            </dd>
          </div>
        ))}
      </dl>
      <p role="status" class={errors > 0 ? 'error' : 'quiet'}>
        {errors > 0 ? t('draftPreview.blocked', { count: formatCount(errors) }) : t(mayAdopt ? 'draftPreview.ready' : 'draftPreview.empty')}
      </p>
      <p class="buttons">
        {errors > 0 && (
          <button type="button" class="primary" onClick={toFirst}>
            {t('draftPreview.first')}
          </button>
        )}
        {mayAdopt && (
          <button type="button" class="primary" aria-disabled={!isSaved} onClick={() => isSaved && setAsked('adopt')}>
            {t('draftPreview.adopt')}
          </button>
        )}
        <button type="button" class="danger" onClick={() => setAsked('discard')}>
          {t('draftPreview.discard')}
        </button>
      </p>
      {asked && <Confirm store={store} what={asked} onClose={() => setAsked(null)} />}
    </Section>
  );
}

function Confirm({ store, what, onClose }: { store: DraftStore; what: 'adopt' | 'discard'; onClose: () => void }) {
  const { view, go } = usePage();
  const [busy, setBusy] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const { draft } = store.loaded.value!;
  const { preview } = draft;
  const act = async () => {
    if (busy !== null) return;
    setBusy(t(what === 'adopt' ? 'draftPreview.adopting' : 'draftState.sending'));
    setFault(null);
    const wait = () => setBusy(t('draftPreview.unknown'));
    try {
      if (what === 'adopt') await insist(AdoptDraftDocument, { draft: draft.id }, wait);
      else await insist(DiscardDraftDocument, { draft: draft.id }, wait);
      store.stop();
      store.forget();
      // The plan has the id of its draft.
      go({ ...view, page: what === 'adopt' ? 'plans' : 'drafts', planShown: what === 'adopt' ? draft.id : undefined }, true);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setFault(error.message);
      setBusy(null);
      store.load();
    }
  };
  return (
    <Dialog
      class="small"
      title={t(what === 'adopt' ? 'draftPreview.confirmTitle' : 'draftPreview.discardTitle')}
      onClose={busy === null ? onClose : undefined}
    >
      <p>
        {what === 'adopt'
          ? t('draftPreview.confirm', {
              title: draft.title ?? '',
              obligations: formatCount(preview.obligations),
              units: formatCount(preview.units),
            })
          : t('draftPreview.discardConfirm')}
      </p>
      {fault !== null && (
        <p class="fault" role="alert">
          {t('draftPreview.failed', { why: fault })}
        </p>
      )}
      <p class="buttons">
        <SendButton
          text={busy ?? t(what === 'adopt' ? 'draftPreview.confirmYes' : 'draftPreview.discardYes')}
          busy={busy !== null}
          class={what === 'adopt' ? 'primary' : 'danger'}
          onClick={() => void act()}
        />
        <button type="button" disabled={busy !== null} onClick={onClose}>
          {t('draftPreview.cancel')}
        </button>
      </p>
    </Dialog>
  );
}
