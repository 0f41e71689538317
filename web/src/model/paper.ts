/**
 * Numbers that Wu, Geiger and Millière (ICML 2025) state in words or tables. Curves that can only be read off a figure are described, not
 * digitised: nothing is drawn as the paper's that the paper does not say.
 */
export const paper = {
  citation: 'Wu, Geiger and Millière, How Do Transformers Learn Variable Binding in Symbolic Programs?, ICML 2025',
  model: { layers: 12, heads: 8, width: 512, parameters: 37.8e6, lines: 16, hops: 4, steps: 105_400, programs: 450_000, seeds: 6 },
  /** Accuracies as the text states them: "about 12 %", "about 56 %", "99 %, finally over 99.9 %". */
  phases: {
    chance: { first: 0, last: 800, accuracy: 0.12, says: 'some digit; the distribution over digits is lopsided and unstable' },
    heuristic: {
      first: 1_200,
      last: 14_000,
      accuracy: 0.56,
      line1: 0.9,
      line2: 0.65,
      says: 'over 90 % right when the answer is on line 1, about 65 % when it is on line 2 and line 2 holds a digit',
    },
    solved: { first: 34_000, last: 105_400, accuracy: 0.99, final: 0.999, says: 'right at every depth and on every line' },
  },
  subspaces: {
    digit: { rank: 10, of: 256, success: 0.9217 },
    name: { rank: 26, of: 256, success: 0.8708 },
  },
  probes: {
    layers: 12,
    state: { lowest: 0.077, highest: 0.089, best: 0.089, bestLayer: 6 },
    boundVariable: { lowest: 0.213, highest: 0.309, best: 0.3087, bestLayer: 6 },
  },
  lines: {
    range: [2, 25] as const,
    trained: 16,
    says: 'High at every length when the answer is on line 2 or later; with the answer on line 1 it falls sharply below 14 and above 17 lines.',
    line1High: [14, 17] as const,
  },
  hops: {
    range: [1, 13] as const,
    trained: 4,
    says: 'High beyond four hops when the answer is past the first lines; falls faster when it is on line 1.',
  },
} as const;
