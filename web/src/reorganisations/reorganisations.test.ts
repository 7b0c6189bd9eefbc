import { describe, expect, it } from 'vitest';
import type { ReorganisedUnitFragment } from '../api/generated';
import { measureWords, figureOf, shownAndFolded, verdictOf, type BalanceLine } from './balance';
import { emptyForm, formOf, idOf, inputOf, missingIn, plannedUnits, type Form } from './form';
import { emptyRule, inputOfRule, ruleInput, ruleWords, type Rule } from './rules';

const top = { id: 'p', name: 'Tỉnh P' };
const founded = { id: '', name: 'Xã Sơn Tây', kind: 'COMMUNE' as const, parent: top, code: '' };

const whole: Form = {
  ...emptyForm('dot'),
  title: ' Sắp xếp ',
  number: '1/NQ',
  issuedOn: '16/06/2025',
  effectiveOn: '01/07/2025',
  found: [{ ...founded, code: '21334' }],
  rename: [{ unit: { id: 'c', name: 'Xã C' }, name: 'Xã Ba', code: '' }],
  move: [{ unit: { id: 'c', name: 'Xã C' }, parent: top }],
  close: [
    { unit: { id: 'a', name: 'Xã A' }, heirs: [{ id: 'vn25-21334', name: 'Xã Sơn Tây' }], isPart: false },
    {
      unit: { id: 'b', name: 'Xã B' },
      heirs: [
        { id: 'vn25-21334', name: 'Xã Sơn Tây' },
        { id: 'c', name: 'Xã C' },
      ],
      isPart: false,
    },
    { unit: { id: 'd', name: 'Huyện D' }, heirs: [], isPart: false },
  ],
};

describe('a reorganisation that is typed', () => {
  it('names new units by code and year, or by name, unless an id is typed', () => {
    expect(idOf({ ...founded, code: '21334' }, 'p', '01/07/2025')).toBe('vn25-21334');
    expect(idOf(founded, 'p', '01/07/2025')).toBe('p-xa-son-tay');
    expect(idOf({ ...founded, code: '21334' }, 'p', '')).toBe('p-xa-son-tay');
    expect(idOf({ ...founded, id: ' own ' }, 'p', '')).toBe('own');
    expect(idOf({ ...founded, name: 'x'.repeat(500) }, 'p', '')).toHaveLength(100);
    expect(plannedUnits(whole, 'p')).toEqual([{ id: 'vn25-21334', name: 'Xã Sơn Tây' }]);
  });

  it('says place by place what is missing', () => {
    expect(missingIn(whole)).toEqual(new Set());
    expect(missingIn(emptyForm('x'))).toEqual(new Set(['title', 'number', 'issuedOn', 'effectiveOn', 'acts']));
    const holes = missingIn({
      ...whole,
      operatesFrom: '31/02/2025',
      found: [{ ...founded, name: ' ', parent: null }],
      rename: [{ unit: null, name: '', code: '' }],
      move: [{ unit: null, parent: null }],
      close: [{ unit: null, heirs: [], isPart: false }],
    });
    expect([...holes]).toEqual([
      'operatesFrom',
      'found.0.name',
      'found.0.parent',
      'rename.0.unit',
      'rename.0.name',
      'move.0.unit',
      'move.0.parent',
      'close.0.unit',
    ]);
  });

  it('is sent as the API takes it: one heir for all of a unit, several for parts of it', () => {
    expect(inputOf(whole, 'p')).toEqual({
      id: 'dot',
      carrier: 'p',
      title: 'Sắp xếp',
      act: { number: '1/NQ', issuedOn: '2025-06-16' },
      effectiveOn: '2025-07-01',
      operatesFrom: null,
      establish: [{ id: 'vn25-21334', name: 'Xã Sơn Tây', kind: 'COMMUNE', parent: 'p', code: '21334' }],
      rename: [{ unit: 'c', name: 'Xã Ba', code: null }],
      move: [{ unit: 'c', parent: 'p' }],
      close: [
        { unit: 'a', heirs: [{ unit: 'vn25-21334', extent: 'FULL' }] },
        {
          unit: 'b',
          heirs: [
            { unit: 'vn25-21334', extent: 'PARTIAL' },
            { unit: 'c', extent: 'PARTIAL' },
          ],
        },
        { unit: 'd', heirs: [] },
      ],
    });
  });

  it('comes back from its lines as it was typed', () => {
    const unit = (id: string, name: string, more: Partial<ReorganisedUnitFragment> = {}): ReorganisedUnitFragment => ({
      id,
      name,
      kind: 'COMMUNE',
      code: null,
      parent: 'p',
      parentName: 'Tỉnh P',
      acts: [],
      extent: 'FULL',
      unit: null,
      ...more,
    });
    const closing = (id: string, name: string, extent: 'FULL' | 'PARTIAL' = 'FULL') => unit(id, name, { acts: ['CLOSE'], extent });
    const head = {
      id: 'dot',
      title: 'Sắp xếp',
      act: { number: '1/NQ', issuedOn: '2025-06-16' },
      effectiveOn: '2025-07-01',
      operatesFrom: '2025-07-01',
    };
    const form = formOf(head, [
      { after: unit('c', 'Xã Ba', { acts: ['RENAME', 'MOVE'] }), before: [unit('c', 'Xã C'), closing('b', 'Xã B', 'PARTIAL')] },
      {
        after: unit('vn25-21334', 'Xã Sơn Tây', { acts: ['FOUND'], code: '21334' }),
        before: [closing('a', 'Xã A'), closing('b', 'Xã B', 'PARTIAL')],
      },
      { after: null, before: [closing('d', 'Huyện D')] },
    ]);

    expect(form.found).toEqual([{ ...founded, id: 'vn25-21334', code: '21334' }]);
    expect([form.rename, form.move, form.operatesFrom]).toEqual([whole.rename, whole.move, '']);
    const byUnit = (rows: Form['close']) => rows.map((row) => [row.unit!.id, row.heirs.map((heir) => heir.id).sort(), row.isPart]).sort();
    expect(byUnit(form.close)).toEqual(byUnit(whole.close));
    expect(missingIn(form)).toEqual(new Set());
  });
});

describe('a rule', () => {
  it('says what becomes of what it is about, or is none yet', () => {
    expect(ruleInput(emptyRule)).toBeNull();
    expect(ruleInput({ ...emptyRule, fate: 'cancel', reason: ' ' })).toBeNull();
    expect(ruleInput({ ...emptyRule, to: top, fromKind: 'OFFICE' })).toEqual({ fromKind: 'OFFICE', heir: 'p' });
    expect(ruleInput({ ...emptyRule, fate: 'steward', to: top, from: { id: 'a', name: 'A' } })).toEqual({ from: 'a', steward: 'p' });
    expect(ruleInput({ ...emptyRule, fate: 'cancel', to: top, reason: 'Trùng', obligations: ['x'], plan: 'k' })).toEqual({
      cancel: 'Trùng',
      obligations: ['x'],
      plan: 'k',
    });
  });

  const rule: Rule = {
    from: { id: 'a', name: 'Xã A' },
    obligations: ['x', 'y'],
    fromKind: null,
    reformArea: 'PROCEDURES',
    plan: null,
    heir: null,
    steward: top,
    cancel: null,
  };

  it('is sent again as it was', () => {
    expect(JSON.parse(JSON.stringify(inputOfRule(rule)))).toEqual({
      from: 'a',
      obligations: ['x', 'y'],
      reformArea: 'PROCEDURES',
      steward: 'p',
    });
  });

  it('is read in words', () => {
    expect(ruleWords(rule)).toBe('Việc của Xã A, lĩnh vực Cải cách thủ tục hành chính, 2 việc đã chọn: để lại, Tỉnh P làm thay');
    expect(ruleWords({ ...rule, from: null, obligations: null, reformArea: null, steward: null, cancel: 'Trùng' })).toBe(
      'Mọi việc: hủy, lý do: Trùng',
    );
  });
});

describe('the balance', () => {
  const line = (measure: string, before: number, after: number, expected = before === after): BalanceLine => ({
    measure,
    before,
    after,
    equal: before === after,
    expected,
  });

  it('folds due days that come out and measures of nothing, and never what does not', () => {
    const lines = [
      line('total', 9, 9),
      line('postponed', 0, 0),
      line('units', 22, 4, true),
      line('due 2025-01-31', 3, 3),
      line('due 2025-02-28', 3, 2),
    ];
    const [shown, folded] = shownAndFolded(lines);
    expect(shown.map((one) => [one.measure, verdictOf(one)])).toEqual([
      ['total', 'equal'],
      ['units', 'foretold'],
      ['due 2025-02-28', 'wrong'],
    ]);
    expect(folded.map((one) => one.measure)).toEqual(['postponed', 'due 2025-01-31']);
  });

  it('says its figures in words and in their units', () => {
    expect(measureWords('due 2025-01-31')).toBe('Đến hạn 31/01/2025');
    expect(measureWords('unitsSilent')).toBe('Đơn vị chưa báo cáo');
    expect(measureWords('ofTomorrow')).toBe('ofTomorrow');
    expect([figureOf('weight', 1_500), figureOf('weightedPercent', 250_000), figureOf('planned', 5), figureOf('total', 1_000)]).toEqual([
      '1,5',
      '2,5',
      '5 ₫',
      '1.000',
    ]);
  });
});
