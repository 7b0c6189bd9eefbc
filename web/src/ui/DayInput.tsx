import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { readDay } from '../i18n/days';
import { formatDay } from '../i18n/format';
import { Icon } from './Icon';

interface DayInputProps {
  id: string;
  /** The text of the field; readDay parses it. */
  text: string;
  onText: (text: string) => void;
  /** Called when a day is complete, typed or chosen from the calendar. */
  onDay?: (day: string) => void;
  min?: string;
  max?: string;
  name?: string;
  readOnly?: boolean;
  invalid?: boolean;
  describedBy?: string;
  /** The error message for an invalid text, shown when the field is left. */
  onFault: (words: string | undefined) => void;
}

/**
 * A day in the page language's form, independent of the browser's language: typed, or chosen from the browser's calendar. The calendar
 * button is only for mouse and touch.
 */
export function DayInput({ id, text, onText, onDay, min, max, name, readOnly, invalid, describedBy, onFault }: DayInputProps) {
  const field = useRef<HTMLInputElement>(null);
  const calendar = useRef<HTMLInputElement>(null);
  const [left, setLeft] = useState(false);
  const fault = dayFault(text, min, max);
  // Makes the browser refuse to send a form with an invalid day.
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
