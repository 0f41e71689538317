using Bindscope.Analysis.AttentionCauses;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Tests.Analysis;

public sealed class AttentionCausesTests
{
    private static readonly AttentionCausesSpec Spec =
        new(5, new PairSelection(Programs: 12, Solved: SolvedRule.All, Hops: [2]), LeastWeight: 0.05);

    [Fact]
    public void PartsAreWhatMadeTheVectorsAlsoWhereLabelsGoTogether()
    {
        // Two labels that go together, each with its own part: the second has more of class 1 where the first has.
        double[][] first = [[1, 0], [-1, 0]], second = [[0, 2], [0, -2]];
        int[][] labels = [.. Enumerable.Range(0, 200).Select(i => new[] { i % 2, i % 10 < 7 ? i % 2 : 1 - (i % 2) })];
        float[][] vectors = [.. labels.Select(own => Enumerable.Range(0, 2).Select(j => (float)(5 + first[own[0]][j] + second[own[1]][j])).ToArray())];

        var means = KeyMeans.Fit(vectors, labels, [2, 2]);
        for (int j = 0; j < 2; j++)
        {
            Assert.Equal(first[0][j] - first[1][j], means.Part(0, 0)[j] - means.Part(0, 1)[j], 1e-3);
            Assert.Equal(second[0][j] - second[1][j], means.Part(1, 0)[j] - means.Part(1, 1)[j], 1e-3);
        }

        Assert.All(means.Rest(vectors[3], labels[3]), left => Assert.Equal(0, left, 1e-3));
    }

    /// <summary>The control says nothing of the label, and is as long as what it stands for.</summary>
    [Fact]
    public void TheControlIsAsLongAsThePartAndAtRightAnglesToEveryPart()
    {
        RandomStream random = new Seed(2).Stream();
        float[][] vectors = [.. Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, 8).Select(_ => (float)random.NextDouble()).ToArray())];
        int[][] labels = [.. Enumerable.Range(0, 300).Select(i => new[] { i % 5, i % 9 })];
        var means = KeyMeans.Fit(vectors, labels, [5, 9]);

        double[][] beside = means.Beside(0, new Seed(3))!;
        Assert.All(Enumerable.Range(0, 5), own =>
        {
            Assert.Equal(Dot(means.Part(0, own), means.Part(0, own)), Dot(beside[own], beside[own]), 1e-9);
            Assert.All(Enumerable.Range(0, 5), other => Assert.Equal(0, Dot(beside[own], means.Part(0, other)), 1e-9));
        });
        Assert.NotEqual(beside[0][0] / beside[1][0], beside[0][1] / beside[1][1], 1e-3);
        Assert.Null(means.Beside(1, new Seed(3)));

        static double Dot(double[] one, double[] other) => one.Zip(other, (a, b) => a * b).Sum();
    }

    [Fact]
    public void ALineWhoseNameWasBoundAboveIsBoundAgain()
    {
        SymbolicProgram program = ProgramParser.Parse("a=1\nb=2\na=3\nc=a\n#c:");
        EdgeTokens tokens = EdgeTokens.Of(
            program, Interpreter.Run(program), new Edge(2, 1, 1, TokenRole.Right(1), TokenRole.Colon))!;
        Assert.Equal([0, 0, 1, 0], tokens.Labels.Select(own => own[3]));
        Assert.Equal(2, tokens.Target);
    }

    [Fact]
    public void PartsAddUpToTheModelsScoresAndSharesToOne()
    {
        using var run = new TinyRun(5);
        AttentionCausesResult result = AttentionCausesAnalysis.Run(run.Run, Spec, new Work());

        Assert.NotEmpty(result.Edges);
        Assert.All(result.Edges, edge =>
        {
            Assert.InRange(edge.LargestError, 0, 1e-4);
            Assert.Equal(1, edge.Causes.Sum(one => one.Variance.Value), 1e-6);
            Assert.Equal(edge.Gap.Value, edge.Causes.Sum(one => one.Gap.Value), 1e-4);
            Assert.InRange(edge.Weight.Value, 0, 1);
            Assert.Equal(4, edge.Causes.Count(one => one.Removal is not null));
        });
        Assert.NotEmpty(AttentionCausesAnalysis.Views(result));
        AnalysisFolder folder = AttentionCausesAnalysis.Info.Folder(run.Run, Spec);
        folder.Write(Spec, result);
        Assert.Equal(AnalysisFolder.ToJson(result), AnalysisFolder.ToJson(folder.Read<AttentionCausesResult>()));
    }

    [Fact]
    public void AHeadThatIsNotThereAndAnEdgeWithoutAttentionAreRefused()
    {
        using var run = new TinyRun(5);
        Assert.Contains(
            "no head 9",
            Assert.Throws<UserException>(() => AttentionCausesAnalysis.Run(run.Run, Spec with { Head = 9 }, new Work())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "--least-weight",
            Assert.Throws<UserException>(() => AttentionCausesAnalysis.Run(run.Run, Spec with { LeastWeight = 1 }, new Work())).Hint,
            StringComparison.Ordinal);
    }
}
