import { useEffect, useState } from 'preact/hooks';
import { HistoryDocument, type HistoryQuery } from '../api/generated';
import { ask } from '../api/http';
import { useResource } from '../api/resource';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatInstant } from '../i18n/format';
import { Section } from '../ui/Section';
import { Empty, Failed, Unanswered } from '../ui/States';
import { useChanges } from '../unit/useUnit';

const pageSize = 50;

type Entries = NonNullable<HistoryQuery['unit']>['history']['nodes'];

/** What was done to the unit, newest first. */
export function HistoryPage() {
  const { view } = usePage();
  const newest = useResource(HistoryDocument, { id: view.unit, first: pageSize });
  useChanges(newest.refresh);
  const [older, setOlder] = useState<{ entries: Entries; end: string | null; more: boolean } | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const first = newest.data?.unit?.history;
  // Older pages continue the newest one: when that changes, they are read again on demand.
  useEffect(() => setOlder(null), [first?.pageInfo.endCursor]);
  const end = older ? older.end : (first?.pageInfo.endCursor ?? null);
  const more = older ? older.more : (first?.pageInfo.hasNextPage ?? false);
  const load = async () => {
    setBusy(true);
    try {
      const page = (await ask(HistoryDocument, { id: view.unit, first: pageSize, after: end })).unit!.history;
      setOlder({
        entries: [...(older?.entries ?? []), ...page.nodes],
        end: page.pageInfo.endCursor ?? end,
        more: page.pageInfo.hasNextPage,
      });
      setError(null);
    } catch (fault) {
      setError(fault as Error);
    }
    setBusy(false);
  };
  const entries = [...(first?.nodes ?? []), ...(older?.entries ?? [])];
  return (
    <Section title={t('history.title')} class="history">
      {!first ? (
        <Unanswered of={newest} rows={10} />
      ) : entries.length === 0 ? (
        <Empty text={t('history.none')} />
      ) : (
        <>
          <ol>
            {entries.map((entry, i) => (
              <li key={`${entry.at}${i}`}>
                <time dateTime={entry.at}>{formatInstant(entry.at)}</time>
                <p lang="vi">{entry.summary}</p>
                <small>{t('history.by', { actor: entry.actor })}</small>
              </li>
            ))}
          </ol>
          {error && <Failed error={error} retry={() => void load()} />}
          {more && !error && (
            <p class="buttons">
              <button type="button" disabled={busy} onClick={() => void load()}>
                {t('history.more')}
              </button>
            </p>
          )}
        </>
      )}
    </Section>
  );
}
