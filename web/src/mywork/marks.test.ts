import { describe, expect, it } from 'vitest';
import type { OwedFragment } from '../api/generated';
import { isBack, reportedThisMonth, shows } from './marks';

const now = '2026-11-29';

const row = (changes: [type: string, at: string][], more: Partial<OwedFragment> = {}): OwedFragment =>
  ({
    status: 'IN_PROGRESS',
    timeliness: 'WITHIN_TERM',
    due: null,
    history: { nodes: changes.map(([type, at]) => ({ type, at })) },
    ...more,
  }) as OwedFragment;

describe('a row', () => {
  it('came back when that is the last that happened to it', () => {
    const back: [string, string] = ['obligation-sent-back', '2026-11-03T02:00:00Z'];
    const submitted: [string, string] = ['obligation-submitted', '2026-11-02T02:00:00Z'];
    expect(isBack(row([back, submitted]))).toBe(true);
    expect(isBack(row([['due-changed', '2026-11-04T02:00:00Z'], back, submitted]))).toBe(true);
    expect(isBack(row([['progress-reported', '2026-11-05T02:00:00Z'], back]))).toBe(false);
    expect(isBack(row([back], { status: 'SUBMITTED' }))).toBe(false);
    expect(isBack(row([]))).toBe(false);
  });

  it('is reported by the month in Vietnam', () => {
    expect(reportedThisMonth(row([['progress-reported', '2026-10-31T17:00:00Z']]), now)).toBe('2026-11-01');
    expect(reportedThisMonth(row([['progress-reported', '2026-10-31T16:59:59Z']]), now)).toBeUndefined();
    expect(reportedThisMonth(row([['difficulty-raised', '2026-11-20T00:00:00Z']]), now)).toBeUndefined();
  });

  it('is soon within thirty days, but not when it is late already', () => {
    expect(shows.soon(row([], { due: '2026-12-29' }), now)).toBe(true);
    expect(shows.soon(row([], { due: '2026-12-30' }), now)).toBe(false);
    expect(shows.soon(row([], { due: '2026-11-29' }), now)).toBe(true);
    expect(shows.soon(row([], { due: '2026-11-28', timeliness: 'OVERDUE' }), now)).toBe(false);
    expect(shows.soon(row([]), now)).toBe(false);
    expect(shows.late(row([], { timeliness: 'OVERDUE' }), now)).toBe(true);
    expect(shows.unreported(row([['progress-reported', '2026-11-20T00:00:00Z']]), now)).toBe(false);
  });
});
