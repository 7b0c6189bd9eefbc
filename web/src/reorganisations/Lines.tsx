import { useRef, useState } from 'preact/hooks';
import {
  ReorganisationLinesDocument,
  type ReorganisationLinesQuery,
  type ReorganisationStatus,
  type ReorganisedUnitFragment,
} from '../api/generated';
import { ask } from '../api/http';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { endOf } from '../app/which';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { More } from '../ui/More';
import { Section } from '../ui/Section';
import { usePrinting } from '../ui/printing';
import { Failed, Unanswered } from '../ui/States';
import { numbers, Table } from '../ui/Table';
import { atUnit } from '../view/view';
import type { Line } from './form';

const pageSize = 100;

type Page = NonNullable<ReorganisationLinesQuery['reorganisation']>['lines'];

export interface LinesOfPage {
  all: readonly Line[];
  totalCount: number;
  isLoaded: boolean;
  hasMore: boolean;
  error?: Error;
  refresh: () => void;
  more: () => Promise<void>;
  readAll: () => Promise<void>;
}

/** The lines of a reorganisation read so far. */
export function useLines(id: string): LinesOfPage {
  const pages = useRef(1);
  const rest = async (first: Page, isWanted: (pages: number) => boolean, signal?: AbortSignal): Promise<Page> => {
    let [last, nodes, read] = [first, [...first.nodes], 1];
    for (; last.pageInfo.hasNextPage && isWanted(read); read++) {
      const variables = { id, first: pageSize, after: last.pageInfo.endCursor };
      const next = (await ask(ReorganisationLinesDocument, variables, signal)).reorganisation?.lines;
      if (!next) break;
      last = next;
      nodes = [...nodes, ...next.nodes];
    }
    return { ...last, nodes };
  };
  const found = useResource(ReorganisationLinesDocument, { id, first: pageSize }, 1_000, async (data, signal) => {
    const first = data.reorganisation?.lines;
    return first ? { reorganisation: { lines: await rest(first, (read) => read < pages.current, signal) } } : data;
  });
  const lines = found.data?.reorganisation?.lines;
  const readOn = async (isWanted: (pages: number) => boolean) => {
    if (!lines) return;
    const whole = await rest(lines, isWanted);
    pages.current = Math.ceil(whole.nodes.length / pageSize);
    found.replace(() => ({ reorganisation: { lines: whole } }));
  };
  return {
    all: lines?.nodes ?? [],
    totalCount: lines?.totalCount ?? 0,
    isLoaded: lines !== undefined,
    hasMore: lines?.pageInfo.hasNextPage ?? false,
    error: found.error,
    refresh: found.refresh,
    more: () => readOn((read) => read === 1),
    readAll: () => readOn(() => true),
  };
}

/** Old units on the left, their successors on the right. */
export function Lines({ lines, status }: { lines: LinesOfPage; status: ReorganisationStatus }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | undefined>();
  // Printing needs all lines.
  usePrinting(lines.readAll);
  const more = async () => {
    setBusy(true);
    try {
      await lines.more();
      setError(undefined);
    } catch (fault) {
      setError(fault as Error);
    }
    setBusy(false);
  };
  return (
    <Section title={t('lines.title')} class="lines-of" aside={<p class="quiet">{t('lines.hint')}</p>}>
      {!lines.isLoaded ? (
        <Unanswered of={lines} rows={8} />
      ) : (
        <>
          <Table title={t('lines.title')} heads={[t('lines.before'), numbers(t('lines.open')), t('lines.after'), numbers(t('lines.open'))]}>
            {lines.all.map((line) => (
              <Group key={line.after?.id ?? `-${line.before[0]?.id}`} line={line} isDraft={status === 'DRAFT'} />
            ))}
          </Table>
          {lines.hasMore && (
            <More
              text={t('lines.more', { shown: formatCount(lines.all.length), all: formatCount(lines.totalCount) })}
              busy={busy}
              onClick={() => void more()}
            />
          )}
          {error && <Failed error={error} retry={() => void more()} />}
        </>
      )}
    </Section>
  );
}

/** One later unit, with a row for each unit that continues in it. */
function Group({ line: { after, before }, isDraft }: { line: Line; isDraft: boolean }) {
  const rows = before.length > 0 ? before : [undefined];
  return (
    <tbody>
      {rows.map((unit, i) => (
        <tr key={unit?.id ?? ''}>
          {unit ? (
            <>
              <th scope="row">
                <Named
                  unit={unit}
                  of={before.length > 1 || unit.id !== after?.id ? t('lines.under', { unit: unit.parentName ?? '–' }) : undefined}
                />
                {unit.extent === 'PARTIAL' && <small>{t('lineage.part')}</small>}
              </th>
              <td class="number">{openOf(unit)}</td>
            </>
          ) : (
            <td colSpan={2} class="quiet">
              {t('lines.new')}
            </td>
          )}
          {i === 0 && (
            <>
              <td rowSpan={rows.length} class="after">
                {after ? (
                  <>
                    <Named unit={after} of={t('lines.under', { unit: after.parentName ?? '–' })} />
                    <small>
                      {after.acts.length > 0 ? after.acts.map((act) => t(`reorganisationAct.${act}`)).join(', ') : t('lines.takesOver')}
                    </small>
                  </>
                ) : (
                  <span class="quiet">{t('lines.ends')}</span>
                )}
              </td>
              <td rowSpan={rows.length} class="number">
                {after && (after.unit || !isDraft) ? openOf(after) : ''}
              </td>
            </>
          )}
        </tr>
      ))}
    </tbody>
  );
}

/** Open obligations of the unit and everything below it. */
function openOf(unit: ReorganisedUnitFragment): string {
  const progress = unit.unit?.progress;
  return progress ? formatCount(progress.total - progress.done - progress.cancelled) : '–';
}

function Named({ unit, of }: { unit: ReorganisedUnitFragment; of?: string }) {
  const { view } = usePage();
  return (
    <>
      {unit.unit ? <a href={atUnit({ ...view, page: 'overview' }, unit.id)}>{unit.name}</a> : <span>{unit.name}</span>}
      {endOf(unit.unit ?? {})}
      <small>{[unit.kind && t(`kind.${unit.kind}`), of, unit.code].filter(Boolean).join(' · ')}</small>
    </>
  );
}
