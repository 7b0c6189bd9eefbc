import type { ReformArea, UnitKind } from '../api/generated';
import { t } from '../i18n';
import { Choice, type Chosen } from '../ui/Choice';
import { reformAreas, unitKinds } from '../view/view';

export const AreaChoice = (props: Chosen<ReformArea | undefined>) => (
  <Choice options={reformAreas} words={(area) => t(`area.${area}`)} {...props} />
);

export const KindChoice = (props: Chosen<UnitKind | undefined> & { options?: readonly UnitKind[] }) => (
  <Choice options={unitKinds} words={(kind) => t(`kind.${kind}`)} {...props} />
);
