import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { readDay } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { Icon } from './Icon';

interface DayInputProps {
  id: string;
  /** What stands in the field, as a person writes it; readDay makes a day of it. */
  text: string;
  onText: (text: string) => void;
  /** When a day is complete: after typing, or chosen from the calendar. */
  onDay?: (day: string) => void;
  min?: string;
  max?: string;
  name?: string;
  readOnly?: boolean;
  invalid?: boolean;
  describedBy?: string;
  /** Words for a text that is no day, said once the field is left. */
  onFault: (words: string | undefined) => void;
}

/**
 * A day in the form of the page's language, whatever the browser's: typed, or chosen from the browser's calendar. The calendar button is
 * for the mouse and for touch alone to need; who types needs nothing else.
 */
export function DayInput({ id, text, onText, onDay, min, max, name, readOnly, invalid, describedBy, onFault }: DayInputProps) {
  const field = useRef<HTMLInputElement>(null);
  const calendar = useRef<HTMLInputElement>(null);
  const [left, setLeft] = useState(false);
  const fault = dayFault(text, min, max);
  // The browser itself keeps a form from being sent with what is no day.
  useEffect(() => field.current?.setCustomValidity(fault ?? ''), [fault]);
  useEffect(() => onFault(left ? fault : undefined), [left, fault]);
  const leave = (written: string) => {
    setLeft(true);
    const day = readDay(written);
    if (day === undefined || dayFault(written, min, max)) return;
    onText(formatDay(day));
    onDay?.(day);
  };
  const choose = (day: string) => {
    if (day === '') return;
    onText(formatDay(day));
    onDay?.(day);
    field.current?.focus();
  };
  return (
    <span class="day">
      <input
        ref={field}
        id={id}
        name={name}
        type="text"
        autocomplete="off"
        maxLength={20}
        placeholder={t('day.placeholder')}
        value={text}
        readOnly={readOnly}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onInput={(event) => {
          setLeft(false);
          onText(event.currentTarget.value);
        }}
        onChange={(event) => leave(event.currentTarget.value)}
      />
      <input
        ref={calendar}
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        value={readDay(text) ?? ''}
        min={min}
        max={max}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      <button
        type="button"
        class="plain"
        aria-label={t('day.calendar')}
        title={t('day.calendar')}
        disabled={readOnly}
        onClick={() => calendar.current?.showPicker()}
      >
        <Icon name="within" />
      </button>
    </span>
  );
}

function dayFault(text: string, min?: string, max?: string): string | undefined {
  if (text.trim() === '') return undefined;
  const day = readDay(text);
  if (day === undefined) return t('day.unread', { example: formatDay('2013-03-31') });
  return (min !== undefined && day < min) || (max !== undefined && day > max)
    ? t('day.outside', { from: formatDay(min), to: formatDay(max) })
    : undefined;
}
