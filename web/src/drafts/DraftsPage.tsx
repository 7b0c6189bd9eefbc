import { useRef, useState } from 'preact/hooks';
import { Refused } from '../api/errors';
import { CreateDraftDocument, DraftsHereDocument, type DraftNameFragment } from '../api/generated';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { today } from '../i18n/days';
import { formatCount } from '../i18n/format';
import { List } from '../ui/List';
import { Section } from '../ui/Section';
import { Empty, Unanswered } from '../ui/States';
import { addressOf } from '../view/view';
import { DraftPage } from './DraftPage';
import { insist, upload } from './sending';

/** The drafts of a unit, or one of them. */
export function DraftsPage() {
  const { view } = usePage();
  return view.planShown ? <DraftPage key={view.planShown} id={view.planShown} /> : <Drafts isPage />;
}

/** The drafts at the unit, for those who may plan there; hidden from others on the page of plans. */
export function Drafts({ isPage = false }: { isPage?: boolean }) {
  const { view } = usePage();
  const here = useResource(DraftsHereDocument, { unit: view.unit });
  const { viewer, unit } = here.data ?? {};
  const mayPlan = viewer?.rights.includes('PLAN') ?? false;
  if (!isPage && !mayPlan) return null;
  return (
    <Section title={t('drafts.title')} class="drafts">
      {!viewer ? (
        <Unanswered of={here} rows={4} />
      ) : !mayPlan || !unit ? (
        <Empty text={t('drafts.noRight', { unit: unit?.name ?? view.unit })} />
      ) : (
        <>
          <p class="quiet">{t('drafts.hint')}</p>
          <Begin />
          <List class="cards" none={t('drafts.none')}>
            {unit.drafts.map((draft) => (
              <DraftCard key={draft.id} draft={draft} />
            ))}
          </List>
        </>
      )}
    </Section>
  );
}

function DraftCard({ draft }: { draft: DraftNameFragment }) {
  const { view } = usePage();
  const errors = draft.issues.filter((issue) => issue.severity === 'ERROR').length;
  return (
    <li>
      <h3>
        <a href={addressOf({ ...view, page: 'drafts', planShown: draft.id })} lang={draft.title ? 'vi' : undefined}>
          {draft.title || t('drafts.untitled')}
        </a>
      </h3>
      <p class="quiet">
        {draft.number && `${draft.number} · `}
        {t('drafts.rows', { count: formatCount(draft.rows.totalCount) })} ·{' '}
        {errors > 0 ? <span class="overdue">{t('drafts.errors', { count: formatCount(errors) })}</span> : <span>{t('drafts.clean')}</span>}
      </p>
    </li>
  );
}

/** Two ways to start: from a file, or with an empty draft. */
function Begin() {
  const { view, go } = usePage();
  const file = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const begin = async (words: string, make: () => Promise<string>) => {
    if (busy !== null) return;
    setBusy(words);
    setFault(null);
    try {
      go({ ...view, page: 'drafts', planShown: await make() });
    } catch (error) {
      setFault(error instanceof Refused ? error.message : (error as Error).message);
      setBusy(null);
    }
  };
  const bring = (chosen: File | undefined) => {
    if (chosen) void begin(t('drafts.uploading'), () => upload(view.unit, chosen));
  };
  const year = Number(today().slice(0, 4));
  const create = () =>
    begin(t('draftState.sending'), async () => {
      const areas = [{ id: 'I', name: t('drafts.firstArea'), reform: 'OTHER' as const }];
      const input = { startYear: year, endYear: year, areas };
      return (await insist(CreateDraftDocument, { owner: view.unit, input }, () => setBusy(t('draftState.unknown')))).createDraft.id;
    });
  return (
    <>
      <p
        class="buttons"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          bring(event.dataTransfer?.files[0]);
        }}
      >
        <input
          ref={file}
          type="file"
          hidden
          accept=".docx,.xlsx,.csv"
          onChange={(event) => {
            bring(event.currentTarget.files?.[0]);
            // The same file may be corrected and uploaded again.
            event.currentTarget.value = '';
          }}
        />
        <button type="button" class="primary" aria-disabled={busy !== null} onClick={() => busy === null && file.current?.click()}>
          {t('drafts.upload')}
        </button>
        <button type="button" aria-disabled={busy !== null} onClick={() => void create()}>
          {t('drafts.create')}
        </button>
        {busy !== null && <span role="status">{busy}</span>}
      </p>
      {fault !== null && (
        <p class="fault" role="alert">
          {t('drafts.uploadFailed', { why: fault })}
        </p>
      )}
    </>
  );
}
