using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Probes.Regression;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Subspaces;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Tests.Analysis.Probes;
using Bindscope.Tests.Model;

namespace Bindscope.Tests.Analysis.Subspaces;

public sealed class SubspaceTests
{
    private static readonly RegressionFixture Fixture = RegressionFixture.Read();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void PrincipalComponentsAreThoseOfNumpy()
    {
        var components = PrincipalComponents.Of(new Features(Fixture.Features, Fixture.Width));

        for (int i = 0; i < Fixture.Width; i++)
        {
            Assert.Equal(Fixture.Variances[i], components.Variances[i], 1e-9);
            double along = components.Directions[i].Zip(Fixture.Directions.Skip(i * Fixture.Width), (a, b) => a * b).Sum();
            Assert.Equal(1, Math.Abs(along), 1e-9);
        }
    }

    [Fact]
    public void ProjectionsAreUncorrelatedWithTheComponentsVariances()
    {
        var features = new Features(Fixture.Features, Fixture.Width);
        var components = PrincipalComponents.Of(features);
        double[][] rows = [.. components.Project(features, 3).Values.Chunk(3)];

        Assert.Equal(components.Variances[2], rows.Average(row => row[2] * row[2]), 1e-9);
        Assert.Equal(0, rows.Average(row => row[0] * row[2]), 1e-9);
        Assert.Equal(0, rows.Average(row => row[1]), 1e-9);
    }

    [Fact]
    public void SelectionKeepsAsManyAsWantedAndFindsTheOnesThatMatter()
    {
        var random = new Random(3);
        int[] labels = [.. Enumerable.Range(0, 600).Select(i => i % 3)];
        double[] values = [.. labels.SelectMany(label => Enumerable.Range(0, 6).Select(column =>
            (column is 2 or 4 && label == column / 2 ? 3.0 : 0.0) + random.NextDouble()))];
        ComponentSelection selection = ComponentSelection.ByRank(
            Standardization.Of(new Features(values, 6)).Apply(new Features(values, 6)),
            new ClassLabels(labels, 3),
            2,
            12,
            new FitOptions(),
            Cancellation);

        Assert.Equal([2, 4], selection.Components);
        Assert.True(selection.Fit.Converged);
    }

    [Fact]
    public void APenaltyThatRemovesEverythingIsRefusedWithTheLargestThatDoesNot()
    {
        UserException wrong = Assert.Throws<UserException>(() => ComponentSelection.ByPenalty(
            new Features(Fixture.Features, Fixture.Width), new ClassLabels(Fixture.Labels, Fixture.Classes), 5, 3, new FitOptions(), Cancellation));

        Assert.Contains("removes every component", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("give less than", wrong.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void ARankLargerThanTheWidthIsRefused()
    {
        string problem = Assert.Single(new SubspaceSpec(0, NameRank: 26).ProblemsOf(layers: 2, width: 16));

        Assert.Contains("rank for names is 26, larger than the 16 components", problem, StringComparison.Ordinal);
        Assert.Equal(256, new SubspaceSpec(0).ComponentsOf(512));
        Assert.Equal(64, new SubspaceSpec(0).ComponentsOf(64));
        Assert.Contains("there is no layer 3", Assert.Single(new SubspaceSpec(0, [3]).ProblemsOf(2, 64)), StringComparison.Ordinal);
    }

    [Fact]
    public void SwappingEveryDirectionIsAPatchOfTheWholeVectorAndSwappingInOrderDoesNotMatter()
    {
        Transformer model = Samples.Model(Samples.Spec(layers: 2, width: 8, vocabulary: 40), 4);
        SwapPair[] pairs = [.. Pairs(12)];
        var swaps = new Swaps(model, 2, new Work(Cancellation: Cancellation));
        Subspace all = RandomSubspaces.Draw(8, 8, new Seed(1));
        int[][] answers = swaps.Answers(pairs, [null, all, RandomSubspaces.Draw(8, 1, new Seed(2))]);

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[2], swaps.Answers(pairs, [RandomSubspaces.Draw(8, 1, new Seed(2))])[0]);
    }

    [Fact]
    public void AMoveOfEqualNormChangesNothingWhereTheSwapChangesNothing()
    {
        Transformer model = Samples.Model(Samples.Spec(layers: 2, width: 8, vocabulary: 40), 4);
        SwapPair[] pairs = [.. Pairs(6).Select(pair => pair with { Places = [1] })]; // the first equals sign: the same in both
        var swaps = new Swaps(model, 2, new Work(Cancellation: Cancellation));
        Subspace some = RandomSubspaces.Draw(8, 3, new Seed(1));

        Assert.Equal(swaps.Answers(pairs, [some])[0], swaps.AnswersOfEqualNorm(pairs, some, new Seed(9)));
    }

    [Fact]
    public void TokensOfTheChainCarryTheAnswerAndTheirLinesNames()
    {
        var tokens = new ChainTokens([ProgramParser.Parse("z=9\na=1\nb=a\nq=9\nc=b\n#c:")], offset: 0);

        Assert.Equal([6, 10, 18], tokens.Places[0]);
        Assert.Equal([1, 1, 1], tokens.Labels(SubspaceTarget.Digit, 10).Values);
        Assert.Equal([0, 1, 2], tokens.Labels(SubspaceTarget.Name, 10).Values);
    }

    [Fact]
    public void AnOffsetNamesTheTokensAfterThem()
    {
        SymbolicProgram program = ProgramParser.Parse("z=9\na=1\nb=a\nq=9\nc=b\n#c:");

        Assert.Equal([7, 11, 19], new ChainTokens([program], offset: 1).Places[0]);
        Assert.Equal("subspaces-000100-after-1", SubspaceAnalysis.Info.FolderName(new SubspaceSpec(100, Offset: 1)));
        Assert.Contains("offset is 4; it must be 0 to 3", SpecRecord.Of(typeof(SubspaceSpec)).Problems(new SubspaceSpec(100, Offset: 4)));
    }

    private static IEnumerable<SwapPair> Pairs(int count) => Enumerable.Range(0, count).Select(i =>
    {
        SymbolicProgram Text(int digit) => ProgramParser.Parse($"z=9\na={digit}\nb=a\nc=b\n#c:");
        return new SwapPair(ProgramPair.Of(Text(i % 9), Text((i % 9) + 1)), [6, 10, 14], (i % 9, (i % 9) + 1));
    });
}
