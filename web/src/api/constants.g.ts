// Written by `make contract` from the C# code; a test fails where it is stale. Do not edit.

/** The characters, each at the place of its token. */
export const vocabulary = "0123456789abcdefghijklmnopqrstuvwxyz=\n#:" as const;

/** The token of each digit is the digit itself: tokens 0 to 9. */
export const digitCount = 10 as const;

/** How far the root's digit goes where nobody says another change. */
export const defaultShift = 5 as const;

/**
 * The squared normal quantile of a two-sided interval of 95 %: the 95 % quantile of chi-squared with one degree of freedom, and so how much worse
 * than the best a value may fit and still lie in a profile-likelihood interval.
 */
export const deviance95 = 3.841458820694124 as const;

/** With fewer right or wrong programs to learn from there is no fit. */
export const fewestOfAKind = 20 as const;

/** The explanation of a guess among all digits. */
export const anyDigit = -1 as const;

/** The explanation of a guess among the program's constants. */
export const anyConstant = -3 as const;

/** The explanation of a prediction that is no digit. */
export const noDigit = -2 as const;

/** Success rate below which a cell is no stop of the digit's way. */
export const leastStop = 0.5 as const;

/** Share of answers that are kept from which on a patch moves nothing to speak of, where every model that keeps the answer agrees. */
export const leastKept = 0.9 as const;

/** Agreement that a causal model is asked for (Y. Gur-Arieh, M. Geva and A. Geiger, 2025). */
export const leastAgreement = 0.95 as const;

/** What each analysis is called, and what it answers. */
export const analyses = {
  "abstraction": {
    "title": "Interpreter's variables",
    "question": "Which of the interpreter's variables (values, names referred to, the root's line) lives at which layer and token, and since when?"
  },
  "alignment": {
    "title": "Alignment search",
    "question": "How few directions carry a line's digit or name, if trained to? Distributed alignment search, with a rank sweep."
  },
  "all": {
    "title": "All analyses",
    "question": "Runs every analysis that a run does not have yet, and says what each cost; continues where it was stopped."
  },
  "attribution": {
    "title": "Attribution",
    "question": "Which cells does a gradient rank first, and does the exact effect of these and of a sample agree?"
  },
  "behaviour": {
    "title": "Behaviour",
    "question": "When is the model right, which heuristic explains its predictions, and which programs are hard?"
  },
  "circuit": {
    "title": "Circuit",
    "question": "Which edges between heads, MLPs and tokens carry the digit, how few do what the model does, and how sure is that?"
  },
  "circuit-beside": {
    "title": "Two circuits",
    "question": "Do two runs' circuits do the same, whatever their heads are called? Each model with the other circuit's kinds of edges."
  },
  "circuit-growth": {
    "title": "Circuit over training",
    "question": "Which edges does the circuit have at every checkpoint, and what does the last checkpoint's do earlier?"
  },
  "compare": {
    "title": "Comparison",
    "question": "Which programs does one checkpoint get right that another, of this run or another, gets wrong?"
  },
  "cumulative": {
    "title": "Cumulative learning",
    "question": "Is the circuit built on the heuristic: what can each do without the other, and which parts worked when?"
  },
  "development": {
    "title": "Circuit development",
    "question": "When does each cell of the circuit come to carry the answer?"
  },
  "evaluation": {
    "title": "Evaluation",
    "question": "How much of the held-back split does the model answer correctly?"
  },
  "example": {
    "title": "Example program",
    "question": "What happens inside the model, checkpoint by checkpoint, in one program?"
  },
  "generalisation": {
    "title": "Generalisation",
    "question": "Does the model answer longer, deeper or otherwise different programs?"
  },
  "heads": {
    "title": "Heads",
    "question": "What does each head look at, and what does each part add to the answer's logit directly?"
  },
  "held-out": {
    "title": "Held-out combinations",
    "question": "Does the model answer programs with combinations of variable and digit that it never saw?"
  },
  "held-out-beside": {
    "title": "Held-out combinations, beside",
    "question": "How far is a run that never saw some combinations from one that saw them all?"
  },
  "importance": {
    "title": "Feature importance",
    "question": "Which properties of a program decide whether it is answered correctly, over training?"
  },
  "learning-time": {
    "title": "Time that learning takes",
    "question": "How long do plateau and learning last, and how does that depend on a field of the preset or on what was done to the training?"
  },
  "logit-lens": {
    "title": "Logit lens",
    "question": "At which layer can the answer first be read from a token, and is line 1's digit there before it?"
  },
  "lookback": {
    "title": "Pointer, address and payload",
    "question": "Does a token hold a pointer, which is looked up against an address that stands beside the digit?"
  },
  "loss-by-role": {
    "title": "Loss by token role",
    "question": "What is learned while accuracy stands still: which tokens does the loss come from at each checkpoint, and which depths does the model tell apart?"
  },
  "mechanism-growth": {
    "title": "Mechanisms over training",
    "question": "When does each token come to carry a value, or an address by line or by name?"
  },
  "mechanisms": {
    "title": "Mechanisms",
    "question": "Does a token carry the value, or an address by line, by name, or by the digit itself?"
  },
  "patch-attention": {
    "title": "Attention edges",
    "question": "Along which attention edges does the digit travel? Cuts each between tokens on its path, and replaces it with the source's."
  },
  "patch-heads": {
    "title": "Head patching",
    "question": "Which heads carry the digit, and at which token?"
  },
  "patch-map": {
    "title": "Map of one program",
    "question": "Which token of the example program holds the digit at which layer?"
  },
  "patch-mlp": {
    "title": "MLP patching",
    "question": "Which MLPs carry the digit, and at which token?"
  },
  "patch-residual": {
    "title": "Residual patching",
    "question": "Which token holds the digit at which layer?"
  },
  "phases": {
    "title": "Phases",
    "question": "Which phases does the run go through, and where are their boundaries?"
  },
  "probes": {
    "title": "Probes",
    "question": "Can the program's state, or a line's value and depth, be read out linearly after each layer?"
  },
  "programs": {
    "title": "Test programs",
    "question": "What does each checkpoint answer to each program of a sample: random, easy, hard?"
  },
  "seeds": {
    "title": "Seeds",
    "question": "Do other seeds go through the same phases, and how far do the boundaries vary?"
  },
  "subspace-map": {
    "title": "Subspace map",
    "question": "When do clusters of digits or names emerge? Maps of the subspace over training, aligned."
  },
  "subspaces": {
    "title": "Subspaces",
    "question": "Do a few directions hold a line's digit or name, and does swapping them change the answer?"
  },
  "tuned-lens": {
    "title": "Tuned lens",
    "question": "What does each layer say about the answer, read through a map trained for it?"
  },
  "unseen-roles": {
    "title": "Unseen roles",
    "question": "Does the model answer when a name or digit has a role that it never had in training?"
  },
  "why": {
    "title": "Why heads look there",
    "question": "What makes a head look where it looks: the line's name, its number, its depth, a name bound again, its distance, or something else?"
  }
} as const;

/** The version of each analysis's result. */
export const formats = {
  "AbstractionResult": 1,
  "AlignmentResult": 1,
  "AttentionCausesResult": 2,
  "AttributionResult": 1,
  "BehaviourResult": 1,
  "BesideResult": 1,
  "CalibrationResult": 2,
  "CircuitResult": 1,
  "ComparisonResult": 1,
  "CumulativeResult": 1,
  "DevelopmentResult": 1,
  "EdgeResult": 1,
  "EvaluationReport": 1,
  "EverythingResult": 1,
  "ExampleResult": 2,
  "GeneralisationResult": 1,
  "GrowthResult": 1,
  "HeadResult": 1,
  "HeldOutComparison": 1,
  "HeldOutResult": 1,
  "ImportanceResult": 1,
  "LearningTimeResult": 3,
  "LensResult": 1,
  "LookbackResult": 1,
  "LossByRoleResult": 1,
  "MechanismGrowthResult": 1,
  "MechanismResult": 1,
  "PatchMap": 1,
  "PatchResult": 1,
  "PhasesResult": 2,
  "ProbeResult": 1,
  "ProgramsResult": 1,
  "SeedsResult": 1,
  "SubspaceMap": 2,
  "SubspaceResult": 1,
  "TunedLensResult": 1,
  "UnseenResult": 1
} as const;

/** The kinds of site in the order of a forward pass, without the logits: the field's other name, and whether there is a vector for every head. */
export const sites = {
  "residual.in": {
    "alias": "resid_pre",
    "heads": false
  },
  "attention.q": {
    "alias": "q",
    "heads": true
  },
  "attention.k": {
    "alias": "k",
    "heads": true
  },
  "attention.v": {
    "alias": "v",
    "heads": true
  },
  "attention.scores": {
    "alias": null,
    "heads": true
  },
  "attention.pattern": {
    "alias": "pattern",
    "heads": true
  },
  "attention.z": {
    "alias": "z",
    "heads": true
  },
  "attention.head": {
    "alias": "result",
    "heads": true
  },
  "attention.out": {
    "alias": "attn_out",
    "heads": false
  },
  "residual.mid": {
    "alias": "resid_mid",
    "heads": false
  },
  "mlp.hidden": {
    "alias": "post",
    "heads": false
  },
  "mlp.out": {
    "alias": "mlp_out",
    "heads": false
  },
  "residual.out": {
    "alias": "resid_post",
    "heads": false
  }
} as const;

/**
 * Numbers that Wu, Geiger and Millière (ICML 2025) state in words or tables. Curves that can only be read off a figure are described, not digitised:
 * nothing is shown as the paper's that the paper does not say.
 */
export const paper = {
  "citation": "Wu, Geiger and Millière, How Do Transformers Learn Variable Binding in Symbolic Programs?, ICML 2025",
  "model": {
    "layers": 12,
    "heads": 8,
    "headWidth": 64,
    "width": 512,
    "parameters": 37800000,
    "lines": 16,
    "hops": 4,
    "steps": 105400,
    "seeds": 6
  },
  "phases": {
    "chance": {
      "first": 0,
      "last": 800,
      "accuracy": 0.12,
      "says": "some digit; the distribution over digits is lopsided and unstable"
    },
    "heuristic": {
      "first": 1200,
      "last": 14000,
      "accuracy": 0.56,
      "says": "over 90 % right when the answer is on line 1, about 65 % when it is on line 2 and line 2 holds a digit"
    },
    "solved": {
      "first": 34000,
      "last": 105400,
      "accuracy": 0.99,
      "says": "right at every depth and on every line"
    }
  },
  "finalAccuracy": 0.999,
  "line1": 0.9,
  "line2": 0.65,
  "subspaces": {
    "digit": {
      "rank": 10,
      "of": 256,
      "success": 0.9217
    },
    "name": {
      "rank": 26,
      "of": 256,
      "success": 0.8708
    }
  },
  "probes": {
    "layers": 12,
    "bestLayer": 6,
    "state": {
      "lowest": 0.077,
      "highest": 0.089,
      "best": 0.089
    },
    "boundVariable": {
      "lowest": 0.213,
      "highest": 0.309,
      "best": 0.3087
    }
  },
  "lines": {
    "least": 2,
    "most": 25,
    "trained": 16,
    "says": "High at every length when the answer is on line 2 or later; with the answer on line 1 it falls sharply below 14 and above 17 lines."
  },
  "hops": {
    "least": 1,
    "most": 13,
    "trained": 4,
    "says": "High beyond four hops when the answer is past the first lines; falls faster when it is on line 1."
  }
} as const;
