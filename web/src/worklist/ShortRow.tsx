import { shown } from '../api/changes';
import type { RowFragment } from '../api/generated';
import { openAddress, usePage } from '../app/context';
import { Changing } from '../ui/Figure';
import { UnitPath } from '../unit/UnitPath';
import { DueText } from './DueText';

/** An obligation in a line or two. */
export function ShortRow({ row }: { row: RowFragment }) {
  const { view } = usePage();
  const now = shown(row);
  return (
    <li>
      <a href={openAddress(view, now.id)}>{now.title}</a>
      <small>
        <UnitPath unit={now.unit} /> ·{' '}
        <Changing value={`${now.timeliness}${now.due}`}>
          <DueText row={now} />
        </Changing>
      </small>
    </li>
  );
}
