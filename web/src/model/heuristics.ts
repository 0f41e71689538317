/** The rules that predictions are held against, in the analysis's order, in words for people. */
export const heuristics: Readonly<Record<string, { readonly label: string; readonly says: string }>> = {
  chain: { label: 'whole chain', says: 'follows the whole chain: the answer' },
  firstLine: { label: 'line 1', says: 'the digit on line 1 (the paper’s line-1 heuristic)' },
  secondLine: { label: 'line 2', says: 'the digit on line 2, where there is one (the paper’s line-2 heuristic)' },
  secondConstant: { label: 'second constant', says: 'the second digit in reading order' },
  lastConstant: { label: 'last constant', says: 'the last digit in reading order' },
  mostFrequentConstant: { label: 'most frequent', says: 'the digit that stands on most lines' },
  longestChain: { label: 'longest chain', says: 'what the deepest line holds' },
  lastLine: { label: 'last line', says: 'what the last line holds' },
  oneHop: { label: 'one hop', says: 'the right-hand side of the queried name, where it is a digit' },
  twoHops: { label: 'two hops', says: 'the chain, followed for up to two hops' },
  firstAssignment: { label: 'first assignment', says: 'what the queried name was bound to first' },
  lateBinding: { label: 'late binding', says: 'looks values up when asked rather than when assigned' },
  nearestConstant: { label: 'nearest constant', says: 'the digit nearest above the queried name’s last assignment' },
  guessConstant: { label: 'guess a constant', says: 'one of the program’s digits, by chance' },
  guess: { label: 'guess a digit', says: 'any digit, by chance' },
  noDigit: { label: 'no digit', says: 'says no digit' },
};

/** A heuristic's name for people. */
export function heuristicLabel(key: string): string {
  return heuristics[key]?.label ?? key;
}

/** What a heuristic says, as one phrase. */
export function heuristicSays(key: string): string {
  return heuristics[key]?.says ?? '';
}
