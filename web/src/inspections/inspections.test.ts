import { describe, expect, it } from 'vitest';
import type { InspectionsHereQuery, UnitKind } from '../api/generated';
import { countedOn, coverageOf, notInspected } from './coverage';
import { emptyForm, inputOf, missingIn, type Form } from './form';

type Here = NonNullable<InspectionsHereQuery['unit']>;

const none = { numerator: 0, denominator: 0, percent: null };

const here = (more: Partial<Here>): Here => ({
  id: 'p',
  name: 'Tỉnh P',
  kind: 'PROVINCE',
  ancestors: [],
  inspections: [],
  indicators: [],
  PROVINCE: { numerator: 0, denominator: 1, percent: 0 },
  DEPARTMENT: none,
  CENTRAL_AGENCY: none,
  DISTRICT: none,
  OFFICE: none,
  COMMUNE: none,
  BODY: none,
  ...more,
});

const quota = (id: string, ...classes: UnitKind[]): Here['indicators'][number] => ({
  id,
  system: 'UNITS_INSPECTED',
  text: id,
  reporters: classes.map((unitClass) => ({ unitClass })),
  value: { target: { comparison: 'AT_LEAST', value: 60 }, status: 'ACHIEVED' },
});

describe('coverage', () => {
  it('is told for each class there is, against the target that is for that class alone', () => {
    const rows = coverageOf(
      here({
        DEPARTMENT: { numerator: 9, denominator: 14, percent: 64.29 },
        COMMUNE: { numerator: 0, denominator: 94, percent: 0 },
        indicators: [quota('both', 'DEPARTMENT', 'COMMUNE'), quota('d', 'DEPARTMENT'), { ...quota('other', 'COMMUNE'), system: null }],
      }),
    );
    expect(rows.map((row) => [row.kind, row.rate.numerator, row.quota?.id])).toEqual([
      ['DEPARTMENT', 9, 'd'],
      ['COMMUNE', 0, undefined],
    ]);
  });

  it('is that of the unit itself where nothing stands below it, or where it was inspected', () => {
    expect(coverageOf(here({})).map((row) => row.kind)).toEqual(['PROVINCE']);
    const inspected = here({
      PROVINCE: { numerator: 1, denominator: 1, percent: 100 },
      COMMUNE: { numerator: 0, denominator: 2, percent: 0 },
    });
    expect(coverageOf(inspected).map((row) => row.kind)).toEqual(['PROVINCE', 'COMMUNE']);
  });

  it('names who was not inspected, at every level', () => {
    const commune = (id: string) => ({ id, name: id, kind: 'COMMUNE' as const, children: [] });
    const district = { id: 'd', name: 'd', kind: 'DISTRICT' as const, children: [commune('a'), commune('b')] };
    const top = { id: 'p', name: 'p', kind: 'PROVINCE' as const, children: [commune('c'), district] };
    const names = (kind: UnitKind) => notInspected(top, kind, new Set(['a'])).map((unit) => unit.id);
    expect([names('COMMUNE'), names('DISTRICT'), names('PROVINCE')]).toEqual([['c', 'b'], ['d'], ['p']]);
    expect(notInspected(null, 'COMMUNE', new Set())).toEqual([]);
  });
});

describe('an inspection that is typed', () => {
  const whole: Form = {
    ...emptyForm('kt-1', '12/06/2013'),
    unit: { id: 'a', name: 'Xã A' },
    number: ' 21/QĐ ',
    issuedOn: '01/06/2013',
    findings: [{ text: ' Chưa niêm yết ', due: '31/07/2013' }],
  };

  it('is sent as the API takes it, with a document or without', () => {
    expect(missingIn(whole)).toEqual(new Set());
    expect(inputOf(whole, 'p')).toEqual({
      id: 'kt-1',
      inspector: 'p',
      unit: 'a',
      on: '2013-06-12',
      act: { number: '21/QĐ', issuedOn: '2013-06-01', title: null, files: [] },
      findings: [{ text: 'Chưa niêm yết', due: '2013-07-31' }],
    });
    const bare = { ...whole, number: ' ', issuedOn: '', findings: [] };
    expect(missingIn(bare)).toEqual(new Set());
    expect(inputOf(bare, 'p')).toMatchObject({ act: null, findings: [] });
  });

  it('says place by place what is missing, or cannot be', () => {
    expect(missingIn({ ...emptyForm('x', ''), title: 'Quyết định' })).toEqual(new Set(['unit', 'on', 'number', 'issuedOn']));
    expect(missingIn({ ...whole, on: '13/06/2013' }, '2013-06-12')).toEqual(new Set(['on']));
    expect(missingIn({ ...whole, findings: [{ text: ' ', due: '11/06/2013' }] })).toEqual(new Set(['findings.0.text', 'findings.0.due']));
  });
});

describe('the units that a share is of', () => {
  it('are those of the end of its year, or of the day of the page in a year that goes on then', () => {
    expect(countedOn(2013, undefined)).toBe('2013-12-31');
    expect(countedOn(2013, '2014-03-01')).toBe('2013-12-31');
    expect(countedOn(2013, '2013-06-01')).toBe('2013-06-01');
    expect(countedOn(2999, undefined)).toBeNull();
    expect(countedOn(2999, '2999-06-01')).toBeNull();
  });
});
