import { describe, expect, it } from 'vitest';
import type { CalibrationResult } from '../api/contract.g';
import stored from '../pages/calibration/calibration.json';
import { modelsOf, questions, rightOf, shareOf } from './calibration';

const result: CalibrationResult = stored;

describe('what the instruments say of known models', () => {
  it('is asked of four circuits, each question once of each', () => {
    expect(modelsOf(result.circuits)).toHaveLength(4);
    for (const question of questions(result.circuits)) expect(question.answers.size).toBeLessThanOrEqual(4);
    expect(questions(result.circuits).reduce((sum, one) => sum + one.answers.size, 0)).toBe(result.circuits.length);
  });

  it('counts what is right among what was built and what was not', () => {
    const [one] = result.circuits;
    expect(one && rightOf(one, 'built')).toEqual({ right: one?.found, of: one?.built });
    expect(shareOf(result.nulls, 'absent').of).toBe(result.nulls.reduce((sum, null_) => sum + null_.absent, 0));
    expect(shareOf([], 'built')).toEqual({ right: 0, of: 0 });
  });

  it('tells every mistake that it counts, up to ten', () => {
    for (const all of [result.circuits, result.nulls])
      for (const one of all) {
        const mistakes = one.built - one.found + one.absent - one.refused;
        expect(one.wrong).toHaveLength(Math.min(10, mistakes));
      }
  });
});
