import { describe, expect, it } from 'vitest';
import { importance } from './importance';
import { traceTestProgram } from './testPrograms';

/** Programs of two kinds: the answer on line 1 or on line 2, the answer 0 to 9. */
const programs = Array.from({ length: 2000 }, (_, index) => {
  const digit = (index * 7) % 10;
  const text = index % 2 === 0 ? `a=${digit}\nb=${(digit + 3) % 10}\n#a:` : `a=${(digit + 3) % 10}\nb=${digit}\n#b:`;
  return traceTestProgram(index, text);
});

const at = (right: (index: number) => boolean) =>
  importance(
    programs,
    programs.map((program) => (right(program.index) ? program.answer : (program.answer + 1) % 10)),
  );

describe('importance', () => {
  it('gives everything to the property that decides', () => {
    const all = at((index) => index % 2 === 0);
    const line = all.find((one) => one.attribute === 'answerLine');
    expect(line?.alone?.value).toBeGreaterThan(0.99);
    expect(line?.alone?.value).toBeLessThanOrEqual(1);
    expect(all[0]?.attribute === 'answerLine' || all[0]?.attribute === 'queryLine').toBe(true);
  });

  it('gives nothing beyond hops and answer line to what only goes together with them', () => {
    const query = at((index) => index % 2 === 0 || index % 7 === 0).find((one) => one.attribute === 'queryLine');
    expect(query?.alone?.value).toBeGreaterThan(0.5);
    expect(query?.beyond?.value).toBeCloseTo(0, 6);
  });

  it('finds nothing in noise, and says how sure that is', () => {
    let state = 1;
    const drawn = programs.map(() => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32 < 0.4);
    const noise = at((index) => drawn[index] === true).find((one) => one.attribute === 'answer');
    expect(Math.abs(noise?.alone?.value ?? 1)).toBeLessThan(0.02);
    expect(noise?.alone?.low).toBeLessThan(0);
    expect(noise?.alone?.high).toBeGreaterThan(0);
    expect(noise?.alone?.programs).toBe(2000);
  });

  it('has nothing to explain where all is right, or all but a few', () => {
    for (const few of [0, 2, 19]) expect(at((index) => index >= few).every((one) => one.alone === null && one.beyond === null)).toBe(true);
    expect(at((index) => index >= 20).some((one) => one.alone !== null)).toBe(true);
    expect(at(() => true).every((one) => one.alone === null && one.beyond === null)).toBe(true);
  });
});
