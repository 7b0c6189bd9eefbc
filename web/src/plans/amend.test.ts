import { describe, expect, it } from 'vitest';
import { changeOf, changesOf, faultsOf, unchanged } from './amend';
import type { Line } from './plan';

const line = (id: string, more: Partial<Line> = {}): Line =>
  ({
    id,
    code: id,
    title: `Nhiệm vụ ${id}`,
    schedule: { kind: 'QUARTERS', text: 'Quý I năm 2013', due: '2013-03-31' },
    budget: { planned: 0, spent: 0 },
    withdrawn: false,
    ...more,
  }) as Line;

describe('what changes of a line', () => {
  it('is nothing as long as nothing was written', () => {
    expect(changeOf(unchanged(line('a')), line('a'))).toBeNull();
    const silent = line('b', { schedule: { kind: 'UNSPECIFIED', text: '', due: null } });
    expect(changeOf(unchanged(silent), silent)).toBeNull();
    expect(faultsOf(unchanged(silent), silent)).toEqual([]);
  });

  it('is what was written, and no more', () => {
    const of = line('a');
    expect(changeOf({ ...unchanged(of), title: ' Khác ' }, of)).toEqual({
      task: 'a',
      title: 'Khác',
      schedule: null,
      scheduleText: null,
      budget: null,
    });
    expect(changeOf({ ...unchanged(of), budget: '1.500.000' }, of)).toMatchObject({ budget: 1_500_000, title: null });
    expect(changeOf({ ...unchanged(of), schedule: 'Quý II năm 2013', due: '30/06/2013' }, of)?.schedule).toEqual({
      kind: 'DATE',
      text: 'Quý II năm 2013',
      date: '2013-06-30',
    });
    // New wording alone keeps the day.
    expect(changeOf({ ...unchanged(of), schedule: 'Cuối quý I' }, of)?.schedule).toMatchObject({ kind: 'DATE', date: '2013-03-31' });
    expect(changeOf({ ...unchanged(of), due: '' }, of)?.schedule).toEqual({ kind: 'UNSPECIFIED', text: 'Quý I năm 2013' });
  });

  it('is the words alone where it recurs, or is to', () => {
    const recurring = line('a', { schedule: { kind: 'RECURRING', text: 'Hằng quý', due: null } });
    expect(changeOf(unchanged(recurring), recurring)).toBeNull();
    for (const schedule of ['Hằng tháng', '2 năm/lần', 'Hàng tuần', 'Quý II năm 2013'])
      expect(changeOf({ ...unchanged(recurring), schedule }, recurring)).toMatchObject({ schedule: null, scheduleText: schedule });
    expect(faultsOf({ ...unchanged(recurring), schedule: ' ' }, recurring)).toEqual(['schedule']);
    for (const schedule of ['Hằng năm', 'Định kỳ 6 tháng', '6 tháng/lần', 'Mỗi quý một lần'])
      expect(changeOf({ ...unchanged(line('b')), schedule }, line('b'))).toMatchObject({ schedule: null, scheduleText: schedule });
  });

  it('leaves what waits waiting', () => {
    const waiting = line('a', { schedule: { kind: 'AFTER_EVENT', text: 'Sau Nghị định', due: null } });
    expect(changeOf({ ...unchanged(waiting), schedule: 'Sau Thông tư' }, waiting)?.schedule).toEqual({
      kind: 'AFTER_EVENT',
      text: 'Sau Thông tư',
    });
  });

  it('is refused where it cannot be meant', () => {
    const of = line('a');
    expect(faultsOf({ ...unchanged(of), title: ' ', schedule: '', due: '30/02/2013', budget: '1,5' }, of)).toEqual([
      'title',
      'budget',
      'schedule',
      'due',
    ]);
    expect(faultsOf({ ...unchanged(of), title: '', withdraw: true }, of)).toEqual([]);
  });
});

it('an amendment knows where each line stands in what is sent', () => {
  const lines = new Map(['a', 'b', 'c', 'd'].map((id) => [id, line(id)]));
  const texts = [
    unchanged(line('a')),
    { ...unchanged(line('b')), withdraw: true },
    { ...unchanged(line('c')), title: 'Khác' },
    { ...unchanged(line('gone')), title: 'Khác' },
    { ...unchanged(line('d')), withdraw: true },
  ];
  const { changeTasks, withdrawTasks, places } = changesOf(texts, lines);
  expect(changeTasks.map((change) => change.task)).toEqual(['c']);
  expect(withdrawTasks).toEqual(['b', 'd']);
  expect([...places]).toEqual([
    ['b', 'withdrawTasks.0'],
    ['c', 'changeTasks.0'],
    ['d', 'withdrawTasks.1'],
  ]);
});
