import { useEffect, useId, useState } from 'preact/hooks';
import { language } from '../i18n';
import { formatDay } from '../i18n/format';
import { DayInput } from './DayInput';

interface DayChoiceProps {
  label: string;
  day: string | undefined;
  min?: string;
  max?: string;
  class?: string;
  onDay: (day: string) => void;
  /** The field was emptied. */
  onNone?: () => void;
}

/** A day input that applies as soon as the day is complete. */
export function DayChoice({ label, day, min, max, onDay, onNone, ...rest }: DayChoiceProps) {
  const id = useId();
  const written = day === undefined ? '' : formatDay(day);
  const [text, setText] = useState(written);
  const [fault, setFault] = useState<string | undefined>();
  useEffect(() => setText(written), [day, language.value]);
  const write = (next: string) => {
    setText(next);
    if (next.trim() === '') onNone?.();
  };
  return (
    <div class={rest.class ?? 'choose'}>
      <label for={id}>{label}</label>
      <DayInput
        id={id}
        text={text}
        min={min}
        max={max}
        onText={write}
        onDay={onDay}
        onFault={setFault}
        invalid={fault !== undefined}
        describedBy={fault && `${id}-fault`}
      />
      {fault && (
        <p id={`${id}-fault`} class="fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
