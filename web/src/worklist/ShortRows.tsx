import type { ObligationsBelowQuery } from '../api/generated';
import type { Resource } from '../api/resource';
import { Empty, Unanswered } from '../ui/States';
import { ShortRow } from './ShortRow';

/** A few obligations by their names, or why there are none to see. */
export function ShortRows({ of, count, none }: { of: Resource<ObligationsBelowQuery>; count: number; none: string }) {
  const rows = of.data?.obligations.nodes;
  if (!rows) return <Unanswered of={of} rows={count} />;
  if (rows.length === 0) return <Empty text={none} />;
  return (
    <ul class="rows">
      {rows.map((row) => (
        <ShortRow key={row.id} row={row} />
      ))}
    </ul>
  );
}
