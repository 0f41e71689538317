using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Analysis.Subspaces;

/// <summary>Which subspaces are wanted.</summary>
public sealed record SubspaceSpec(
    [Step] int Checkpoint,
    [Field("only the inputs of these layers", Option = "--layer", Chooses = true)] ImmutableArray<int> Layers = default,
    [Field("programs with the answer after line 1 to learn from", Least = 1)] int FitPrograms = 800,
    [Field("others, for held-out accuracy", Least = 2)] int TestPrograms = 300,
    [Field("pairs of programs for the swaps, from programs after those", Least = 1)] int Pairs = 200,
    [Field("random subspaces of equal rank", Least = 1)] int Draws = 20,
    [Field("components to choose from; 0 for half of the width, but no fewer than 64 if it has them", Least = 0)] int Components = 0,
    [Field("components for digits: 10, as in the paper", Least = 1)] int DigitRank = 10,
    [Field("components for names: 26, as in the paper", Least = 1)] int NameRank = 26,
    [Field("an L1 penalty instead of the ranks; 0 for the ranks", Least = 0)] double Penalty = 0,
    [Field("draws counterfactuals and subspaces")] ulong Seed = 1,
    [Field("relative duality gap at which a fit has converged", Above = 0)] double Tolerance = 1e-4,
    [Field(ChainTokens.OffsetMeans, Least = 0, Most = ChainTokens.MaximumOffset, Folder = "after-{0}")] int Offset = 0)
{
    /// <summary>The layers whose input is taken apart, 1-based; empty for all. One whose input is the same at all tokens is left out.</summary>
    public ImmutableArray<int> Layers { get; init; } = Layers.IsDefault ? [] : Layers;

    /// <summary>Principal components for a model: as asked for, or by the rule.</summary>
    /// <param name="width">The model's width.</param>
    public int ComponentsOf(int width) => Components > 0 ? Components : Math.Max(width / 2, Math.Min(width, 64));

    /// <summary>Components that a target is to keep.</summary>
    /// <param name="target">The target.</param>
    public int RankOf(SubspaceTarget target) => target == SubspaceTarget.Digit ? DigitRank : NameRank;

    /// <summary>Lists what does not fit a model.</summary>
    /// <param name="layers">The model's layers.</param>
    /// <param name="width">The model's width.</param>
    /// <returns>One sentence per problem.</returns>
    internal IEnumerable<string> ProblemsOf(int layers, int width) =>
    [
        .. Layers.Where(layer => layer < 1 || layer > layers).Select(layer => $"there is no layer {layer}; there are 1-{layers}"),
        .. Components > width ? [$"components is {Components}; the model's width is {width}"] : Array.Empty<string>(),
        .. Enum.GetValues<SubspaceTarget>().Where(target => RankOf(target) > ComponentsOf(width)).Select(target =>
            $"the rank for {Cell.Words(target)}s is {RankOf(target)}, larger than the {ComponentsOf(width)} components of a width of {width}"),
    ];
}

/// <summary>What a subspace is to hold.</summary>
public enum SubspaceTarget
{
    /// <summary>The digit that a right-hand side on the query's chain resolves to.</summary>
    Digit,

    /// <summary>The variable that the line binds.</summary>
    Name,
}

/// <summary>Do a few directions of the residual stream hold a line's digit, or its name, and does the model use them?</summary>
/// <remarks>
/// <para>
/// Question: at the right-hand sides of the query's chain, which principal components does a classifier with an L1 penalty need to tell the
/// digit, and which to tell the name on the line's left? And if only those are taken from another program, does the answer follow?
/// Figure 5 and section 4.4 of Wu, Geiger and Millière (ICML 2025), who keep 10 and 26 of 256 and report 92.17 % and 87.08 %.
/// </para>
/// <para>
/// What would mislead: a swap that succeeds may do so because it takes much of the vector, so random subspaces of the same rank and the
/// components of largest variance stand beside it, as do the whole vector (the ceiling), the complement, shuffled labels, moves of equal
/// length, and components that were selected on other classes. In a narrow model 26 components are a large part of the whole.
/// docs/methods/subspaces.md has the rest.
/// </para>
/// </remarks>
public sealed class SubspaceAnalysis : IAnalysis<SubspaceSpec, SubspaceResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "subspaces",
        "Subspaces",
        "Do a few directions hold a line's digit or name, and does swapping them change the answer?",
        Scope.Checkpoint,
        SubspaceResult.CurrentFormat)
    { Figure = "figure 5" };

    /// <inheritdoc/>
    public static SubspaceSpec Default => new(StepForm.Last);

    /// <inheritdoc/>
    public static IEnumerable<SubspaceSpec> Sized(Run run, Budget budget) =>
        budget.Offsets.Select(offset => Fitting(run.Preset.Model.Width, new SubspaceSpec(budget.Last, Pairs: budget.Programs, Offset: offset)));

    /// <inheritdoc/>
    public static IEnumerable<View> Views(SubspaceResult result) => SubspaceViews.Of(result);

    /// <summary>No more components than the model has.</summary>
    private static SubspaceSpec Fitting(int width, SubspaceSpec spec) => spec with
    {
        DigitRank = Math.Min(spec.DigitRank, spec.ComponentsOf(width)),
        NameRank = Math.Min(spec.NameRank, spec.ComponentsOf(width)),
    };

    /// <summary>Takes layers apart; a job that was stopped goes on with the layer and target where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or there are too few programs, or classes are missing.</exception>
    public static SubspaceResult Run(Run run, SubspaceSpec spec, Work work)
    {
        (int layers, int width) = (run.Preset.Model.Layers, run.Preset.Model.Width);
        Info.Require(spec, spec.ProblemsOf(layers, width));

        SymbolicProgram[] usable = [.. run.HeldBackSplits(work.Cancellation).Test.Where(program => Interpreter.Run(program).RootLine > 1).Take(
            spec.FitPrograms + spec.TestPrograms + (16 * spec.Pairs))];
        int needed = spec.FitPrograms + spec.TestPrograms + 1;
        if (usable.Length < needed)
        {
            throw new UserException(
                $"the test set has {usable.Length} programs with the answer after line 1; fit, test and swaps need at least {needed}",
                "give fewer with --fit-programs or --test-programs");
        }

        Transformer model = run.LoadModel(spec.Checkpoint);
        var folder = Info.Folder(run, spec);
        var fits = new SubspaceFits(model, usable, spec, run.Preset.Task, work);
        int[] chosen = [.. (spec.Layers.IsEmpty ? Enumerable.Range(1, layers) : spec.Layers).Where(fits.Vary)];
        if (chosen.Length == 0)
        {
            throw new UserException(
                "what enters the layers asked for is the same at all of these tokens: there is nothing to take apart",
                "choose later layers with --layer, or other tokens with --offset");
        }

        var parts = new List<SubspacePart>();
        SubspaceTarget[] targets = Enum.GetValues<SubspaceTarget>();
        foreach (int layer in chosen)
        {
            foreach (SubspaceTarget target in targets)
            {
                string name = FormattableString.Invariant($"layer-{layer}-{target}").ToLowerInvariant();
                work.Progress?.Report(new AnalysisProgress(name, parts.Count, chosen.Length * targets.Length));
                parts.Add(folder.Part("parts", name, spec with { Layers = [] }, () => fits.Of(layer, target)));
            }
        }

        return new SubspaceResult(
            SubspaceResult.CurrentFormat, spec.Checkpoint, width, spec.ComponentsOf(width), [.. parts.Select(part => part.Finding)])
        {
            Bases = [.. parts.Select(part => part.Basis.Kept())],
        };
    }
}
