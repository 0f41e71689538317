using System.Collections.Immutable;
using Bindscope.Analysis.Probes;
using Bindscope.Analysis.Probes.Regression;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Subspaces;

/// <summary>Finds one layer's subspace for one target, measures it on other programs and swaps it in yet others.</summary>
internal sealed class SubspaceFits
{
    private const int PathPoints = 20;
    private const int ControlPathPoints = 12;
    private const double NextToNothing = 1e-3;

    private readonly Transformer model;
    private readonly SubspaceSpec spec;
    private readonly GeneratorSpec task;
    private readonly Work work;
    private readonly ChainTokens learned;
    private readonly ChainTokens tested;
    private readonly TokenVectors learnedVectors;
    private readonly TokenVectors testedVectors;
    private readonly SymbolicProgram[] swapped;
    private readonly Dictionary<SubspaceTarget, SwapSample> pairs = [];

    internal SubspaceFits(Transformer model, SymbolicProgram[] programs, SubspaceSpec spec, GeneratorSpec task, Work work)
    {
        (this.model, this.spec, this.task, this.work) = (model, spec, task, work);
        SymbolicProgram[] fit = programs[..spec.FitPrograms];
        SymbolicProgram[] test = programs[spec.FitPrograms..(spec.FitPrograms + spec.TestPrograms)];
        swapped = programs[(spec.FitPrograms + spec.TestPrograms)..];
        (learned, tested) = (new ChainTokens(fit, spec.Offset), new ChainTokens(test, spec.Offset));
        learnedVectors = TokenVectors.Record(model, fit, learned.Places, work);
        testedVectors = TokenVectors.Record(model, test, tested.Places, work);
    }

    /// <summary>Whether a layer's input differs between tokens at all: what enters layer 1 at two newlines is the same embedding.</summary>
    internal bool Vary(int layer)
    {
        Features vectors = learnedVectors.After[layer - 1];
        return vectors.Values.Where((value, i) => value != vectors.Values[i % vectors.Width]).Any();
    }

    /// <summary>Everything about one layer's input and one target.</summary>
    /// <exception cref="UserException">No component is selected.</exception>
    internal SubspacePart Of(int layer, SubspaceTarget target)
    {
        int count = spec.ComponentsOf(model.Spec.Width);
        Features vectors = learnedVectors.After[layer - 1];
        ClassLabels labels = learned.Labels(target, task.DigitCount);
        string what = $"the {target.ToString().ToLowerInvariant()} classifier";
        FitProblems.RequireSamples(what, labels.Samples, labels.Classes, count);
        FitProblems.RequireClasses(what, labels, number => ChainTokens.ClassName(target, number));
        PrincipalComponents components = PrincipalComponents.Of(vectors);
        Features projected = components.Project(vectors, count);
        var scale = Standardization.Of(projected);
        Features fit = scale.Apply(projected);
        Features test = scale.Apply(components.Project(testedVectors.After[layer - 1], count));
        ClassLabels right = tested.Labels(target, task.DigitCount);
        PerProgram byProgram = tested.ByProgram;

        var options = new FitOptions(spec.Tolerance);
        ComponentSelection selection = spec.Penalty > 0
            ? ComponentSelection.ByPenalty(fit, labels, spec.Penalty, PathPoints, options, work.Cancellation)
            : ComponentSelection.ByRank(fit, labels, spec.RankOf(target), PathPoints, options, work.Cancellation);
        ImmutableArray<int> chosen = selection.Components;
        if (chosen.IsEmpty)
        {
            throw new UserException(
                FormattableString.Invariant($"{what} keeps no component of what enters layer {layer}, even at the smallest penalty"),
                "leave this layer out with --layer, or give a smaller --penalty");
        }

        int[] shuffledOrder = Shuffle.Of(Enumerable.Range(0, labels.Samples), new Seed(spec.Seed).Split("shuffled labels").Stream().Next);
        ImmutableArray<int> shuffled = Control(fit, labels.Reordered(shuffledOrder), chosen.Length);
        (ImmutableArray<int> First, ImmutableArray<int> Second) halves =
            (Half(fit, labels, chosen.Length, first: true), Half(fit, labels, chosen.Length, first: false));

        Estimate Unshrunk(IReadOnlyList<int> columns)
        {
            var problem = new SoftmaxProblem(fit.Columns(columns), labels);
            SoftmaxFit plain = SoftmaxRegression.Fit(
                problem, new Penalty(0, NextToNothing), new FitOptions(1e-3), cancellation: work.Cancellation);
            return byProgram.Share(plain.Right(test.Columns(columns), right));
        }

        SwapSample sample = Pairs(target);
        ImmutableArray<SwapPair> swaps = sample.Pairs;
        var arms = new SwapArms(new Swaps(model, layer, work), components, model.Spec.Width, spec);
        var finding = new SubspaceFinding(
            layer,
            target,
            labels.Samples,
            chosen,
            chosen.Sum(component => components.Variances[component]) / components.Variances.Sum(),
            selection.Fit.Penalty.Absolute,
            selection.Fit.Gap,
            selection.Fit.Converged,
            byProgram.Share(selection.Fit.Right(test, right)),
            Unshrunk(chosen),
            Unshrunk([.. Enumerable.Range(0, count)]),
            Unshrunk(shuffled),
            swaps.Length,
            arms.Of(swaps, chosen, shuffled, halves, labels.Classes),
            [.. selection.Path.Select(point => Point(point, test, right, byProgram))],
            sample.Tried,
            sample.Solved);
        return new SubspacePart(finding, new FoundBasis(layer, target, FoundBasis.TokenAfter(spec.Offset), arms.Span(chosen).Basis));
    }

    private static PathPoint Point(SoftmaxFit fit, Features test, ClassLabels right, PerProgram byProgram) => new(
        fit.Penalty.Absolute,
        fit.Kept.Length,
        byProgram.Share(fit.Right(test, right)).Value,
        fit.Objective,
        fit.Gap,
        fit.Iterations,
        fit.Converged);

    private SwapSample Pairs(SubspaceTarget target)
    {
        if (!pairs.TryGetValue(target, out SwapSample? drawn))
        {
            pairs.Add(target, drawn = SwapPairs.Draw(model, swapped, target, spec, task.DigitCount, work));
        }

        return drawn;
    }

    private ImmutableArray<int> Control(Features features, ClassLabels labels, int rank) => ComponentSelection.ByRank(
        features, labels, rank, ControlPathPoints, new FitOptions(Math.Max(spec.Tolerance, 1e-3)), work.Cancellation, rank).Components;

    /// <summary>Components selected on the samples of half of the classes.</summary>
    private ImmutableArray<int> Half(Features features, ClassLabels labels, int rank, bool first)
    {
        int half = labels.Classes / 2;
        int[] rows = [.. Enumerable.Range(0, labels.Samples).Where(row => labels.Values[row] < half == first)];
        int offset = first ? 0 : half;
        var own = new ClassLabels([.. rows.Select(row => labels.Values[row] - offset)], first ? half : labels.Classes - half);
        return Control(features.Rows(rows), own, rank);
    }
}

/// <summary>The right-hand sides of the query's chain, or tokens just after them, and what the classifiers are to say of them.</summary>
internal sealed class ChainTokens
{
    /// <summary>The farthest token: the next line's equals sign, or after the last line the query's variable.</summary>
    internal const int MaximumOffset = 3;

    /// <summary>What an offset says.</summary>
    internal const string OffsetMeans =
        "0 for the chain's right-hand sides, 1 for the newlines after them, 2 and 3 for the tokens after those";

    private readonly int offset;
    private readonly IReadOnlyList<SymbolicProgram> programs;
    private readonly Execution[] executions;

    /// <summary>The tokens of some programs.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="offset">0 for the right-hand side, 1 for the newline after it, up to <see cref="MaximumOffset"/>.</param>
    internal ChainTokens(IReadOnlyList<SymbolicProgram> programs, int offset)
    {
        this.offset = offset;
        this.programs = programs;
        executions = [.. programs.Select(Interpreter.Run)];
    }

    /// <summary>Each program's tokens, from the root on, 0-based.</summary>
    internal int[][] Places =>
        [.. executions.Select(execution => execution.ChainLines.Select(line => Positions.Right(line) + offset).ToArray())];

    /// <summary>Means over programs of what is measured at the tokens.</summary>
    internal PerProgram ByProgram => new([.. executions.Select(execution => execution.Hops)]);

    /// <summary>The digit that each token resolves to, or the letter that its line binds.</summary>
    internal ClassLabels Labels(SubspaceTarget target, int digits) => target == SubspaceTarget.Digit
        ? new ClassLabels([.. executions.SelectMany(execution => Enumerable.Repeat(execution.Value, execution.Hops))], digits)
        : new ClassLabels(
            [.. executions.SelectMany((execution, i) => execution.ChainLines.Select(line => programs[i].Lines[line - 1].Name - 'a'))], 26);

    /// <summary>A class as a user knows it.</summary>
    internal static string ClassName(SubspaceTarget target, int number) =>
        target == SubspaceTarget.Digit ? $"digit {number}" : $"name {(char)('a' + number)}";
}
