using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Probes.Regression;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Bindscope.Runs;

namespace Bindscope.Analysis.Behaviour.Importance;

/// <summary>How the features' importance is measured.</summary>
public sealed record ImportanceSpec(
    [Field("the first programs of the test set; half of them are used for fitting", Least = 100)] int Programs = 4000,
    [Field("how many times each feature is shuffled", Least = 1)] int Permutations = 10,
    [Field("square (L2) penalty of the regression", Above = 0)] double Penalty = 1e-3,
    [Field("draws the shuffles")] ulong Seed = 1);

/// <summary>Which properties of a program decide whether the model is right?</summary>
/// <remarks>
/// <para>
/// A logistic regression on one column for each value of each feature is learned on half of the programs, to say whether the model is right.
/// On the other half its own accuracy is measured, and how much worse it gets when one feature's values are shuffled among programs
/// (permutation importance: L. Breiman, Machine Learning 45, 2001).
/// </para>
/// <para>
/// What would mislead: features that go together (answer line and chain span) share their importance between them, so that each looks smaller
/// than it is; the regression adds effects up and knows no interactions; and where its own area is near one half, no importance means
/// anything.
/// </para>
/// </remarks>
public sealed class ImportanceAnalysis : IAnalysis<ImportanceSpec, ImportanceResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "importance",
        "Feature importance",
        "Which properties of a program decide whether it is answered correctly, over training?",
        Scope.Run,
        ImportanceResult.CurrentFormat)
    { CoversCheckpoints = true };

    /// <inheritdoc/>
    public static ImportanceSpec Default => new();

    /// <inheritdoc/>
    public static IEnumerable<ImportanceSpec> Sized(Run run, Budget budget) => [new(budget.TestPrograms)];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(ImportanceResult result) => ImportanceViews.Of(result);

    /// <summary>With fewer right or wrong programs to learn from there is no fit.</summary>
    internal const int FewestOfAKind = 20;

    /// <summary>Measures all checkpoints; the predictions are those of the behaviour analysis, and are shared with it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or the run has no checkpoint or too few test programs.</exception>
    public static ImportanceResult Run(Run run, ImportanceSpec spec, Work work)
    {
        Info.Require(spec);

        TestPrograms tests = TestPrograms.Of(run, spec.Programs);
        BehaviourResult behaviour = BehaviourAnalysis.Run(run, new BehaviourSpec(Programs: spec.Programs), work);
        return Of(
            tests,
            [.. behaviour.Checkpoints.Select(one => (one.Step, one.PredictionOf.Select((says, i) => says == tests.Executions[i].Value).ToArray()))],
            spec,
            work.Cancellation);
    }

    /// <summary>The same from what is known to be right.</summary>
    internal static ImportanceResult Of(
        TestPrograms tests, IReadOnlyList<(int Step, bool[] Right)> checkpoints, ImportanceSpec spec, CancellationToken cancellation)
    {
        var table = new FeatureTable(tests.Programs);
        int count = tests.Programs.Count;
        int[] fit = [.. Enumerable.Range(0, count / 2)];
        int[] test = [.. Enumerable.Range(count / 2, count - (count / 2))];
        return new ImportanceResult(
            ImportanceResult.CurrentFormat,
            fit.Length,
            test.Length,
            [.. checkpoints.Select(one =>
            {
                cancellation.ThrowIfCancellationRequested();
                return At(one.Step, one.Right, table, fit, test, spec, cancellation);
            })]);
    }

    private static CheckpointImportance At(
        int step, bool[] right, FeatureTable table, int[] fit, int[] test, ImportanceSpec spec, CancellationToken cancellation)
    {
        var accuracy = Proportion.OfCounts(right.Count(one => one), right.Length);
        int[] rarest = [.. new[] { fit, test }.Select(half => Math.Min(half.Count(i => right[i]), half.Count(i => !right[i])))];
        if (rarest.Min() < FewestOfAKind)
        {
            return new CheckpointImportance(step, accuracy, null, null, 0.5, 0, 0, false, []);
        }

        Features plain = table.Of(fit);
        var scale = Standardization.Of(plain);
        var problem = new SoftmaxProblem(scale.Apply(plain), new ClassLabels([.. fit.Select(i => right[i] ? 1 : 0)], 2));
        SoftmaxFit model = SoftmaxRegression.Fit(problem, new Penalty(0, spec.Penalty), new FitOptions(), cancellation: cancellation);
        bool[] wanted = [.. test.Select(i => right[i])];
        double[] scores = Scores(model, scale.Apply(table.Of(test)));
        double[] losses = Losses(scores, wanted);
        double area = RocArea.Of(scores, wanted);
        double share = fit.Count(i => right[i]) / (double)fit.Length;
        int likelier = wanted.Count(one => one == share >= 0.5);
        var bootstrap = Bootstraps.Of(test.Length);
        Seed seed = new Seed(spec.Seed).Split("importance").Split(step);
        return new CheckpointImportance(
            step,
            accuracy,
            Proportion.OfCounts(scores.Where((score, i) => score >= 0 == wanted[i]).Count(), test.Length),
            Proportion.OfCounts(likelier, test.Length),
            area,
            losses.Average(),
            wanted.Average(one => -Math.Log(one ? share : 1 - share)),
            model.Converged,
            [
                .. table.Features.Select((feature, number) =>
                {
                    var increase = new double[test.Length];
                    double fall = 0;
                    for (int round = 0; round < spec.Permutations; round++)
                    {
                        int[] donors = Shuffle.Of(test, seed.Split(feature.ToString()).Split(round).Stream().Next);
                        double[] shuffled = Scores(model, scale.Apply(table.Of(test, number, donors)));
                        double[] worse = Losses(shuffled, wanted);
                        fall += (area - RocArea.Of(shuffled, wanted)) / spec.Permutations;
                        for (int i = 0; i < increase.Length; i++)
                        {
                            increase[i] += (worse[i] - losses[i]) / spec.Permutations;
                        }
                    }

                    return new FeatureImportance(feature, bootstrap.Mean(increase), fall);
                }).OrderByDescending(one => one.LossIncrease.Value),
            ]);
    }

    /// <summary>The logarithm of the odds that the model is right.</summary>
    private static double[] Scores(SoftmaxFit model, Features features)
    {
        var scores = new double[features.Samples];
        for (int row = 0; row < scores.Length; row++)
        {
            double score = Odds(model, model.Width);
            for (int column = 0; column < features.Width; column++)
            {
                score += features.Values[(row * features.Width) + column] * Odds(model, column);
            }

            scores[row] = score;
        }

        return scores;
    }

    private static double Odds(SoftmaxFit model, int row) => model.Weights[(row * 2) + 1] - model.Weights[row * 2];

    private static double[] Losses(double[] scores, bool[] wanted) =>
        [.. scores.Select((score, i) => Math.Log(1 + Math.Exp(-Math.Abs(score))) + Math.Max(0, wanted[i] ? -score : score))];
}

/// <summary>Feature importance over training: plain data, as <c>analyses/importance/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="FitPrograms">Programs that are learned from.</param>
/// <param name="TestPrograms">Others, on which everything is measured.</param>
/// <param name="Checkpoints">By step.</param>
public sealed record ImportanceResult(
    int Format, int FitPrograms, int TestPrograms, ImmutableArray<CheckpointImportance> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>What the programs' features tell of one checkpoint's successes.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Accuracy">The model's, on all programs.</param>
/// <param name="Predicted">
/// Held-out programs of which the regression says rightly whether the model is right; null where the model is right, or wrong, too rarely
/// to learn from.
/// </param>
/// <param name="Guessed">The same for always saying what is more frequent.</param>
/// <param name="Area">Area under the regression's held-out ROC curve: 0.5 where the features tell nothing, 1 where they tell all.</param>
/// <param name="Loss">Its held-out cross-entropy, nats a program.</param>
/// <param name="NullLoss">The same of always giving the learned share.</param>
/// <param name="Converged">Whether the fit is within its tolerance.</param>
/// <param name="Features">Most important first; empty where there is no fit.</param>
public sealed record CheckpointImportance(
    int Step,
    Proportion Accuracy,
    Proportion? Predicted,
    Proportion? Guessed,
    double Area,
    double Loss,
    double NullLoss,
    bool Converged,
    ImmutableArray<FeatureImportance> Features);

/// <summary>How much a feature tells of whether the model is right.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="LossIncrease">
/// Growth of the regression's held-out cross-entropy when the feature is shuffled among programs, nats a program, mean and interval over
/// programs.
/// </param>
/// <param name="AreaDecrease">Fall of the area under its ROC curve.</param>
public sealed record FeatureImportance(ProgramFeature Feature, Estimate LossIncrease, double AreaDecrease);

/// <summary>The features' importance over the checkpoints, as a table.</summary>
internal static class ImportanceViews
{
    internal static IEnumerable<View> Of(ImportanceResult result)
    {
        yield return View.Of(
            $"""
            a logistic regression says from a program's features whether the model is right
            learned on {result.FitPrograms} programs, measured on {result.TestPrograms} others
            importance: growth of its loss in thousandths of a nat when the feature is shuffled
            """,
            ["step", "model right, %", "said, %", "guessed, %", "ROC area", "most important features"],
            result.Checkpoints.Select(one => (IEnumerable<Cell>)
            [
                one.Step,
                Cell.Percent(one.Accuracy.Value),
                Cell.Percent(one.Predicted),
                Cell.Percent(one.Guessed?.Value),
                one.Predicted is null ? "too few" : Cell.Number(one.Area),
                string.Join(", ", one.Features.Where(feature => feature.LossIncrease.Low > 0).Take(3)
                    .Select(feature => FormattableString.Invariant($"{Cell.Words(feature.Feature)} {1000 * feature.LossIncrease.Value:0}"))),
            ]));
    }
}
