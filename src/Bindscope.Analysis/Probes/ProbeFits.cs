using Bindscope.Analysis.Probes.Regression;
using Bindscope.Analysis.Results;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Probes;

/// <summary>Fits one layer's probes and measures them on other programs.</summary>
internal sealed class ProbeFits(
    ProbeTargets learned, ProbeTargets tested, GeneratorSpec task, ProbeSpec spec, CancellationToken cancellation)
{
    private readonly FitOptions options = new(spec.Tolerance);

    /// <summary>Every variable's value at newlines.</summary>
    /// <param name="after">The layer.</param>
    /// <param name="fit">Vectors to learn from.</param>
    /// <param name="test">Vectors to measure on.</param>
    internal StateProbe State(int after, Features fit, Features test)
    {
        ClassLabels labels = learned.States(task.DigitCount);
        ClassLabels right = tested.States(task.DigitCount);
        FitProblems.RequireSamples("the state probe", labels.Samples, labels.Classes, fit.Width);
        (Features fitted, Features measured) = Scaled(fit, test);
        SoftmaxFit probe = Fit(fitted, labels);
        int[] shuffledOrder = Shuffle.Of(Enumerable.Range(0, labels.Samples), new Seed(spec.Seed).Split("shuffled states").Stream().Next);
        SoftmaxFit shuffled = Fit(fitted, labels.Reordered(shuffledOrder));
        bool[] hits = probe.Right(measured, right);
        bool[] shuffledHits = shuffled.Right(measured, right);
        var newlines = new PerProgram(tested.Lines);
        var variables = new PerProgram([.. tested.Lines.Select(count => count * ProbeTargets.Names)]);
        bool[] bound = [.. right.Values.Select(value => value != ProbeTargets.Nil)];
        int[] own = tested.Bound;
        return new StateProbe(
            after,
            newlines.Share(Whole(hits)),
            variables.Share(hits, bound),
            variables.Share(hits),
            newlines.Share([.. own.Select((name, line) => hits[(line * ProbeTargets.Names) + name])]),
            newlines.Share(Whole(shuffledHits)),
            variables.Share(shuffledHits, bound),
            probe.Gap,
            probe.Iterations,
            probe.Converged);
    }

    /// <summary>One property of each line at its right-hand side.</summary>
    /// <param name="after">The layer.</param>
    /// <param name="target">The property.</param>
    /// <param name="fit">Vectors to learn from.</param>
    /// <param name="test">Vectors to measure on.</param>
    internal LineProbe Line(int after, LineTarget target, Features fit, Features test)
    {
        ClassLabels labels = learned.Of(target, task.DigitCount, task.MaximumHops);
        ClassLabels right = tested.Of(target, task.DigitCount, task.MaximumHops);
        FitProblems.RequireSamples($"the {target.ToString().ToLowerInvariant()} probe", labels.Samples, labels.Classes, fit.Width);
        Seed seed = new Seed(spec.Seed).Split("control task").Split(target.ToString());
        (Features fitted, Features measured) = Scaled(fit, test);
        SoftmaxFit probe = Fit(fitted, labels);
        SoftmaxFit control = Fit(fitted, learned.Control(labels, seed));
        bool[] hits = probe.Right(measured, right);
        bool[] controlHits = control.Right(measured, tested.Control(labels, seed));
        bool[] variables = tested.HasVariable;
        var lines = new PerProgram(tested.Lines);
        Estimate onVariables = lines.Share(hits, variables);
        Estimate controlled = lines.Share(controlHits, variables);
        int[] classes = [.. right.Values.Where((_, line) => variables[line])];
        return new LineProbe(
            after,
            target,
            lines.Share(hits),
            onVariables,
            classes.Length == 0 ? 0 : classes.CountBy(value => value).Max(pair => pair.Value) / (double)classes.Length,
            controlled,
            onVariables.Value - controlled.Value,
            probe.Gap,
            probe.Iterations,
            probe.Converged);
    }

    /// <summary>Turned to principal components, each of deviation 1: the fit is well conditioned however correlated the vectors are.</summary>
    private static (Features Fit, Features Test) Scaled(Features fit, Features test)
    {
        PrincipalComponents components = PrincipalComponents.Of(fit);
        Features turned = components.Project(fit, components.Rank);
        var scale = Standardization.Of(turned);
        return (scale.Apply(turned), scale.Apply(components.Project(test, components.Rank)));
    }

    private SoftmaxFit Fit(Features features, ClassLabels labels)
    {
        var problem = new SoftmaxProblem(features, labels);
        return SoftmaxRegression.Fit(problem, new Penalty(0, spec.Penalty), options, cancellation: cancellation);
    }

    private static bool[] Whole(bool[] hits) => [.. hits.Chunk(ProbeTargets.Names).Select(state => state.All(hit => hit))];
}

/// <summary>Means over programs of shares within each program: tokens of one program are no independent samples.</summary>
internal sealed class PerProgram
{
    private readonly int[] programOf;
    private readonly int programs;
    private readonly Bootstraps bootstraps = new();

    /// <summary>Tokens, program after program.</summary>
    /// <param name="tokens">Tokens of each program.</param>
    internal PerProgram(IReadOnlyList<int> tokens)
    {
        programs = tokens.Count;
        programOf = [.. tokens.SelectMany((count, program) => Enumerable.Repeat(program, count))];
    }

    /// <summary>The mean, over programs that have such tokens, of the share that is right.</summary>
    /// <param name="isRight">One for each token.</param>
    /// <param name="counts">Which tokens count; null for all.</param>
    internal Estimate Share(IReadOnlyList<bool> isRight, IReadOnlyList<bool>? counts = null)
    {
        var right = new double[programs];
        var all = new double[programs];
        for (int i = 0; i < isRight.Count; i++)
        {
            if (counts is null || counts[i])
            {
                all[programOf[i]]++;
                right[programOf[i]] += isRight[i] ? 1 : 0;
            }
        }

        double[] shares = [.. Enumerable.Range(0, programs).Where(i => all[i] > 0).Select(i => right[i] / all[i])];
        return shares.Length == 0 ? new Estimate(0, 0, 1, 0) : bootstraps[shares.Length].Mean(shares);
    }
}
