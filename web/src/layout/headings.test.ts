import { expect, it } from 'vitest';
import { headed } from './headings';

it('gives a heading to the first row of each group only', () => {
  const rows = headed([['hops', 1], ['hops', 2], ['line', 1]] as const, ([group]) => group, ([, value]) => ({ value }));
  expect(rows).toEqual([{ value: 1, heading: 'hops' }, { value: 2 }, { value: 1, heading: 'line' }]);
  expect(headed([], String, () => ({}))).toEqual([]);
});
