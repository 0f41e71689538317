using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Subspaces;

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
public static class SubspaceAnalysis
{
    /// <summary>Takes layers apart; a job that was stopped goes on with the layer and target where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or there are too few programs, or classes are missing.</exception>
    public static SubspaceResult Run(Run run, SubspaceSpec spec, Work work)
    {
        (int layers, int width) = (run.Preset.Model.Layers, run.Preset.Model.Width);
        if (spec.Validated(layers, width) is { Count: > 0 } problems)
        {
            throw new UserException($"subspaces: {string.Join("; ", problems)}", "correct these values");
        }

        SymbolicProgram[] usable = [.. run.HeldBackSplits(work.Cancellation).Test.Where(program => Interpreter.Run(program).RootLine > 1).Take(
            spec.FitPrograms + spec.TestPrograms + (16 * spec.Pairs))];
        int needed = spec.FitPrograms + spec.TestPrograms + 1;
        if (usable.Length < needed)
        {
            throw new UserException(
                $"the test set has {usable.Length} programs with the answer after line 1; fit, test and swaps need at least {needed}",
                "give fewer with --fit-programs or --test-programs");
        }

        Transformer model = RunCheckpoint.Load(run, spec.Checkpoint);
        var folder = new AnalysisFolder(run, spec.FolderName());
        var fits = new SubspaceFits(model, usable, spec, run.Preset.Task, work);
        int[] chosen = [.. (spec.Layers.IsEmpty ? Enumerable.Range(1, layers) : spec.Layers).Where(fits.Vary)];
        if (chosen.Length == 0)
        {
            throw new UserException(
                "what enters the layers asked for is the same at all of these tokens: there is nothing to take apart",
                "choose later layers with --layer, or other tokens with --offset");
        }

        var findings = ImmutableArray.CreateBuilder<SubspaceFinding>();
        SubspaceTarget[] targets = Enum.GetValues<SubspaceTarget>();
        foreach (int layer in chosen)
        {
            foreach (SubspaceTarget target in targets)
            {
                string name = FormattableString.Invariant($"layer-{layer}-{target}").ToLowerInvariant();
                work.Progress?.Report(new AnalysisProgress(name, findings.Count, chosen.Length * targets.Length));
                findings.Add(folder.Part("parts", name, spec with { Layers = [] }, () => fits.Of(layer, target)));
            }
        }

        return new SubspaceResult(
            SubspaceResult.CurrentFormat, spec.Checkpoint, width, spec.ComponentsOf(width), findings.ToImmutable());
    }
}
