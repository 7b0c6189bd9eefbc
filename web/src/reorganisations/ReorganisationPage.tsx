import { useEffect } from 'preact/hooks';
import {
  ReorganisationChangedDocument,
  ReorganisationPageDocument,
  ReorganisationPreviewDocument,
  RightsHereDocument,
} from '../api/generated';
import { onFrame } from '../api/frame';
import { watch } from '../api/live';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount, formatDay, formatInstant } from '../i18n/format';
import { Section } from '../ui/Section';
import { Unanswered } from '../ui/States';
import { addressOf, atUnit } from '../view/view';
import { Acting } from './Acting';
import { BalanceTable } from './BalanceTable';
import { Effects } from './Effects';
import { Lines, useLines } from './Lines';
import { Rules } from './Rules';

/** Number of unassigned obligations on a page. */
const pageSize = 50;

/** One reorganisation: document, old and new units, moved and unassigned obligations, balance, and progress. */
export function ReorganisationPage({ id }: { id: string }) {
  const { view } = usePage();
  const page = useResource(ReorganisationPageDocument, { id });
  const one = page.data?.reorganisation;
  const lines = useLines(id);
  const preview = useResource(ReorganisationPreviewDocument, { id, first: pageSize });
  const rights = useResource(RightsHereDocument, one ? { unit: one.carrier.id } : null);
  const again = () => {
    page.refresh();
    lines.refresh();
    preview.refresh();
  };

  useEffect(() => {
    let known: string | undefined;
    const variables = { id };
    return watch(
      ReorganisationChangedDocument,
      variables,
      ({ reorganisationChanged: now }) =>
        onFrame(variables, () => {
          page.replace((data) => (data.reorganisation ? { reorganisation: { ...data.reorganisation, ...now } } : data));
          const seen = JSON.stringify([now.status, now.steps.total, now.steps.done === now.steps.total || now.steps.done === 0]);
          // Figures, names and balance are read again when it starts or ends, and when its draft changes.
          if (known !== undefined && (known !== seen || now.status === 'DRAFT')) again();
          known = seen;
        }),
      // The query reports that there is none.
      () => {},
    );
  }, [id]);

  const back = <a href={addressOf({ ...view, planShown: undefined })}>{t('reorganisations.back')}</a>;
  if (!one)
    return (
      <Section title={t('reorganisations.title')} aside={back}>
        {page.data ? <p>{t('reorganisations.gone')}</p> : <Unanswered of={page} rows={12} />}
      </Section>
    );
  const mayAct = rights.data?.viewer.rights.includes('REGISTER_UNITS') ?? false;
  const isUnderWay = one.status === 'RUNNING' || one.status === 'UNDOING';
  return (
    <div class="reorganisation">
      <Section title={one.title} class="about" aside={back}>
        <p>
          <span class={`badge ${one.status}`} role="status">
            {t(`reorganisationStatus.${one.status}`)}
          </span>
        </p>
        <dl>
          <div>
            <dt>{t('reorganisations.document')}</dt>
            <dd lang="vi">
              {t('reorganisations.act', { number: one.act.number, day: formatDay(one.act.issuedOn) })}
              {one.act.title && ` · ${one.act.title}`}
            </dd>
          </div>
          <div>
            <dt>{t('reorganisations.carrier')}</dt>
            <dd>
              <a href={atUnit(view, one.carrier.id)}>{one.carrier.name}</a>
            </dd>
          </div>
          <div>
            <dt>{t('reorganisations.effectiveOn')}</dt>
            <dd>{formatDay(one.effectiveOn)}</dd>
          </div>
          <div>
            <dt>{t('reorganisations.operatesFrom')}</dt>
            <dd>{formatDay(one.operatesFrom)}</dd>
          </div>
        </dl>
        {isUnderWay && (
          <p class="course">
            <progress
              max={one.steps.total}
              value={one.steps.done}
              aria-label={t('reorganisations.steps', { done: one.steps.done, total: one.steps.total })}
            />{' '}
            {t('reorganisations.steps', { done: formatCount(one.steps.done), total: formatCount(one.steps.total) })}
          </p>
        )}
        {one.fault && (
          <p class="fault" role="alert">
            {t('reorganisations.fault')} <span lang="en">{one.fault}</span>
          </p>
        )}
        {one.undoReason && <p>{t('reorganisations.undoReason', { reason: one.undoReason })}</p>}
        {one.discarded && (
          <p>
            {t('reorganisations.discarded', { by: one.discarded.by, at: formatInstant(one.discarded.at), reason: one.discarded.reason })}
          </p>
        )}
        <Acting
          one={one}
          mayAct={mayAct}
          preview={preview.data?.reorganisation?.preview}
          isUnforetold={preview.error !== undefined}
          lines={lines}
          onDone={again}
        />
      </Section>
      <Effects preview={preview} isDraft={one.status === 'DRAFT'} />
      {(one.status === 'DRAFT' || one.rules.length > 0) && (
        <Rules one={one} mayAct={mayAct} preview={preview.data?.reorganisation?.preview} lines={lines} onDone={again} />
      )}
      <BalanceTable lines={one.balance} status={one.status} />
      <Lines lines={lines} status={one.status} />
    </div>
  );
}
