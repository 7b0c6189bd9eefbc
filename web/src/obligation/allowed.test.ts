import { describe, expect, it } from 'vitest';
import { reasonsOf, type Standing } from './allowed';

const clerk: Standing = {
  status: 'SUBMITTED',
  actions: [],
  rights: ['READ', 'REPORT'],
  grants: [{ role: 'CLERK', unit: { id: 'commune' } }],
  path: ['root', 'province', 'commune'],
  viewer: 'binh',
  handedInBy: 'an',
};
const whyOf = (standing: Standing) => Object.fromEntries(reasonsOf(standing).map(({ action, why, right }) => [action, `${why} ${right}`]));

describe('why something is not offered', () => {
  it('names the right that is missing', () => {
    expect(whyOf(clerk)).toEqual({
      accept: 'right ACCEPT',
      sendBack: 'right ACCEPT',
      withdraw: 'right SUBMIT',
      cancel: 'right CHANGE_DUE',
    });
    expect(whyOf({ ...clerk, status: 'IN_PROGRESS', actions: ['reportProgress'] })).toEqual({
      submit: 'right SUBMIT',
      changeDue: 'right CHANGE_DUE',
      cancel: 'right CHANGE_DUE',
    });
  });

  it('says of who has handed it in that somebody else decides, though the right is there', () => {
    const head = { ...clerk, handedInBy: 'binh', rights: ['ACCEPT', 'SUBMIT', 'CHANGE_DUE'] as const, actions: ['withdraw', 'cancel'] };
    expect(whyOf(head)).toEqual({ accept: 'samePerson ACCEPT', sendBack: 'samePerson ACCEPT' });
  });

  it('says of a supervisor at the unit that owes it that the right must come from above', () => {
    const supervisor = { ...clerk, rights: ['READ'] as const, grants: [{ role: 'SUPERVISOR', unit: { id: 'commune' } }] as const };
    expect(whyOf(supervisor)['accept']).toBe('above ACCEPT');
    expect(whyOf({ ...supervisor, grants: [{ role: 'SUPERVISOR', unit: { id: 'elsewhere' } }] })['accept']).toBe('right ACCEPT');
  });

  it('says of a right that is there for other areas that the area is not among them', () => {
    expect(whyOf({ ...clerk, rights: ['READ', 'ACCEPT'] })['accept']).toBe('area ACCEPT');
  });

  it('says nothing of what is offered, nor of what the state does not wait for', () => {
    expect(reasonsOf({ ...clerk, status: 'DONE', actions: ['reopen'] })).toEqual([]);
    expect(whyOf({ ...clerk, status: 'DONE' })).toEqual({ reopen: 'right ACCEPT' });
    expect(whyOf({ ...clerk, status: 'CANCELLED' })).toEqual({ restore: 'right CHANGE_DUE' });
    expect(whyOf({ ...clerk, status: 'WAITING' })).toEqual({ trigger: 'right CHANGE_DUE', cancel: 'right CHANGE_DUE' });
  });
});
