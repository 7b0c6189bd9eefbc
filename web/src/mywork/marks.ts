import type { OwedFragment } from '../api/generated';
import { addDays, today } from '../i18n/days';
import type { WorkShow } from '../view/view';

/** How far ahead is soon, in days. */
export const soonDays = 30;

/** What tells how an obligation has come to stand where it stands. */
const turns = ['progress-reported', 'obligation-submitted', 'obligation-sent-back', 'obligation-withdrawn', 'obligation-reopened'];

/** Whether the last that happened to it is that it came back from whoever accepts. */
export const isBack = (row: Pick<OwedFragment, 'status' | 'history'>): boolean =>
  row.status === 'IN_PROGRESS' && row.history.nodes.find((change) => turns.includes(change.type))?.type === 'obligation-sent-back';

/** The day of the last report of this month; undefined when there is none yet. */
export function reportedThisMonth(row: Pick<OwedFragment, 'history'>, now = today()): string | undefined {
  const last = row.history.nodes.find((change) => change.type === 'progress-reported');
  const day = last && today(new Date(last.at));
  return day?.slice(0, 7) === now.slice(0, 7) ? day : undefined;
}

/** What each choice of the page of work shows of what is open. */
export const shows: Record<Exclude<WorkShow, 'accept'>, (row: OwedFragment, now: string) => boolean> = {
  open: () => true,
  late: (row) => row.timeliness === 'OVERDUE',
  soon: (row, now) => row.timeliness !== 'OVERDUE' && row.due != null && row.due >= now && row.due <= addDays(now, soonDays),
  back: (row) => isBack(row),
  unreported: (row, now) => reportedThisMonth(row, now) === undefined,
};
