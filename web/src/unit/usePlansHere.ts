import { useEffect, useState } from 'preact/hooks';
import { PlansHereDocument } from '../api/generated';
import { send } from '../api/http';
import { useResource } from '../api/resource';

/** Plans whose years are looked up; a unit with more offers their names all the same. */
const plansMax = 100;

interface PlanHere {
  id: string;
  name: string;
  startYear: number;
  endYear: number;
}

type Facts = Record<
  string,
  { id: string; number: string | null; title: string; startYear: number; endYear: number; owner: { name: string } } | null
>;

const empty = { plans: [] as PlanHere[], years: [] as number[] };

/** The plans that concern a unit, and the years that they cover, newest first. */
export function usePlansHere(unit: string): typeof empty {
  const here = useResource(PlansHereDocument, { id: unit, filter: { kind: null } });
  const ids = here.data?.unit?.breakdown.slice(0, plansMax).map((slice) => slice.key) ?? [];
  const [known, setKnown] = useState(empty);
  useEffect(() => {
    if (ids.length === 0) {
      setKnown(empty);
      return;
    }
    const aborter = new AbortController();
    const fields = ids.map((id, i) => `p${i}: plan(id: ${JSON.stringify(id)}) { id number title startYear endYear owner { name } }`);
    send<Facts>(`{ ${fields.join(' ')} }`, {}, aborter.signal).then(
      (facts) => {
        const plans = Object.values(facts)
          .filter((plan) => plan !== null)
          .map((plan) => ({
            id: plan.id,
            name: [plan.startYear === plan.endYear ? plan.startYear : `${plan.startYear}–${plan.endYear}`, plan.owner.name, plan.number]
              .filter(Boolean)
              .join(' · '),
            startYear: plan.startYear,
            endYear: plan.endYear,
          }));
        const years = new Set(
          plans.flatMap((plan) => Array.from({ length: plan.endYear - plan.startYear + 1 }, (_, i) => plan.startYear + i)),
        );
        setKnown({ plans, years: [...years].sort((a, b) => b - a) });
      },
      () => {
        // Without an answer there is nothing to choose from; the resource says why, and the next one may bring it.
      },
    );
    return () => aborter.abort();
  }, [ids.join(' ')]);
  return known;
}
