using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Subspaces;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Analysis.Alignment;

/// <summary>Where rotations are searched for, and how.</summary>
public sealed record AlignmentSpec(
    [Step] int Checkpoint,
    [Field("only the inputs of these layers", Option = "--layer")] ImmutableArray<int> Layers = default,
    [Field("dimensions of the subspaces; by default powers of two and the paper's 10 and 26", Option = "--rank")] ImmutableArray<int> Ranks = default,
    [Field("pairs to learn from", Least = 20)] int TrainPairs = 400,
    [Field("pairs from other programs, to test on", Least = 10)] int TestPairs = 200,
    [Field("gradient steps of each fit", Least = 10)] int Steps = 300,
    [Field("random subspaces of equal rank", Least = 1)] int Draws = 10,
    [Field("the seed of the counterfactuals, initial rotations and batches")] ulong Seed = 1)
{

    /// <summary>The layers whose input is rotated, 1-based; empty for all.</summary>
    public ImmutableArray<int> Layers { get; init; } = Layers.IsDefault ? [] : Layers;

    /// <summary>Dimensions of the subspaces; empty for powers of two and the paper's 10 and 26.</summary>
    public ImmutableArray<int> Ranks { get; init; } = Ranks.IsDefault ? [] : Ranks;

    /// <summary>The ranks for a model: as asked for, or by the rule.</summary>
    /// <param name="width">The model's width.</param>
    /// <returns>Rising.</returns>
    public ImmutableArray<int> RanksOf(int width) => Ranks.IsEmpty
        ? [.. new[] { 1, 2, 4, 8, PaperNumbers.Stated.Subspaces.Digit.Rank, 16, PaperNumbers.Stated.Subspaces.Name.Rank }
            .Where(rank => rank <= width / 2).Order()]
        : [.. Ranks.Distinct().Order()];

    /// <summary>Lists what does not fit a model.</summary>
    /// <param name="layers">The model's layers.</param>
    /// <param name="width">The model's width.</param>
    /// <returns>One sentence per problem.</returns>
    internal IEnumerable<string> ProblemsOf(int layers, int width) =>
    [
        .. Layers.Where(layer => layer < 1 || layer > layers).Select(layer => $"there is no layer {layer}; there are 1-{layers}"),
        .. Ranks.Where(rank => rank < 1 || rank > width).Select(rank => $"rank is {rank}; it must be from 1 to the width, {width}"),
    ];
}

/// <summary>How few directions of the residual stream carry a line's digit, or its name, if they are searched for by what they do?</summary>
/// <remarks>
/// <para>
/// Question: the subspaces analysis reads directions off a classifier; here they are trained so that swapping them changes the answer as the
/// source's variable would: distributed alignment search (A. Geiger et al., "Finding Alignments Between Interpretable Causal Variables and
/// Distributed Neural Representations", CLeaR 2024). Where a trained subspace of some rank does what the whole vector does, the variable
/// needs no more directions there.
/// </para>
/// <para>
/// The search begins with the directions in which sources and bases differ most. From anywhere else it has no slope to follow where softmaxes are
/// saturated: directions that the variable does not use bring other things, which turn attention away altogether.
/// </para>
/// <para>
/// What would mislead: a trained subspace may use directions that the model itself does not use. So it is tested on other programs, and one
/// that was trained towards the answers of other pairs stands beside it. docs/methods/alignment.md has the rest.
/// </para>
/// </remarks>
public sealed class AlignmentAnalysis : IAnalysis<AlignmentSpec, AlignmentResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "alignment",
        "Alignment search",
        "How few directions carry a line's digit or name, if trained to? Distributed alignment search, with a rank sweep.",
        Scope.Checkpoint,
        AlignmentResult.CurrentFormat);

    /// <inheritdoc/>
    public static AlignmentSpec Default => new(StepForm.Last);

    /// <inheritdoc/>
    public static IEnumerable<AlignmentSpec> Sized(Run run, Budget budget) => [SizedFor(run, budget)];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(AlignmentResult result) => AlignmentViews.Of(result);

    /// <summary>Two ranks, as many as there are digits and half of it; what enters layer 1 are embeddings.</summary>
    private static AlignmentSpec SizedFor(Run run, Budget budget)
    {
        (int layers, int width, int digits) = (run.Preset.Model.Layers, run.Preset.Model.Width, run.Preset.Task.DigitCount);
        return new AlignmentSpec(
            budget.Last,
            layers > 1 ? [.. Enumerable.Range(2, layers - 1)] : [1],
            [.. new[] { digits / 2, digits }.Select(rank => Math.Clamp(rank, 1, width))],
            TrainPairs: 200,
            TestPairs: Math.Max(50, budget.Programs),
            Steps: 150);
    }

    /// <summary>Programs that are looked at for a pair that the model solves.</summary>
    private const int Patience = 4;

    /// <summary>The run's first checkpoint; null where it is the one that is asked.</summary>
    private static Transformer? Untrained(Run run, int checkpoint) =>
        run.Checkpoints.Steps()[0] is var first && first < checkpoint ? run.LoadModel(first) : null;

    /// <summary>Searches; a job that was stopped goes on with the layer and variable where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or there are too few programs.</exception>
    public static AlignmentResult Run(Run run, AlignmentSpec spec, Work work)
    {
        (int layers, int width) = (run.Preset.Model.Layers, run.Preset.Model.Width);
        Info.Require(spec, spec.ProblemsOf(layers, width));

        SymbolicProgram[] usable =
            [.. run.HeldBackSplits(work.Cancellation).Test.Where(program => Interpreter.Run(program).RootLine > 1)];
        int needed = spec.TrainPairs + spec.TestPairs;
        if (usable.Length < needed)
        {
            throw new UserException(
                $"the test set has {usable.Length} programs with the answer after line 1; {needed} are needed to train and test",
                "give fewer with --train-pairs or --test-pairs");
        }

        // The share of the programs that is looked at is that of the pairs, so that neither side runs dry first.
        usable = [.. usable.Take(Patience * needed)];
        int split = (int)((long)usable.Length * spec.TrainPairs / needed);
        Transformer model = run.LoadModel(spec.Checkpoint);
        var search = new AlignmentSearch(model, Untrained(run, spec.Checkpoint), usable[..split], usable[split..], spec, run.Preset.Task.DigitCount, work);
        var folder = Info.Folder(run, spec);
        int[] chosen = spec.Layers.IsEmpty ? [.. Enumerable.Range(1, layers)] : [.. spec.Layers];
        var parts = new List<AlignmentPart>();
        foreach (int layer in chosen)
        {
            foreach (SubspaceTarget target in Enum.GetValues<SubspaceTarget>())
            {
                string name = FormattableString.Invariant($"layer-{layer}-{target}").ToLowerInvariant();
                work.Progress?.Report(new AnalysisProgress(name, parts.Count, chosen.Length * 2));
                work.Cancellation.ThrowIfCancellationRequested();
                parts.Add(folder.Part("parts", name, spec with { Layers = [] }, () => search.Of(layer, target)));
            }
        }

        return new AlignmentResult(
            AlignmentResult.CurrentFormat,
            spec.Checkpoint,
            width,
            [.. parts.SelectMany(part => part.Ceilings)],
            [.. parts.SelectMany(part => part.Fits)])
        {
            Bases = [.. parts.SelectMany(part => part.Bases).Select(basis => basis.Kept())],
        };
    }
}
