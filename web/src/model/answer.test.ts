import { describe, expect, it } from 'vitest';
import { answerWords, modelAnswer, untrainedLength } from './answer';

const logits = (digit: number, height: number) => Array.from({ length: 10 }, (_, i) => (i === digit ? height : 0));

describe('the model’s answer', () => {
  it('is its likeliest digit, with its share of the ten', () => {
    const said = modelAnswer(logits(2, Math.log(81)), 2);
    expect(said.probability).toBeCloseTo(0.9);
    expect(answerWords(said)).toBe('2, 90\u00a0%, right');
    expect(answerWords(modelAnswer(logits(2, Math.log(81)), 7))).toBe('2, 90\u00a0%, wrong');
  });

  it('is never written as certain', () => {
    expect(answerWords(modelAnswer(logits(0, 12), 0))).toBe('0, >99\u00a0%, right');
  });
});

describe('a program’s length', () => {
  const preset = (lines: number, ...stages: number[]) =>
    ({ task: { lines }, training: { curriculum: stages.map((one) => ({ lines: one })) } }) as unknown as Parameters<typeof untrainedLength>[1];

  it('is one that the training had, or is said beside the answer', () => {
    expect(untrainedLength(16, preset(16))).toBeNull();
    expect(untrainedLength(4, preset(6, 4, 6))).toBeNull();
    expect(untrainedLength(1, preset(6, 4, 6))).toBe('1 line, trained on 4, 6');
    expect(untrainedLength(6, preset(16))).toBe('6 lines, trained on 16');
  });
});
