import { useId } from 'preact/hooks';
import { SearchDocument } from '../api/generated';
import { ask } from '../api/http';
import { fold } from '../app/find';
import { whichOf } from '../app/which';
import { t } from '../i18n';
import { useCombobox } from '../ui/useCombobox';

export interface ChosenUnit {
  id: string;
  name: string;
}

interface Option extends ChosenUnit {
  which: string;
}

interface UnitChoiceProps {
  label: string;
  under: string;
  chosen: ChosenUnit | null;
  onChoose: (unit: ChosenUnit) => void;
  /** Whether the topmost unit may be chosen, too. */
  withTop?: boolean;
  /** Units that do not exist yet. */
  also?: readonly Option[];
  /** The error of the choice. */
  fault?: string;
}

/** The API's maximum number of results. */
const readMax = 100;

/** A choice of a unit below another, found by name; units of the same name are distinguished by the line below. */
export function UnitChoice({ label, under, chosen, onChoose, withTop = false, also = [], fault }: UnitChoiceProps) {
  const id = useId();
  const box = useCombobox<Option>({
    opensEmpty: also.length > 0,
    find: async (text, signal) => {
      const planned = also.filter((unit) => fold(unit.name).includes(fold(text)));
      if (text === '') return planned;
      const { searchUnits } = await ask(SearchDocument, { text, first: readMax, under }, signal);
      const inside = searchUnits.filter((unit) => withTop || unit.id !== under);
      return [...planned, ...inside.map((unit) => ({ id: unit.id, name: unit.name, which: whichOf(unit) }))];
    },
    choose: ({ id, name }) => onChoose({ id, name }),
  });
  return (
    <div class="field plan-choice">
      <label for={id}>{label}</label>
      <input
        {...box.input}
        id={id}
        value={box.open ? box.text : (chosen?.name ?? '')}
        placeholder={t('search.unit')}
        aria-invalid={fault !== undefined}
        aria-describedby={fault && `${id}-fault`}
      />
      {fault && (
        <p id={`${id}-fault`} class="fault" role="alert">
          {fault}
        </p>
      )}
      <div class="found" hidden={!box.shown}>
        <ul {...box.list} aria-label={label}>
          {box.found?.map((unit, i) => (
            <li key={unit.id} {...box.option(unit, i)}>
              <strong>{unit.name}</strong>
              <small>{unit.which}</small>
            </li>
          ))}
        </ul>
        {box.failed ? <p role="status">{t('search.failed')}</p> : box.found?.length === 0 && <p role="status">{t('search.none')}</p>}
      </div>
    </div>
  );
}
