namespace Bindscope.Web.Analyses;

/// <summary>A kind of analysis, as people know it.</summary>
/// <param name="Name">What its folders' names begin with.</param>
/// <param name="Verb">The command that makes it.</param>
/// <param name="Fields">The fields of its spec that its command has options for, with spaces between them.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Question">What it answers.</param>
internal sealed record AnalysisKind(string Name, string Verb, string Fields, string Title, string Question)
{
    private const string Selection = "programs seed solved hops answerLines";

    /// <summary>All kinds; a folder belongs to the longest name that its own begins with.</summary>
    internal static IReadOnlyList<AnalysisKind> All { get; } =
    [
        new("phases", "phases", "", "Phases", "Which phases does the run go through, and where are their boundaries?"),
        new("behaviour", "analyze behaviour", "checkpoint programs", "Behaviour",
            "When is the model right, which heuristic explains its predictions, and which programs are hard?"),
        new("programs", "analyze programs", "random extreme seed", "Test programs", "What does each checkpoint answer to each program of a sample?"),
        new("example", "analyze example", "", "Example program", "What happens inside the model, checkpoint by checkpoint, in one program?"),
        new("importance", "analyze importance", "programs permutations", "Feature importance",
            "Which properties of a program decide whether it is answered correctly, over training?"),
        new("compare", "analyze compare", "firstStep second secondStep programs", "Comparison",
            "Which programs does one checkpoint get right that another gets wrong?"),
        new("generalisation", "analyze generalisation", "checkpoint programs maximumLines maximumHops seed", "Generalisation",
            "Does the model answer longer, deeper or otherwise different programs?"),
        new("held-out", "analyze held-out", "programs", "Held-out combinations",
            "Does the model answer programs with combinations of variable and digit that it never saw?"),
        new("held-out-beside", "analyze held-out", "without", "Held-out combinations, beside",
            "How far is a run that never saw some combinations from one that saw them all?"),
        new("unseen-roles", "analyze unseen-roles", "checkpoint programs", "Unseen roles",
            "Does the model answer when a name or digit has a role that it never had in training?"),
        new("evaluation", "eval", "checkpoint split programs", "Evaluation", "How much of the held-back split does the model answer correctly?"),
        new("seeds", "analyze seeds", "runs", "Seeds", "What do runs that differ only in the seed have in common?"),
        new("logit-lens", "analyze lens", "checkpoint programs", "Logit lens",
            "At which layer can the answer first be read from a token, and is line 1's digit there before it?"),
        new("tuned-lens", "analyze lens --tuned", "checkpoint fitPrograms testPrograms", "Tuned lens",
            "What does each layer say about the answer, read through a map trained for it?"),
        new("probes", "analyze probes", "checkpoint fitPrograms testPrograms penalty seed", "Probes",
            "Can the program's state be read out linearly after each layer?"),
        new("subspaces", "analyze subspaces", "checkpoint layers fitPrograms testPrograms pairs draws components digitRank nameRank penalty seed offset",
            "Subspaces", "Do a few directions hold a line's digit or name, and does swapping them change the answer?"),
        new("subspace-map", "analyze subspace-map", "checkpoints layer target fitPrograms programs offset", "Subspace map",
            "How do digits or names come to lie in their subspace over training?"),
        new("alignment", "analyze alignment", "checkpoint layers ranks trainPairs testPairs steps draws seed", "Alignment search",
            "How few directions carry a line's digit or name, if trained to?"),
        new("abstraction", "analyze abstraction", Selection, "Interpreter's variables",
            "Which of the interpreter's variables lives at which layer and token, and since when?"),
        new("cumulative", "analyze cumulative", "pairsPerGroup programs share draws seed solved", "Cumulative learning",
            "Is the circuit built on the heuristic: what can each do without the other?"),
        new("development", "development", Selection, "Circuit development", "When does each cell of the circuit come to carry the answer?"),
        new("heads", "heads", $"checkpoint {Selection}", "Heads",
            "What does each head look at, and what does each part add to the answer's logit directly?"),
        new("patch-map", "patch map", "checkpoint", "Map of one program", "Which token of the example program holds the digit at which layer?"),
        new("patch-residual", "patch residual", $"checkpoint {Selection} tokens", "Residual patching", "Which token holds the digit at which layer?"),
        new("patch-heads", "patch heads", $"checkpoint {Selection} tokens", "Head patching", "Which heads carry the digit, and at which token?"),
        new("patch-mlp", "patch mlp", $"checkpoint {Selection} tokens", "MLP patching", "Which MLPs carry the digit, and at which token?"),
        new("patch-attention", "patch attention", $"checkpoint {Selection} granularity tokens", "Attention edges",
            "Along which attention edges does the digit travel?"),
        new("attribution", "patch attribution", $"checkpoint target {Selection}", "Attribution",
            "Which cells does a gradient rank first, and does the exact effect agree?"),
        new("all", "analyze all", "programs", "All analyses", "What did each analysis of this run cost?"),
    ];

    /// <summary>The kind of a folder; one that is not known is shown by its name.</summary>
    internal static AnalysisKind Of(string folder) =>
        All.Where(kind => folder == kind.Name || folder.StartsWith(kind.Name + "-", StringComparison.Ordinal))
            .OrderByDescending(kind => kind.Name.Length).FirstOrDefault()
        ?? new AnalysisKind(folder, $"analyze {folder}", "", folder, "");
}
