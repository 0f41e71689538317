/** The ten digits: their logits, and which one was said. */

/** The shares that logits become. */
export function softmax(logits: readonly number[]): readonly number[] {
  const top = Math.max(...logits);
  const raised = logits.map((logit) => Math.exp(logit - top));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((one) => one / sum);
}

/** The index of the largest number. */
export const topOf = (logits: readonly number[]): number => logits.indexOf(Math.max(...logits));

/** The digit that was said, in words where it is another token. */
export const saidDigit = (prediction: number): string => (prediction >= 0 && prediction <= 9 ? String(prediction) : 'no digit');
