using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Subspaces;

/// <summary>Which subspaces are wanted.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Layers">The layers whose input is taken apart, 1-based; empty for all. One whose input is the same at all tokens is left out.</param>
/// <param name="FitPrograms">Programs of the test set, with the answer after line 1, to learn from.</param>
/// <param name="TestPrograms">Others, on which the classifiers are measured, 2 or more.</param>
/// <param name="Pairs">Pairs, from programs after those, for the swaps, 1 or more; fewer where the test set ends.</param>
/// <param name="Draws">Random subspaces of equal rank, 1 or more.</param>
/// <param name="Components">Components that the classifiers get; 0 for half of the width, but no fewer than 64 if it has them.</param>
/// <param name="DigitRank">Components for digits: 10, as in the paper.</param>
/// <param name="NameRank">Components for names: 26, as in the paper.</param>
/// <param name="Penalty">A penalty that replaces the rule of ranks; 0 for the rule.</param>
/// <param name="Seed">Draws counterfactuals and random subspaces.</param>
/// <param name="Tolerance">Relative duality gap at which a fit has converged, above 0.</param>
/// <param name="Offset">0 for the chain's right-hand sides, as in the paper; 1 for the newlines after them, 2 and 3 for the tokens after those.
/// </param>
public sealed record SubspaceSpec(
    int Checkpoint,
    ImmutableArray<int> Layers = default,
    int FitPrograms = 800,
    int TestPrograms = 300,
    int Pairs = 200,
    int Draws = 20,
    int Components = 0,
    int DigitRank = 10,
    int NameRank = 26,
    double Penalty = 0,
    ulong Seed = 1,
    double Tolerance = 1e-4,
    int Offset = 0)
{
    /// <summary>The layers whose input is taken apart, 1-based; empty for all.</summary>
    public ImmutableArray<int> Layers { get; init; } = Layers.IsDefault ? [] : Layers;

    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>Such as <c>subspaces-030000</c>.</returns>
    public string FolderName() => FormattableString.Invariant($"subspaces-{Checkpoint:D6}") + AfterOf(Offset);

    /// <summary>The end of a folder's name that tells an offset.</summary>
    internal static string AfterOf(int offset) => offset == 0 ? "" : FormattableString.Invariant($"-after-{offset}");

    /// <summary>Principal components for a model: as asked for, or by the rule.</summary>
    /// <param name="width">The model's width.</param>
    public int ComponentsOf(int width) => Components > 0 ? Components : Math.Max(width / 2, Math.Min(width, 64));

    /// <summary>Components that a target is to keep.</summary>
    /// <param name="target">The target.</param>
    public int RankOf(SubspaceTarget target) => target == SubspaceTarget.Digit ? DigitRank : NameRank;

    /// <summary>Lists everything that is wrong with this spec for a model.</summary>
    /// <param name="layers">The model's layers.</param>
    /// <param name="width">The model's width.</param>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated(int layers, int width)
    {
        var problems = new List<string>();
        problems.AddRange(Layers.Where(layer => layer < 1 || layer > layers).Select(layer => $"there is no layer {layer}; there are 1-{layers}"));
        foreach ((string name, int value, int least) in new[]
        {
            ("fitPrograms", FitPrograms, 1), ("testPrograms", TestPrograms, 2), ("pairs", Pairs, 1), ("draws", Draws, 1),
            ("digitRank", DigitRank, 1), ("nameRank", NameRank, 1), ("components", Components, 0),
        })
        {
            if (value < least)
            {
                problems.Add($"{name} is {value}; it must be at least {least}");
            }
        }

        if (Components > width)
        {
            problems.Add($"components is {Components}; the model's width is {width}");
        }

        foreach (SubspaceTarget target in Enum.GetValues<SubspaceTarget>())
        {
            if (RankOf(target) > ComponentsOf(width))
            {
                problems.Add(
                    $"the rank for {target.ToString().ToLowerInvariant()}s is {RankOf(target)}, larger than the {ComponentsOf(width)} components"
                    + $" of a width of {width}");
            }
        }

        if (Offset is < 0 or > ChainTokens.MaximumOffset)
        {
            problems.Add($"offset is {Offset}; it must be 0 to {ChainTokens.MaximumOffset}");
        }

        if (!(Penalty >= 0) || !(Tolerance > 0))
        {
            problems.Add("penalty must be at least 0 and tolerance above 0");
        }

        return problems;
    }
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
