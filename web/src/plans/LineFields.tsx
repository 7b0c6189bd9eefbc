import { useId } from 'preact/hooks';
import type { Refused } from '../api/errors';
import { t } from '../i18n';
import { formatCount, formatMoney, readMoney } from '../i18n/format';
import { concerns, Field } from '../obligation/Field';
import { refusalOf } from '../obligation/refusals';
import { Icon } from '../ui/Icon';
import { hasPlainTime, type Fault, type LineTexts } from './amend';
import type { Line } from './plan';

interface LineFieldsProps {
  line: Line;
  texts: LineTexts;
  /** Its path in the input that was sent. */
  place: string | undefined;
  error: Refused | undefined;
  faults: readonly Fault[];
  busy: boolean;
  onChange: (texts: LineTexts) => void;
  onRemove: () => void;
}

/** The changes of an amendment to one line, or its withdrawal. */
export function LineFields({ line, texts, place, error, faults, busy, onChange, onRemove }: LineFieldsProps) {
  const id = useId();
  const isPlain = hasPlainTime(texts, line);
  const field = (name: 'title' | 'schedule' | 'due' | 'budget', path: string, needed: string | undefined) => ({
    path: place ? `${place}.${path}` : '-',
    error,
    fault: faults.includes(name) ? needed : undefined,
    value: texts[name],
    busy,
    onInput: (value: string) => onChange({ ...texts, [name]: value }),
  });
  // Messages about the whole line, such as that it was withdrawn in the meantime.
  const isOfField = place && ['title', 'schedule', 'scheduleText', 'budget'].some((name) => error && concerns(error, `${place}.${name}`));
  const ofLine = error && place && !isOfField && concerns(error, place) ? refusalOf(error, place) : undefined;
  return (
    <fieldset class="action line-fields" aria-describedby={ofLine ? `${id}-fault` : undefined}>
      <legend>{t('amend.line', { code: line.code })}</legend>
      <button
        type="button"
        class="plain"
        onClick={onRemove}
        disabled={busy}
        aria-label={t('amend.remove', { code: line.code })}
        title={t('amend.remove', { code: line.code })}
      >
        <Icon name="close" />
      </button>
      {texts.withdraw ? (
        <p lang="vi">
          <del>{line.title}</del>
        </p>
      ) : (
        <>
          <Field label={t('amend.lineTitle')} rows={2} input={{ maxLength: 4000 }} {...field('title', 'title', t('amend.needTitle'))} />
          <div class="grid">
            <Field
              label={t('amend.schedule')}
              hint={isPlain ? undefined : t('amend.recurring')}
              input={{ type: 'text', maxLength: isPlain ? 4000 : 500, name: `schedule-${line.id}` }}
              {...field('schedule', isPlain ? 'schedule' : 'scheduleText', t('amend.needSchedule'))}
            />
            {isPlain && (
              <Field
                label={t('amend.due')}
                hint={t('amend.dueHint')}
                input={{ type: 'day', name: `due-${line.id}` }}
                {...field('due', 'schedule.date', t('trigger.needDay'))}
              />
            )}
            <Field
              label={t('amend.budget')}
              hint={line.budget.planned ? `${t('amend.budgetHint')} (${formatMoney(line.budget.planned)})` : t('amend.budgetHint')}
              input={{ type: 'text', inputMode: 'numeric', maxLength: 24 }}
              {...field('budget', 'budget', t('report.spentUnread'))}
              onInput={(text) => {
                const value = readMoney(text);
                onChange({ ...texts, budget: value === undefined ? text : formatCount(value) });
              }}
            />
          </div>
        </>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={texts.withdraw}
          disabled={busy}
          onChange={(event) => onChange({ ...texts, withdraw: event.currentTarget.checked })}
        />
        <span>
          {t('amend.withdraw')} <small>{t('amend.withdrawHint')}</small>
        </span>
      </label>
      {ofLine && (
        <p id={`${id}-fault`} class="fault" role="alert">
          {ofLine}
        </p>
      )}
    </fieldset>
  );
}
