// @vitest-environment node
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { gives, originsOf, rightsOf } from './roles';

const path = ['root', 'province', 'commune'];

it('the roles are those of docs/RIGHTS.md', () => {
  const text = readFileSync(resolve(import.meta.dirname, '../../../docs/RIGHTS.md'), 'utf8');
  const told = [...text.matchAll(/^\| ([A-Z]+) \| ([A-Z_, ]+) \|$/gm)].map(([, role, rights]) => [role, rights!.split(', ')]);
  expect(Object.fromEntries(told)).toEqual(rightsOf);
});

it('a grant reaches its unit and those below, over others only those below, and at a root its own too', () => {
  expect(gives({ role: 'CLERK', unit: { id: 'commune' } }, 'REPORT', path)).toBe(true);
  expect(gives({ role: 'CLERK', unit: { id: 'province' } }, 'REPORT', path)).toBe(true);
  expect(gives({ role: 'CLERK', unit: { id: 'other' } }, 'REPORT', path)).toBe(false);
  expect(gives({ role: 'SUPERVISOR', unit: { id: 'commune' } }, 'ACCEPT', path)).toBe(false);
  expect(gives({ role: 'SUPERVISOR', unit: { id: 'province' } }, 'ACCEPT', path)).toBe(true);
  expect(gives({ role: 'SUPERVISOR', unit: { id: 'root' } }, 'ACCEPT', ['root'])).toBe(true);
});

it('each right is told with the grants that it comes from, and with none where an appointment gives it', () => {
  const clerk = { role: 'CLERK', unit: { id: 'commune' } } as const;
  const head = { role: 'HEAD', unit: { id: 'province' } } as const;
  expect(originsOf(['READ', 'SUBMIT', 'ACCEPT'], [clerk, head], path)).toEqual([
    { right: 'READ', from: [clerk, head] },
    { right: 'SUBMIT', from: [head] },
    { right: 'ACCEPT', from: [] },
  ]);
});
