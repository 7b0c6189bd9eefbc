import type { OwedFragment } from '../api/generated';
import { addDays, today } from '../i18n/days';
import type { WorkShow } from '../view/view';

/** The number of days that counts as soon. */
export const soonDays = 30;

/** Events that determine an obligation's status. */
const turns = ['progress-reported', 'obligation-submitted', 'obligation-sent-back', 'obligation-withdrawn', 'obligation-reopened'];

/** Whether its last status change was being sent back. */
export const isBack = (row: Pick<OwedFragment, 'status' | 'history'>): boolean =>
  row.status === 'IN_PROGRESS' && row.history.nodes.find((change) => turns.includes(change.type))?.type === 'obligation-sent-back';

/** The day of the last report of this month; undefined if there is none. */
export function reportedThisMonth(row: Pick<OwedFragment, 'history'>, now = today()): string | undefined {
  const last = row.history.nodes.find((change) => change.type === 'progress-reported');
  const day = last && today(new Date(last.at));
  return day?.slice(0, 7) === now.slice(0, 7) ? day : undefined;
}

/** The filter of each choice on the page of own work. */
export const shows: Record<Exclude<WorkShow, 'accept'>, (row: OwedFragment, now: string) => boolean> = {
  open: () => true,
  late: (row) => row.timeliness === 'OVERDUE',
  soon: (row, now) => row.timeliness !== 'OVERDUE' && row.due != null && row.due >= now && row.due <= addDays(now, soonDays),
  back: (row) => isBack(row),
  unreported: (row, now) => reportedThisMonth(row, now) === undefined,
};
