using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Subspaces;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Alignment;

/// <summary>Where rotations are searched for, and how.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Layers">The layers whose input is rotated, 1-based; empty for all.</param>
/// <param name="Ranks">Dimensions of the subspaces, each from 1 to the width; empty for powers of two and the paper's 10 and 26.</param>
/// <param name="TrainPairs">Pairs to learn from, 20 or more.</param>
/// <param name="TestPairs">Pairs from other programs, 10 or more.</param>
/// <param name="Steps">The most gradient steps of a fit, 10 or more.</param>
/// <param name="Draws">Random subspaces of equal rank, 1 or more.</param>
/// <param name="Seed">Draws counterfactuals, first rotations and batches.</param>
public sealed record AlignmentSpec(
    int Checkpoint,
    ImmutableArray<int> Layers = default,
    ImmutableArray<int> Ranks = default,
    int TrainPairs = 400,
    int TestPairs = 200,
    int Steps = 300,
    int Draws = 10,
    ulong Seed = 1)
{

    /// <summary>The layers whose input is rotated, 1-based; empty for all.</summary>
    public ImmutableArray<int> Layers { get; init; } = Layers.IsDefault ? [] : Layers;

    /// <summary>Dimensions of the subspaces; empty for powers of two and the paper's 10 and 26.</summary>
    public ImmutableArray<int> Ranks { get; init; } = Ranks.IsDefault ? [] : Ranks;

    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>Such as <c>alignment-030000</c>.</returns>
    public string FolderName() => FormattableString.Invariant($"alignment-{Checkpoint:D6}");

    /// <summary>The ranks for a model: as asked for, or by the rule.</summary>
    /// <param name="width">The model's width.</param>
    /// <returns>Rising.</returns>
    public ImmutableArray<int> RanksOf(int width) => Ranks.IsEmpty
        ? [.. new[] { 1, 2, 4, 8, PaperNumbers.Stated.Subspaces.Digit.Rank, 16, PaperNumbers.Stated.Subspaces.Name.Rank }
            .Where(rank => rank <= width / 2).Order()]
        : [.. Ranks.Distinct().Order()];

    /// <summary>Lists everything that is wrong with this spec for a model.</summary>
    /// <param name="layers">The model's layers.</param>
    /// <param name="width">The model's width.</param>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated(int layers, int width)
    {
        var problems = new List<string>();
        problems.AddRange(Layers.Where(layer => layer < 1 || layer > layers).Select(layer => $"there is no layer {layer}; there are 1-{layers}"));
        problems.AddRange(Ranks.Where(rank => rank < 1 || rank > width).Select(rank => $"rank is {rank}; it must be from 1 to the width, {width}"));
        foreach ((string name, int value, int least) in new[]
        {
            ("trainPairs", TrainPairs, 20), ("testPairs", TestPairs, 10), ("steps", Steps, 10), ("draws", Draws, 1),
        })
        {
            if (value < least)
            {
                problems.Add($"{name} is {value}; it must be at least {least}");
            }
        }

        return problems;
    }
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
/// What would mislead: a trained subspace may use directions that the model itself does not use. So it is tested on other programs, and one
/// that was trained towards the answers of other pairs stands beside it. docs/methods/alignment.md has the rest.
/// </para>
/// </remarks>
public static class AlignmentAnalysis
{
    /// <summary>Programs that are looked at for a pair that the model solves.</summary>
    private const int Patience = 4;

    /// <summary>Searches; a job that was stopped goes on with the layer and variable where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or there are too few programs.</exception>
    public static AlignmentResult Run(Run run, AlignmentSpec spec, Work work)
    {
        (int layers, int width) = (run.Preset.Model.Layers, run.Preset.Model.Width);
        if (spec.Validated(layers, width) is { Count: > 0 } problems)
        {
            throw new UserException($"alignment: {string.Join("; ", problems)}", "correct these values");
        }

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
        Transformer model = RunCheckpoint.Load(run, spec.Checkpoint);
        var search = new AlignmentSearch(model, usable[..split], usable[split..], spec, run.Preset.Task.DigitCount, work);
        var folder = new AnalysisFolder(run, spec.FolderName());
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
            [.. parts.SelectMany(part => part.Fits)]);
    }
}
