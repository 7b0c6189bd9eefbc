import type { ObligationsBelowQuery } from '../api/generated';
import type { Resource } from '../api/resource';
import { List } from '../ui/List';
import { Unanswered } from '../ui/States';
import { ShortRow } from './ShortRow';

/** A few obligations, or why there are none. */
export function ShortRows({ of, count, none }: { of: Resource<ObligationsBelowQuery>; count: number; none: string }) {
  const rows = of.data?.obligations.nodes;
  if (!rows) return <Unanswered of={of} rows={count} />;
  return (
    <List class="rows" none={none}>
      {rows.map((row) => (
        <ShortRow key={row.id} row={row} />
      ))}
    </List>
  );
}
