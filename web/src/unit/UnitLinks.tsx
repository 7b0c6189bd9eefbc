import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { More } from '../ui/More';
import { UnitPath } from './UnitPath';

export const unitsAtFirst = 100;
const unitsMax = 500;

interface UnitLinksProps {
  found: {
    nodes: readonly { id: string; name: string; path: string; validTo?: string | null }[];
    totalCount: number;
    pageInfo: { hasNextPage: boolean };
  };
  href: (unit: string) => string;
  /** The number requested. */
  first: number;
  onFirst: (first: number) => void;
}

/** The units of a list read so far. */
export const UnitLinks = ({ found, href, first, onFirst }: UnitLinksProps) => (
  <>
    <ul>
      {found.nodes.map((unit) => (
        <li key={unit.id}>
          <a href={href(unit.id)}>
            <UnitPath unit={unit} />
          </a>
        </li>
      ))}
    </ul>
    {found.pageInfo.hasNextPage && first < unitsMax && (
      <More
        text={t('target.more', { shown: formatCount(found.nodes.length), all: formatCount(found.totalCount) })}
        onClick={() => onFirst(Math.min(first + 2 * unitsAtFirst, unitsMax))}
      />
    )}
  </>
);
