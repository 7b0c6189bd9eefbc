import { useEffect, useMemo, useState } from 'preact/hooks';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { Section } from '../ui/Section';
import { Failed, Loading } from '../ui/States';
import { addressOf } from '../view/view';
import { Clashes } from './Clashes';
import { DraftHead } from './DraftHead';
import { Grid } from './Grid';
import { faultyPlaces, marksOf } from './marks';
import type { Place } from './moves';
import { Preview } from './Preview';
import { DraftStore } from './store';

/** One draft: its head, its rows, and what adopting it would impose. */
export function DraftPage({ id }: { id: string }) {
  const { view } = usePage();
  const [store, setStore] = useState<DraftStore | null>(null);
  useEffect(() => {
    const made = new DraftStore(id);
    setStore(made);
    return () => made.stop();
  }, [id]);
  const back = <a href={addressOf({ ...view, planShown: undefined })}>{t('drafts.back')}</a>;
  const loaded = store?.loaded.value;
  if (!store || loaded === undefined)
    return (
      <Section title={t('drafts.title')} aside={back}>
        {store?.error.value ? <Failed error={store.error.value} retry={() => store.load()} /> : <Loading rows={12} />}
      </Section>
    );
  if (loaded === null) return <Gone store={store} />;
  return <Opened store={store} />;
}

function Gone({ store }: { store: DraftStore }) {
  const { view } = usePage();
  const plan = store.plan.value;
  return (
    <Section title={t('drafts.title')} aside={<a href={addressOf({ ...view, planShown: undefined })}>{t('drafts.back')}</a>}>
      <p>{t(plan ? 'drafts.adopted' : 'drafts.gone')}</p>
      {plan && (
        <p>
          <a href={addressOf({ ...view, unit: plan.owner, page: 'plans', planShown: plan.id })}>{t('drafts.toPlan')}</a>
        </p>
      )}
    </Section>
  );
}

function Opened({ store }: { store: DraftStore }) {
  const { view } = usePage();
  const { draft } = store.loaded.value!;
  const [wanted, setWanted] = useState<Place | null>(null);
  const edits = store.edits.value;
  const rows = store.rows.value;
  const marks = useMemo(() => marksOf(draft.issues, edits), [draft.issues, edits]);
  const toFirst = () => {
    const first = faultyPlaces(rows, marks, true)[0];
    if (first) setWanted(first);
    else document.querySelector<HTMLElement>('.draft-head [aria-invalid="true"], .draft-head input')?.focus();
  };
  return (
    <div class="draft">
      <Section
        title={draft.title || t('drafts.untitled')}
        class="about"
        aside={
          <span class="buttons">
            <SaveState store={store} />
            <a href={addressOf({ ...view, planShown: undefined })}>{t('drafts.back')}</a>
          </span>
        }
      >
        <DraftHead store={store} />
      </Section>
      <Clashes store={store} />
      <Section title={t('draftGrid.title')} class="rows">
        <Grid store={store} marks={marks} wanted={wanted} />
      </Section>
      <Preview store={store} marks={marks} toFirst={toFirst} />
    </div>
  );
}

/** Whether the input is saved. */
function SaveState({ store }: { store: DraftStore }) {
  const status = store.status.value;
  const refusal = store.refusal.value;
  return (
    <span role="status" class={`save ${status}`}>
      {status === 'refused' ? t('draftState.refused', { why: refusal?.message ?? '' }) : t(`draftState.${status}`)}
    </span>
  );
}
