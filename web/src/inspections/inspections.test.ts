import { describe, expect, it } from 'vitest';
import type { InspectionsHereQuery, UnitKind } from '../api/generated';
import { mayInspect } from './access';
import { coverageOf } from './coverage';
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

type Quota = Here['indicators'][number];

const quota = (id: string, ...classes: UnitKind[]): Quota => ({
  id,
  system: 'UNITS_INSPECTED',
  text: id,
  reporters: classes.map((unitClass) => ({ unitClass })),
  targets: [{ unitKind: null, year: null }],
  value: { rate: { numerator: 9, denominator: 108, percent: 8.33 }, target: { comparison: 'AT_LEAST', value: 60 }, status: 'ACHIEVED' },
});

const shown = (more: Partial<Here>) =>
  coverageOf(here(more), 2013).map((row) => [row.kinds.join(), row.rate.numerator, row.quota?.id, row.isOfSeveral]);

describe('coverage', () => {
  const rates = { DEPARTMENT: { numerator: 9, denominator: 14, percent: 64.29 }, COMMUNE: { numerator: 0, denominator: 94, percent: 0 } };

  it('is told for each class there is, against the target that is for that class alone', () => {
    const indicators = [quota('d', 'DEPARTMENT'), { ...quota('other', 'COMMUNE'), system: null }];
    expect(shown({ ...rates, indicators })).toEqual([
      ['DEPARTMENT', 9, 'd', false],
      ['COMMUNE', 0, undefined, false],
    ]);
  });

  it('is told of several classes together where a quota is of all of them', () => {
    expect(shown({ ...rates, indicators: [quota('both', 'COMMUNE', 'DEPARTMENT'), quota('d', 'DEPARTMENT')] })).toEqual([
      ['DEPARTMENT', 9, 'd', false],
      ['COMMUNE', 0, undefined, false],
      ['DEPARTMENT,COMMUNE', 9, 'both', false],
    ]);
  });

  it('asks what a quota of several classes says of each that has a target of its own in the year', () => {
    const each: Quota = {
      ...quota('each', 'DEPARTMENT', 'COMMUNE'),
      targets: [
        { unitKind: 'COMMUNE', year: 2013 },
        { unitKind: 'DEPARTMENT', year: 2012 },
      ],
      value: { rate: none, target: null, status: 'NO_TARGET' },
    };
    expect(shown({ ...rates, indicators: [each] })).toEqual([
      ['DEPARTMENT', 9, undefined, false],
      ['COMMUNE', 0, 'each', true],
    ]);
  });

  it('is that of the unit itself where nothing stands below it, or where it was inspected', () => {
    expect(shown({}).map((row) => row[0])).toEqual(['PROVINCE']);
    const inspected = { PROVINCE: { numerator: 1, denominator: 1, percent: 100 }, COMMUNE: { numerator: 0, denominator: 2, percent: 0 } };
    expect(shown(inspected).map((row) => row[0])).toEqual(['PROVINCE', 'COMMUNE']);
  });
});

describe('who records inspections', () => {
  const an = { person: { id: 'an' }, rights: ['READ' as const] };
  const path = ['m', 'p'];
  const grant = (role: 'SUPERVISOR' | 'PLANNER', unit: string, reformAreas: 'STEERING'[] | 'PROCEDURES'[] | null = null) => ({
    role,
    reformAreas,
    unit: { id: unit },
  });

  it('is whoever accepts at the unit or above it, for steering', () => {
    expect(mayInspect({ ...an, grants: [grant('SUPERVISOR', 'p')] }, path)).toBe(true);
    expect(mayInspect({ ...an, grants: [grant('SUPERVISOR', 'm', ['STEERING'])] }, path)).toBe(true);
    expect(mayInspect({ ...an, rights: ['READ', 'ACCEPT'], grants: [grant('SUPERVISOR', 'm', ['PROCEDURES'])] }, path)).toBe(false);
    expect(mayInspect({ ...an, grants: [grant('PLANNER', 'p'), grant('SUPERVISOR', 'x')] }, path)).toBe(false);
  });

  it('is a focal agency with the power to accept, and everybody who may accept where nobody signs in', () => {
    expect(mayInspect({ ...an, rights: ['ACCEPT'], grants: [grant('SUPERVISOR', 'x')] }, path)).toBe(true);
    expect(mayInspect({ person: null, rights: ['ACCEPT'], grants: [] }, path)).toBe(true);
    expect(mayInspect({ person: null, rights: ['READ'], grants: [] }, path)).toBe(false);
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
