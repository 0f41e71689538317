using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Runs;

namespace Bindscope.Analysis.Patching;

/// <summary>Which token holds the digit at which layer?</summary>
public sealed class PatchResidual : IAnalysis<PatchSpec, PatchResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "patch-residual",
        "Residual patching",
        "Which token holds the digit at which layer?",
        Scope.Checkpoint,
        PatchResult.CurrentFormat)
    { Figure = "figure 3b", Alias = "patch residual", Without = [nameof(PatchSpec.Site)] };

    /// <inheritdoc/>
    public static PatchSpec Default => PatchSpec.Of(PatchTarget.Residual);

    /// <inheritdoc/>
    public static PatchSpec Asked(Run run, PatchSpec spec) => spec.WithControls();

    /// <inheritdoc/>
    public static IEnumerable<PatchSpec> Sized(Run run, Budget budget) =>
    [
        .. from tokens in Enum.GetValues<TokenChoice>()
           select new PatchSpec(budget.Last, PatchTarget.Residual, budget.Some, Tokens: tokens).WithControls(),
    ];

    /// <inheritdoc/>
    public static PatchResult Run(Run run, PatchSpec spec, Work work) => PatchAnalysis.Run(run, spec, work);

    /// <inheritdoc/>
    public static IEnumerable<View> Views(PatchResult result) => PatchViews.Of(result);
}

/// <summary>Which heads carry the digit, and at which token?</summary>
public sealed class PatchHeads : IAnalysis<PatchSpec, PatchResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "patch-heads",
        "Head patching",
        "Which heads carry the digit, and at which token?",
        Scope.Checkpoint,
        PatchResult.CurrentFormat)
    { Figure = "figures 3c and 10", Alias = "patch heads", Without = [nameof(PatchSpec.Together)] };

    /// <inheritdoc/>
    public static PatchSpec Default => PatchSpec.Of(PatchTarget.Heads);

    /// <inheritdoc/>
    public static PatchSpec Asked(Run run, PatchSpec spec) => spec.WithControls();

    /// <inheritdoc/>
    public static IEnumerable<PatchSpec> Sized(Run run, Budget budget) =>
        [new PatchSpec(budget.Last, PatchTarget.Heads, budget.Some).WithControls()];

    /// <inheritdoc/>
    public static PatchResult Run(Run run, PatchSpec spec, Work work) => PatchAnalysis.Run(run, spec, work);

    /// <inheritdoc/>
    public static IEnumerable<View> Views(PatchResult result) => PatchViews.Of(result);
}

/// <summary>Which MLPs carry the digit, and at which token?</summary>
public sealed class PatchMlp : IAnalysis<PatchSpec, PatchResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "patch-mlp",
        "MLP patching",
        "Which MLPs carry the digit, and at which token?",
        Scope.Checkpoint,
        PatchResult.CurrentFormat)
    { Alias = "patch mlp", Without = [nameof(PatchSpec.Site), nameof(PatchSpec.Together)] };

    /// <inheritdoc/>
    public static PatchSpec Default => PatchSpec.Of(PatchTarget.Mlp);

    /// <inheritdoc/>
    public static PatchSpec Asked(Run run, PatchSpec spec) => spec.WithControls();

    /// <inheritdoc/>
    public static IEnumerable<PatchSpec> Sized(Run run, Budget budget) =>
        [new PatchSpec(budget.Last, PatchTarget.Mlp, budget.Some).WithControls()];

    /// <inheritdoc/>
    public static PatchResult Run(Run run, PatchSpec spec, Work work) => PatchAnalysis.Run(run, spec, work);

    /// <inheritdoc/>
    public static IEnumerable<View> Views(PatchResult result) => PatchViews.Of(result);
}
