import { expect, it } from 'vitest';
import { onFrame } from './frame';

it('runs everything with the next frame, and only the last change of a key', async () => {
  const ran: string[] = [];
  for (let i = 0; i < 500; i++) onFrame('a', () => ran.push(`a${i}`));
  onFrame('b', () => ran.push('b'));
  expect(ran).toEqual([]);
  await new Promise((done) => requestAnimationFrame(done));
  expect(ran).toEqual(['a499', 'b']);
});
