import { usePage } from '../app/context';
import { Areas } from './Areas';
import { Deadlines } from './Deadlines';
import { Difficulties } from './Difficulties';
import { Headline } from './Headline';
import { HeatMap } from './HeatMap';
import { OpenWork } from './OpenWork';
import { Ranking } from './Ranking';
import { Trend } from './Trend';
import type { UnitNumbers } from './useUnit';

const shortMax = 8;

/** A unit at a glance: its figures first, then their sources. */
export function Overview({ unit }: { unit: UnitNumbers }) {
  const { view } = usePage();
  const deadlines = <Deadlines unit={view.unit} progress={unit.progress} />;
  const difficulties = <Difficulties unit={view.unit} />;
  const trend = <Trend />;
  const areas = <Areas areas={unit.areas} />;
  if (unit.children.length === 0)
    return (
      <div class="overview leaf">
        <Headline progress={unit.progress} unassigned={unit.unassigned?.total} />
        <div class="side">
          {deadlines}
          {trend}
        </div>
        <div class="main">
          {areas}
          <OpenWork unit={view.unit} count={unit.progress.withinTerm} />
          {difficulties}
        </div>
      </div>
    );
  // A short ranking leaves room for the difficulties and the areas.
  const isShort = unit.parts.filter((part) => part.progress.total > 0).length <= shortMax;
  return (
    <div class="overview">
      <Headline progress={unit.progress} unassigned={unit.unassigned?.total} />
      <div class="main">
        <div class="stack">
          <Ranking unit={unit} />
          {isShort && difficulties}
        </div>
        <div class="stack">
          <HeatMap unit={unit} />
          {isShort && areas}
        </div>
      </div>
      <div class="side">
        {deadlines}
        {trend}
        {!isShort && areas}
        {!isShort && difficulties}
      </div>
    </div>
  );
}
