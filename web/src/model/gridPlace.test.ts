import { expect, it } from 'vitest';
import { readPlace, writePlace } from './gridPlace';

it('reads what it wrote', () => {
  const place = { hops: 2, answerLine: 'later', layer: 3, head: 0, role: 'rhs:1+2' };
  expect(writePlace(place)).toBe('2-later-3-rhs:1+2');
  expect(readPlace(writePlace(place))).toEqual(place);
});

it('takes nothing else for a cell', () => {
  for (const text of ['', '2-later-3-', '2-fourth-3-colon', 'x-later-3-colon']) expect(readPlace(text)).toBeNull();
});
