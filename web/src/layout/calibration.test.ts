import { expect, it } from 'vitest';
import { calibrationMarks } from './calibration';

it('places bins on the unit square and tells which leave the diagonal', () => {
  const bins = [
    { from: 0.1, to: 0.2, confidence: 0.15, accuracy: { value: 0.1, low: 0.05, high: 0.2, programs: 50 } },
    { from: 0.9, to: 1, confidence: 0.95, accuracy: { value: 0.5, low: 0.4, high: 0.6, programs: 100 } },
  ];
  const [low, high] = calibrationMarks(bins, 200);
  expect(low).toMatchObject({ x: 30, y: 180, weight: 0.5, off: false });
  expect(high).toMatchObject({ left: 180, right: 200, y: 100, weight: 1, off: true });
  expect(high?.low).toBeGreaterThan(high?.high ?? 0);
});
