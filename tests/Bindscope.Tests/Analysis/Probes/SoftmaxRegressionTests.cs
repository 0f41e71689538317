using Bindscope.Analysis.Probes.Regression;
using Bindscope.Errors;

namespace Bindscope.Tests.Analysis.Probes;

public sealed class SoftmaxRegressionTests
{
    private static readonly RegressionFixture Fixture = RegressionFixture.Read();

    public static TheoryData<int> Fits { get; } = [.. Enumerable.Range(0, Fixture.Fits.Length)];

    private static Features Samples => new(Fixture.Features, Fixture.Width);

    private static ClassLabels Labels => new(Fixture.Labels, Fixture.Classes);

    [Theory]
    [MemberData(nameof(Fits))]
    public void ItFindsWhatScikitLearnFinds(int number)
    {
        RegressionFixture.Expected expected = Fixture.Fits[number];
        var problem = new SoftmaxProblem(Samples, Labels);
        SoftmaxFit fit = SoftmaxRegression.Fit(
            problem, new Penalty(expected.Absolute, expected.Square), new FitOptions(1e-10, 20_000), cancellation: Cancellation);

        Assert.True(fit.Converged);
        Assert.Equal(expected.Objective, fit.Objective, 1e-8);
        Assert.Equal(expected.Predictions, fit.Predict(Samples));

        // A number added to all of a feature's weights changes no probability; with an even number of classes the L1 penalty leaves it open.
        double[] theirs = [.. expected.Weights.Chunk(Fixture.Classes).SelectMany(Centred)];
        double[] ours = [.. fit.Weights.Chunk(Fixture.Classes).SkipLast(1).SelectMany(Centred)];
        Assert.All(theirs.Zip(ours), pair => Assert.Equal(pair.First, pair.Second, 1e-4));

        if (expected.Square == 0)
        {
            int[] kept = [.. Enumerable.Range(0, Fixture.Width).Where(feature =>
                expected.Weights.Skip(feature * Fixture.Classes).Take(Fixture.Classes).Any(weight => Math.Abs(weight) > 1e-9))];
            Assert.Equal(kept, fit.Kept);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    public void TheGapIsABoundOnTheDistanceToTheBest(int iterations)
    {
        RegressionFixture.Expected best = Fixture.Fits[1];
        var problem = new SoftmaxProblem(Samples, Labels);
        SoftmaxFit early = SoftmaxRegression.Fit(
            problem, new Penalty(best.Absolute, best.Square), new FitOptions(0, iterations), cancellation: Cancellation);

        Assert.False(early.Converged);
        Assert.InRange(early.Gap * problem.NullCost, early.Objective - best.Objective, double.PositiveInfinity);
        Assert.True(early.Objective > best.Objective - 1e-12);
    }

    [Fact]
    public void TheLargestPenaltyRemovesEverythingAndALittleLessDoesNot()
    {
        var problem = new SoftmaxProblem(Samples, Labels);
        double largest = problem.LargestPenalty();

        Assert.Empty(SoftmaxRegression.Fit(problem, new Penalty(largest), new FitOptions(1e-9), cancellation: Cancellation).Kept);
        Assert.NotEmpty(SoftmaxRegression.Fit(problem, new Penalty(0.98 * largest), new FitOptions(1e-9), cancellation: Cancellation).Kept);
    }

    [Fact]
    public void AlongThePathMoreIsKeptAndTheObjectiveFalls()
    {
        var problem = new SoftmaxProblem(Samples, Labels);
        var path = PenaltyPath.Fit(problem, 20, 1e-3, new FitOptions(1e-6), Cancellation);

        Assert.All(path, fit => Assert.True(fit.Converged));
        Assert.Empty(path[0].Kept);
        Assert.Equal(Fixture.Width, path[^1].Kept.Length);
        Assert.All(path.Zip(path.Skip(1)), pair => Assert.True(pair.Second.Objective < pair.First.Objective));
        for (int count = 1; count <= Fixture.Width; count++)
        {
            Assert.Equal(count, PenaltyPath.Keeping(problem, path, count, new FitOptions(1e-6), Cancellation)!.Kept.Length);
        }

        Assert.Null(PenaltyPath.Keeping(problem, path, Fixture.Width + 1, new FitOptions(1e-6), Cancellation));
    }

    [Fact]
    public void SeveralGroupsAreFittedAsIfEachWereAlone()
    {
        int[] other = [.. Fixture.Labels.Select((label, i) => i % 3 == 0 ? (label + 1) % Fixture.Classes : label)];
        var both = new ClassLabels([.. Fixture.Labels.Zip(other).SelectMany(pair => new[] { pair.First, pair.Second })], Fixture.Classes, 2);
        SoftmaxFit joint = Fit(both);

        int[] expected = [.. Fit(Labels).Predict(Samples).Zip(Fit(new ClassLabels(other, Fixture.Classes)).Predict(Samples))
            .SelectMany(pair => new[] { pair.First, pair.Second })];
        Assert.Equal(expected, joint.Predict(Samples));
    }

    [Fact]
    public void StandardisedFeaturesHaveMeanZeroAndDeviationOneAndConstantsVanish()
    {
        double[] withConstant = [.. Fixture.Features.Chunk(Fixture.Width).SelectMany(row => row.Append(7))];
        var features = new Features(withConstant, Fixture.Width + 1);
        double[][] rows = [.. Standardization.Of(features).Apply(features).Values.Chunk(Fixture.Width + 1)];

        for (int column = 0; column < Fixture.Width; column++)
        {
            Assert.Equal(0, rows.Average(row => row[column]), 1e-12);
            Assert.Equal(1, rows.Average(row => row[column] * row[column]), 1e-12);
        }

        Assert.All(rows, row => Assert.Equal(0, row[^1]));
    }

    [Fact]
    public void TooFewSamplesAreRefusedWithTheNumberNeeded()
    {
        UserException wrong = Assert.Throws<UserException>(() => FitProblems.RequireSamples("the digit classifier", 50, 10, 64));

        Assert.Contains("at least 192", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingClassIsNamed()
    {
        UserException wrong = Assert.Throws<UserException>(
            () => FitProblems.RequireClasses("the digit classifier", new ClassLabels([0, 2, 2, 0], 3), number => $"digit {number}"));

        Assert.Contains("never sees digit 1 among its 4 tokens", wrong.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IEnumerable<double> Centred(double[] weights) => weights.Select(weight => weight - weights.Average());

    private static SoftmaxFit Fit(ClassLabels labels)
    {
        var problem = new SoftmaxProblem(Samples, labels);
        return SoftmaxRegression.Fit(problem, new Penalty(0, 0.01), new FitOptions(1e-9), cancellation: Cancellation);
    }
}
