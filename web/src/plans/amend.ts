import type { AmendPlanInput, ChangeTaskInput, ScheduleInput } from '../api/generated';
import { fold } from '../app/find';
import { readDay } from '../i18n/days';
import { formatDay, readMoney } from '../i18n/format';
import type { Line } from './plan';

/** The texts entered for one line. */
export interface LineTexts {
  task: string;
  title: string;
  schedule: string;
  due: string;
  budget: string;
  withdraw: boolean;
}

/** Parses lines from a stored draft. */
export function linesIn(text: string): LineTexts[] {
  try {
    return text === '' ? [] : (JSON.parse(text) as LineTexts[]);
  } catch {
    return [];
  }
}

export const unchanged = (line: Line): LineTexts => ({
  task: line.id,
  title: line.title,
  schedule: line.schedule.text,
  due: line.schedule.due ? formatDay(line.schedule.due) : '',
  budget: '',
  withdraw: false,
});

/** Words for recurrence: each week, once in two years, periodically. */
const recurring = /(^| )(hang|moi|dinh ky) ?|\/ ?lan|lan ?\/|(^| )mot lan( |$)/;

/** Whether the time is a text with a day. Recurrence is given only by its text, which the server interprets as in a draft. */
export const hasPlainTime = (texts: LineTexts, { schedule }: Line): boolean =>
  schedule.kind !== 'RECURRING' && !recurring.test(fold(texts.schedule));

export type Fault = 'title' | 'schedule' | 'due' | 'budget';

/** The invalid inputs of a line. */
export function faultsOf(texts: LineTexts, line: Line): Fault[] {
  if (texts.withdraw) return [];
  const faults: Fault[] = [];
  if (texts.title.trim() === '') faults.push('title');
  if (texts.budget.trim() !== '' && readMoney(texts.budget) === undefined) faults.push('budget');
  const change = changeOf(texts, line);
  // Some plans have no wording of the time, but a change needs one.
  if (texts.schedule.trim() === '' && (change?.schedule || change?.scheduleText === '')) faults.push('schedule');
  if (hasPlainTime(texts, line)) {
    if (texts.due.trim() !== '' && !readDay(texts.due)) faults.push('due');
  }
  return faults;
}

/** A schedule with or without a day; null if unchanged. A schedule after an event keeps waiting without a day. */
function scheduleOf(texts: LineTexts, line: Line): ScheduleInput | null {
  const { schedule: text, due } = texts;
  const { schedule } = line;
  const day = readDay(due) ?? null;
  if (!hasPlainTime(texts, line) || (text.trim() === schedule.text && day === (schedule.due ?? null))) return null;
  if (day) return { kind: 'DATE', text: text.trim(), date: day };
  const kind = schedule.kind === 'AFTER_EVENT' || schedule.kind === 'CONTINUOUS' ? schedule.kind : 'UNSPECIFIED';
  return { kind, text: text.trim() };
}

/** The changes of a line; null for none. */
export function changeOf(texts: LineTexts, line: Line): ChangeTaskInput | null {
  const title = texts.title.trim() === line.title ? null : texts.title.trim();
  const schedule = scheduleOf(texts, line);
  const words = texts.schedule.trim();
  const scheduleText = hasPlainTime(texts, line) || words === line.schedule.text ? null : words;
  const budget = texts.budget.trim() === '' ? null : (readMoney(texts.budget) ?? null);
  return [title, schedule, scheduleText, budget].some((one) => one !== null)
    ? { task: line.id, title, schedule, scheduleText, budget }
    : null;
}

/** The lists of an amendment, with the path of each line. */
export function changesOf(texts: readonly LineTexts[], lines: ReadonlyMap<string, Line>) {
  const changeTasks: ChangeTaskInput[] = [];
  const withdrawTasks: string[] = [];
  /** By task: the path of the API's errors about it. */
  const places = new Map<string, string>();
  for (const one of texts) {
    const line = lines.get(one.task);
    if (!line) continue;
    if (one.withdraw) {
      places.set(one.task, `withdrawTasks.${withdrawTasks.length}`);
      withdrawTasks.push(one.task);
      continue;
    }
    const change = changeOf(one, line);
    if (!change) continue;
    places.set(one.task, `changeTasks.${changeTasks.length}`);
    changeTasks.push(change);
  }
  return { changeTasks, withdrawTasks, places } satisfies Pick<AmendPlanInput, 'changeTasks' | 'withdrawTasks'> & { places: unknown };
}
