import { expect, it } from 'vitest';
import { estimated, pValue } from './format';
import { mcNemar, pairedDifference, proportion } from './statistics';

it('gives the analyses’ own Wilson interval', () => {
  // As reference/demo-1/analyses/behaviour has it for 225 of 4,000, and analyses/phases of a run for 4,000 of 4,000.
  const share = proportion(225, 4000);
  expect(share?.low).toBeCloseTo(0.049526332557096146, 14);
  expect(share?.high).toBeCloseTo(0.06382517336251393, 14);
  expect(proportion(4000, 4000)?.low).toBeCloseTo(0.9990405567102987, 12);
  expect(proportion(0, 4000)).toMatchObject({ value: 0, low: 0 });
  expect(proportion(0, 0)).toBeNull();
});

it('gives an interval that holds the share and lies within 0 and 1', () => {
  for (const [count, of] of [[0, 10], [10, 10], [3, 7], [1, 4000]] as const) {
    const share = proportion(count, of);
    expect(share?.low).toBeGreaterThanOrEqual(0);
    expect(share?.high).toBeLessThanOrEqual(1);
    expect(share?.low).toBeLessThanOrEqual(count / of);
    expect(share?.high).toBeGreaterThanOrEqual(count / of);
  }
});

it('gives the analyses’ own McNemar test', () => {
  // As the same analysis has it for 436 gained and 218 lost.
  const p = mcNemar(436, 218);
  expect(p / 1.0773380826947964e-17).toBeCloseTo(1, 6);
  expect(mcNemar(218, 436)).toBe(p);
  expect(mcNemar(0, 0)).toBe(1);
  expect(mcNemar(1, 1)).toBe(1);
  expect(mcNemar(5, 0)).toBeCloseTo(2 / 32, 12);
});

it('gives the change of accuracy with an interval around it', () => {
  const change = pairedDifference(436, 218, 4000);
  expect(change?.value).toBeCloseTo(0.0545, 12);
  expect(change?.low).toBeGreaterThan(0.04);
  expect(change?.high).toBeLessThan(0.07);
  expect(pairedDifference(0, 0, 10)).toMatchObject({ value: 0, low: 0, high: 0 });
});

it('writes shares with interval and n, and probabilities of tests', () => {
  expect(estimated({ value: 0.5, low: 0.4, high: 0.6, programs: 1000 })).toBe('50.0\u00a0% (40.0–60.0), n = 1,000');
  expect([pValue(1), pValue(0.0312), pValue(0.00042), pValue(1e-17)]).toEqual(['p = 1', 'p = 0.031', 'p = 0.0004', 'p < 0.0001']);
});
