import type { PageName } from './address';

export interface Term {
  word: string;
  meaning: string;
  /** Where it can be seen. */
  page?: PageName;
  own?: Record<string, string>;
}

/** The words of docs/glossary.md, each with the page on which it can be seen. A test compares the two. */
export const glossary: { title: string; terms: Term[] }[] = [
  {
    title: 'Programs',
    terms: [
      { word: 'program', meaning: 'lines of assignments, then one query', page: 'program' },
      { word: 'line', meaning: 'one assignment, name=right; line 1 is the first', page: 'program' },
      { word: 'right-hand side', meaning: 'what stands after =: a digit (the line is a constant) or a variable', page: 'program' },
      { word: 'query', meaning: 'the last line, #v:; v is the queried variable', page: 'program' },
      { word: 'answer', meaning: 'the digit to which the queried variable resolves', page: 'program' },
      { word: 'bound', meaning: 'a variable is bound by a line that has it on the left; its binding is the last such line', page: 'program' },
      { word: 'live', meaning: 'bound at the end of the program', page: 'program' },
      {
        word: 'chain',
        meaning:
          'the lines that lead from the query to the root, each being the binding of the variable on the next one’s right-hand side',
        page: 'program',
      },
      { word: 'root', meaning: 'the digit at the end of the queried variable’s chain', page: 'program' },
      { word: 'answer line, root line', meaning: 'the line that holds the root', page: 'trajectory' },
      {
        word: 'depth, referential depth',
        meaning:
          'of a line: the number of assignments from it to its own root; 1 for a constant',
        page: 'program',
      },
      { word: 'hops', meaning: 'the referential depth of the query: how many lines its chain has', page: 'trajectory' },
      { word: 'chain line of depth k', meaning: 'the line of the query’s chain whose depth is k; depth 1 holds the root', page: 'residual' },
      { word: 'distractor', meaning: 'a line that is not on the query’s chain, independent of it or branching off', page: 'program' },
      { word: 'combination', meaning: 'a variable and a digit that stand together as a line, k=2', page: 'generalisation' },
      { word: 'shape', meaning: 'number of lines, hops and root line', page: 'programs' },
      { word: 'split', meaning: 'the training, validation or test programs; held back = in validation or test', page: 'programs' },
    ],
  },
  {
    title: 'Tokens and roles',
    terms: [
      { word: 'token', meaning: 'one character; a number 0-39', page: 'program' },
      { word: 'position', meaning: 'where a token stands in the sequence, 0-based', page: 'residual' },
      { word: 'prompt', meaning: 'everything up to the colon: 4n+3 tokens for n lines', page: 'program' },
      { word: 'RHS token', meaning: 'the third token of a line', page: 'residual' },
      { word: 'query variable', meaning: 'the token after #', page: 'residual' },
      { word: 'colon', meaning: 'the prompt’s last token; the answer is predicted there', page: 'residual' },
      {
        word: 'role',
        meaning:
          'a position named by what stands there: rhs:k the right-hand side of the chain’s line of depth k (rhs:1 is the root’s digit), rhs:k+j the j-th token after it, query the queried variable, colon where the answer is predicted. Programs of different chains are averaged by role',
        page: 'residual',
      },
    ],
  },
  {
    title: 'Model',
    terms: [
      { word: 'residual stream', meaning: 'the vector at each position to which every layer adds', page: 'residual' },
      { word: 'layer, block', meaning: 'attention and MLP; layer 1 is the first', page: 'residual' },
      { word: 'head', meaning: 'one of a layer’s attention heads; "8.3" is head 3 of layer 8', page: 'heads' },
      {
        word: 'site',
        meaning:
          'a named place of the forward pass whose value can be read and replaced: a kind and a layer, with head and position where it has them',
        page: 'residual',
      },
      { word: 'pattern', meaning: 'a head’s attention weights: each row sums to 1', page: 'heads' },
      { word: 'head’s contribution', meaning: 'what one head adds to the residual stream', page: 'heads' },
      { word: 'logit', meaning: 'the model’s score for a token; digit logits are the first ten', page: 'logits' },
      { word: 'tap', meaning: 'what reads or replaces sites’ values during one forward pass' },
      { word: 'step', meaning: 'one update of the weights; checkpoint = the weights after a step', page: 'trajectory' },
      { word: 'preset', meaning: 'a named, complete set of numbers for task, model and training', page: 'overview' },
      { word: 'assistance', meaning: 'anything in training beyond the paper’s objective: curriculum, extra losses', page: 'overview' },
    ],
  },
  {
    title: 'Behaviour',
    terms: [
      {
        word: 'accuracy',
        meaning:
          "share of programs whose answer has the highest of all logits at the colon; in analyses that intervene (patching, edges, development, cumulative) and in the lenses the highest of the ten digits' logits, which is more in a model that does not yet know what a digit is",
        page: 'trajectory',
      },
      { word: 'chance', meaning: 'the accuracy of a guess among the digits: 10 %', page: 'trajectory' },
      { word: 'line-1 heuristic', meaning: 'predicting line 1’s digit, whatever is asked; line-2 heuristic likewise', page: 'checkpoint' },
      {
        word: 'phase',
        meaning:
          "a stretch of training between two change points, named by its measured behaviour: chance, guessing (among the program's constants), heuristic, solved",
        page: 'trajectory',
      },
      { word: 'plateau', meaning: 'the second phase', page: 'trajectory' },
    ],
  },
  {
    title: 'Interventions',
    terms: [
      { word: 'base', meaning: 'the program whose answer the patched run would give if nothing were changed; also its run', page: 'residual' },
      {
        word: 'counterfactual, source',
        meaning:
          'the changed program, and the run from which values are taken. Patches go from source to base',
        page: 'residual',
      },
      { word: 'patch', meaning: 'replacing a site’s value in the base run by the source’s', page: 'residual' },
      { word: 'ablate', meaning: 'replacing it by zero or by a mean', page: 'development' },
      { word: 'interchange intervention', meaning: 'a patch whose source is the base with a counterfactual change', page: 'residual' },
      { word: 'interchange-intervention accuracy', meaning: 'share of programs in which the patched model answers as the interpreter with one of its variables taken from the source' },
      { word: 'rival', meaning: 'the other variable that a source changes; it predicts another answer of the same patched run' },
      { word: 'home', meaning: 'a layer and token that stands for a variable of the interpreter' },
      { word: 'part', meaning: 'what one head writes at all tokens of one kind' },
      { word: 'mean ablation, zero ablation', meaning: 'a part’s output replaced by its mean over other programs at the same position, or by zeros' },
      { word: 'transplant', meaning: 'a block of one checkpoint’s weights in another checkpoint' },
      { word: 'alignment search', meaning: 'training a subspace so that swapping it changes the answer as the variable would' },
      { word: 'ceiling', meaning: 'what swapping whole vectors does, beside which a subspace’s success is read' },
      { word: 'tuned lens', meaning: 'the logit lens after an affine map of the layer, trained to say what the model will say' },
      { word: 'trustworthiness', meaning: 'how far neighbours on a map are neighbours before it' },
      { word: 'cell', meaning: 'one place of a sweep: site, layer, head, position or role', page: 'development' },
      { word: 'sweep', meaning: 'the same intervention over all cells of a grid', page: 'residual' },
      { word: 'success', meaning: 'the patched run’s highest digit is the source’s answer; success rate = the share of programs', page: 'residual' },
      { word: 'new digit, original digit', meaning: 'the answers of source and base', page: 'residual' },
      { word: 'logit difference', meaning: 'logit of the new digit minus logit of the original digit, in the patched run', page: 'heads' },
      {
        word: 'normalised logit difference',
        meaning:
          'change of the new digit’s logit, patched minus base, divided by the largest such change in the map',
        page: 'residual',
      },
      {
        word: 'subspace',
        meaning:
          'the span of an orthonormal basis; swapping it replaces only that part of a value by the source’s',
        page: 'subspaces',
      },
      { word: 'edge', meaning: 'one pair of query position and key position in a head’s pattern', page: 'heads' },
      {
        word: 'control',
        meaning:
          'the same measurement where nothing should happen: a no-op patch, an unrelated source, a random vector or subspace of equal norm or rank',
        page: 'residual',
      },
      { word: 'pointer, value', meaning: 'what a position may carry: where the binding stands, or what it holds', page: 'residual' },
    ],
  },
];
