namespace Bindscope.Web.Analyses;

/// <summary>A kind of analysis, as people know it.</summary>
/// <param name="Name">What its folders' names begin with.</param>
/// <param name="Verb">The command that makes it.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Question">What it answers.</param>
internal sealed record AnalysisKind(string Name, string Verb, string Title, string Question)
{
    /// <summary>All kinds; a folder belongs to the longest name that its own begins with.</summary>
    internal static IReadOnlyList<AnalysisKind> All { get; } =
    [
        new("phases", "phases", "Phases", "Which phases does the run go through, and where are their boundaries?"),
        new("behaviour", "analyze behaviour", "Behaviour", "When is it right, which heuristic explains its predictions, which programs are hard?"),
        new("programs", "analyze programs", "Test programs", "What does every checkpoint answer to each program of a sample?"),
        new("example", "analyze example", "Example program", "What happens inside the model, checkpoint by checkpoint, in one program?"),
        new("generalisation", "analyze generalisation", "Generalisation", "Does it answer longer, deeper or otherwise different programs?"),
        new("logit-lens", "analyze lens", "Logit lens", "At which layer does a token begin to say the answer, and does it say line 1's digit before?"),
        new("probes", "analyze probes", "Probes", "Can the program's state be read out linearly after each layer?"),
        new("subspaces", "analyze subspaces", "Subspaces", "Do a few directions hold a line's digit or name, and does swapping them change the answer?"),
        new("subspace-map", "analyze subspace-map", "Subspace map", "How do digits or names come to lie in their subspace over training?"),
        new("development", "development", "Circuit development", "When does each cell of the circuit come to carry the answer?"),
        new("heads", "heads", "Heads", "What does each head look at, and what does each part add to the answer's logit directly?"),
        new("patch-residual", "patch residual", "Residual patching", "Which token holds the digit at which layer?"),
        new("patch-heads", "patch heads", "Head patching", "Which heads carry the digit, and at which token?"),
        new("patch-mlp", "patch mlp", "MLP patching", "Which MLPs carry the digit, and at which token?"),
        new("patch-attention", "patch attention", "Attention edges", "Along which attention edges does the digit travel?"),
        new("attribution", "patch attribution", "Attribution", "Which cells does a gradient rank first, and does the exact effect agree?"),
    ];

    /// <summary>The kind of a folder; one that is not known is shown by its name.</summary>
    internal static AnalysisKind Of(string folder) =>
        All.Where(kind => folder == kind.Name || folder.StartsWith(kind.Name + "-", StringComparison.Ordinal))
            .OrderByDescending(kind => kind.Name.Length).FirstOrDefault()
        ?? new AnalysisKind(folder, $"analyze {folder}", folder, "");
}
