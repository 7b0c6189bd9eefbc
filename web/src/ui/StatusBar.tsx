import { t } from '../i18n';
import { formatCount } from '../i18n/format';

export interface Parts {
  doneOnTime: number;
  doneLate: number;
  withinTerm: number;
  overdue: number;
}

const order = ['doneOnTime', 'doneLate', 'withinTerm', 'overdue'] as const;

/** The breakdown of a whole by timeliness; the figures beside it say the same. */
export function StatusBar({ parts, thin }: { parts: Parts; thin?: boolean }) {
  const whole = order.reduce((sum, name) => sum + parts[name], 0);
  const label = t('headline.bar', {
    onTime: formatCount(parts.doneOnTime),
    late: formatCount(parts.doneLate),
    within: formatCount(parts.withinTerm),
    overdue: formatCount(parts.overdue),
  });
  return (
    <div class={thin ? 'statusbar thin' : 'statusbar'} role="img" aria-label={label}>
      {whole > 0 &&
        order.map(
          (name) =>
            parts[name] > 0 && (
              <span
                key={name}
                class={name}
                style={{ flexGrow: parts[name] / whole }}
                title={`${t(shortName[name])}: ${formatCount(parts[name])}`}
              />
            ),
        )}
    </div>
  );
}

export const shortName = {
  doneOnTime: 'headline.onTime',
  doneLate: 'headline.late',
  withinTerm: 'headline.within',
  overdue: 'headline.overdue',
} as const;
