using Bindscope.Analysis.Results;
using Bindscope.Analysis.Subspaces;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Alignment;

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
