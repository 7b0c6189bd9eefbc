import { beforeEach, describe, expect, it } from 'vitest';
import { draftOf, draftsMax, drop, owned, settle, write } from './drafts';
import { person } from './session';

/** Like a reloaded page or another window: only stored data remains. */
const reload = () => dispatchEvent(new StorageEvent('storage'));

beforeEach(() => {
  localStorage.clear();
  person.value = null;
  reload();
});

describe('a draft', () => {
  it('survives a reload, field by field, on the version of the first keystroke', () => {
    write('report u~t', 'percent', '4', 3);
    write('report u~t', 'percent', '40', 4);
    write('report u~t', 'note', 'Đã họp', 5);
    reload();
    expect(draftOf('report u~t')).toMatchObject({ texts: { percent: '40', note: 'Đã họp' }, version: 3 });
    drop('report u~t');
    reload();
    expect(draftOf('report u~t')).toBeUndefined();
  });

  it('belongs to who typed it', () => {
    person.value = { id: 'an', name: 'An' };
    write('report u~t', 'note', 'của An');
    person.value = { id: 'binh', name: 'Bình' };
    expect(draftOf('report u~t')).toBeUndefined();
    person.value = { id: 'an', name: 'An' };
    expect(draftOf('report u~t')?.texts['note']).toBe('của An');
  });

  it('goes when it is done, and rests on what is there now after a conflict', () => {
    write('a', 'note', 'x', 3);
    write('b', 'note', 'y', 3);
    settle(owned('a'), true);
    settle(owned('b'), false);
    settle(owned('never'), false);
    expect(draftOf('a')).toBeUndefined();
    expect(draftOf('b')).toMatchObject({ texts: { note: 'y' }, version: undefined });
    write('b', 'note', 'yy', 7);
    expect(draftOf('b')?.version).toBe(7);
    expect(draftOf('never')).toBeUndefined();
  });

  it('makes room for newer ones, and is forgotten after sixty days', () => {
    const old = Date.now() - 61 * 86_400_000;
    localStorage.setItem('hierarchy.drafts', JSON.stringify({ '|old': { texts: {}, at: old }, '|new': { texts: {}, at: Date.now() - 5 } }));
    reload();
    expect(draftOf('old')).toBeUndefined();
    expect(draftOf('new')).toBeDefined();
    for (let i = 0; i < draftsMax; i++) write(`d${i}`, 'note', 'x');
    expect(draftOf('new')).toBeUndefined();
    expect(draftOf(`d${draftsMax - 1}`)).toBeDefined();
  });

  it('that nobody can read is none', () => {
    localStorage.setItem('hierarchy.drafts', '{');
    reload();
    expect(draftOf('a')).toBeUndefined();
  });
});
