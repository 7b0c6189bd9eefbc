import { usePage } from '../app/context';
import { Areas } from './Areas';
import { Deadlines } from './Deadlines';
import { Difficulties } from './Difficulties';
import { Headline } from './Headline';
import { HeatMap } from './HeatMap';
import { Ranking } from './Ranking';
import type { UnitNumbers } from './useUnit';

const shortMax = 8;

/** A unit at one glance: its numbers first, then where they come from. */
export function Overview({ unit }: { unit: UnitNumbers }) {
  const { view } = usePage();
  const hasParts = unit.children.length > 0;
  // A short ranking leaves room beside the deadlines, which the areas take.
  const isShort = unit.parts.filter((part) => part.progress.total > 0).length <= shortMax;
  return (
    <div class={hasParts ? 'overview' : 'overview leaf'}>
      <Headline progress={unit.progress} />
      {hasParts && (
        <div class="main">
          <Ranking unit={unit} />
          <HeatMap unit={unit} />
          {isShort && <Areas areas={unit.areas} />}
        </div>
      )}
      <div class="side">
        <Deadlines unit={view.unit} progress={unit.progress} />
        {!(hasParts && isShort) && <Areas areas={unit.areas} />}
        <Difficulties unit={view.unit} />
      </div>
    </div>
  );
}
