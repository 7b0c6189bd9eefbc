import { useId } from 'preact/hooks';
import { AuditDocument, AuditPageDocument, PeopleBelowDocument, type AuditQuery } from '../api/generated';
import { useResource } from '../api/resource';
import { openAddress, usePage } from '../app/context';
import { t } from '../i18n';
import { formatInstant } from '../i18n/format';
import { PeopleOptions } from '../rights/fields';
import { Section } from '../ui/Section';
import { Empty, Unanswered } from '../ui/States';
import { useChanges } from '../unit/useUnit';
import { atUnit, auditAddress } from '../view/view';
import { accessTo } from './access';
import { AuditFilters } from './AuditFilters';
import { FileLink } from './FileLink';

const pageSize = 50;

type Entry = AuditQuery['audit']['nodes'][number];

/** The record of the unit and everything below it, for readers who may see it; others are told which right is missing. */
export function AuditPage() {
  const { view } = usePage();
  const about = useResource(AuditPageDocument, { unit: view.unit });
  const { viewer, unit } = about.data ?? {};
  const access = viewer && unit ? accessTo(viewer, [...unit.ancestors.map((above) => above.id), unit.id]) : undefined;
  return (
    <Section
      title={t('audit.title')}
      class="history audit"
      aside={
        access === 'open' && (
          <span class="buttons">
            <FileLink format="csv" />
            <FileLink format="jsonl" />
          </span>
        )
      }
    >
      {access === undefined ? (
        <Unanswered of={about} rows={10} />
      ) : access === 'open' ? (
        <Changes top={unit!.ancestors[0]?.id ?? unit!.id} isSignedIn={viewer!.person != null} />
      ) : (
        <div class="empty">
          <p>{t(`audit.${access}`, { unit: unit!.name })}</p>
          <p class="quiet">{t('audit.whoGives')}</p>
        </div>
      )}
    </Section>
  );
}

function Changes({ top, isSignedIn }: { top: string; isSignedIn: boolean }) {
  const { view } = usePage();
  const { audit } = view;
  const page = useResource(AuditDocument, { under: view.unit, ...audit, first: pageSize });
  const people = useId();
  const known = useResource(PeopleBelowDocument, isSignedIn ? { under: top } : null);
  useChanges(page.refresh);
  const found = page.data?.audit;
  return (
    <>
      <PeopleOptions id={people} people={known.data?.people.nodes} />
      <AuditFilters people={people} name={found?.nodes.find(({ person }) => person?.id === audit.actor)?.person?.name} />
      {!found ? (
        <Unanswered of={page} rows={10} />
      ) : found.nodes.length === 0 ? (
        <Empty text={t('audit.none')} />
      ) : (
        <ol>
          {found.nodes.map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {(audit.after !== undefined || found?.pageInfo.hasNextPage) && (
        <nav class="buttons" aria-label={t('audit.pages')}>
          {audit.after !== undefined && (
            <a class="button" href={auditAddress(view, {})}>
              {t('audit.newest')}
            </a>
          )}
          {found?.pageInfo.hasNextPage && (
            <a class="button" href={auditAddress(view, { after: found.pageInfo.endCursor! })}>
              {t('audit.older')}
            </a>
          )}
        </nav>
      )}
    </>
  );
}

function Row({ entry }: { entry: Entry }) {
  const { view } = usePage();
  const { person, onBehalfOf, unit, obligation } = entry;
  return (
    <li>
      <time dateTime={entry.at}>{formatInstant(entry.at)}</time>
      <div>
        <p lang="vi">{obligation ? <a href={openAddress(view, obligation)}>{entry.summary}</a> : entry.summary}</p>
        <p class="quiet">{unit.id === view.unit ? unit.name : <a href={atUnit(view, unit.id)}>{unit.name}</a>}</p>
      </div>
      <small>
        {person && person.id !== view.audit.actor ? (
          <a href={auditAddress(view, { actor: person.id })} title={t('audit.only', { name: person.name })}>
            {actorText(entry.actor, onBehalfOf)}
          </a>
        ) : (
          actorText(entry.actor, onBehalfOf)
        )}
      </small>
    </li>
  );
}

const actorText = (name: string, other: Entry['onBehalfOf']): string => (other ? t('audit.inPlaceOf', { name, other: other.name }) : name);
