import { expect, it } from 'vitest';
import { toCsv } from '../model/table';
import { curveTable } from './curveTable';

it('has a row for every step, intervals where a curve has them, and none of the paper’s numbers', () => {
  const table = curveTable([
    { id: 'paper-chance', label: 'paper 12 %', points: [{ x: 5, y: 0.12 }] },
    { id: 'other', label: '', points: [{ x: 20, y: 0.5 }, { x: 10, y: null }] },
    { id: 'accuracy', label: 'test accuracy', points: [{ x: 10, y: 0.25, low: 0.125, high: 0.5 }] },
  ]);
  expect(toCsv(table)).toBe('step,other,test accuracy,accuracy low,accuracy high\n10,,0.25,0.125,0.5\n20,0.5,,,\n');
});
