using System.Collections.Immutable;
using Bindscope.Analysis.Alignment;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Subspaces;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Programs.Counterfactuals;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Tests.Analysis.Alignment;

public sealed class AlignmentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void SwappingEveryDirectionIsSwappingTheWholeVector()
    {
        Transformer model = TinyRun.Weights(8);
        ImmutableArray<SwapPair> pairs = Pairs(20);
        SwapBatch batch = SwapBatch.Of(model, 2, pairs);
        int[] rows = [.. Enumerable.Range(0, 20)];
        int[] Answers(double[][] basis) =>
            Prompts.Answers(model, model.ResidualFrom(2, batch.Moved(rows, basis), new SequenceLayout(batch.Length)));
        double[][] every = [.. rows.Take(12).Select(i => Enumerable.Range(0, 12).Select(j => i == j ? 1.0 : 0).ToArray())];
        Subspace some = RandomSubspaces.Draw(12, 3, new Seed(1));

        Assert.Equal(new Swaps(model, 2, new Work()).Answers(pairs, [null])[0], Answers(every));
        Assert.Equal(new Swaps(model, 2, new Work()).Answers(pairs, [some])[0], Answers(Doubles(some)));
    }

    [Fact]
    public void TheSlopeIsThatOfTheLoss()
    {
        Transformer model = TinyRun.Weights(8);
        SwapBatch batch = SwapBatch.Of(model, 1, Pairs(6));
        int[] rows = [0, 1, 2, 3, 4, 5, 5];
        int[] wanted = Array.ConvertAll(rows, row => batch.Answers[row]);
        float[] matrix = [.. RandomSubspaces.Draw(12, 3, new Seed(2)).Basis.SelectMany((row, r) => row.Select(value => value * (r + 1)))];
        matrix[5] += 0.5f; // so that the columns are at no right angles
        double Loss(float[] columns) => Rotation.Loss(model, 1, batch, rows, OrthonormalColumns.Of(columns, 12).Basis, wanted).Loss;
        var orthonormal = OrthonormalColumns.Of(matrix, 12);
        float[] slope = orthonormal.Backward(Rotation.Loss(model, 1, batch, rows, orthonormal.Basis, wanted).Slope);

        for (int i = 0; i < matrix.Length; i += 5)
        {
            const float step = 5e-3f;
            float[] up = [.. matrix.Select((value, j) => j == i ? value + step : value)];
            float[] down = [.. matrix.Select((value, j) => j == i ? value - step : value)];
            Assert.Equal((Loss(up) - Loss(down)) / (up[i] - down[i]), slope[i], 0.01 * slope.Max(Math.Abs));
        }
    }

    [Fact]
    public void TrainingLowersTheLossAndGivesOrthonormalDirections()
    {
        Transformer model = TinyRun.Weights(8);
        SwapBatch batch = SwapBatch.Of(model, 2, Pairs(60));
        (Subspace few, double early, _) = Rotation.Train(model, 2, batch, null, 4, 10, new Seed(2), [], Cancellation);
        (Subspace found, double loss, _) = Rotation.Train(model, 2, batch, null, 4, 150, new Seed(2), [], Cancellation);

        Assert.Equal((4, 4), (few.Rank, found.Rank));
        Assert.True(loss < early, $"{loss} after 150 steps, {early} after 10");
        Assert.Empty(found.Problems(12));
        Assert.Equal(
            found.Basis.SelectMany(row => row),
            Rotation.Train(model, 2, batch, null, 4, 150, new Seed(2), [], Cancellation).Subspace.Basis.SelectMany(row => row));
    }

    /// <summary>Sources and bases differ in one digit: what enters layer 1 differs in the embeddings of ten digits, which span nine directions.</summary>
    [Fact]
    public void TheSearchBeginsWhereSourcesAndBasesDiffer()
    {
        Transformer model = TinyRun.Weights(8);
        ImmutableArray<SwapPair> pairs = [.. Pairs(200).Select(pair => pair with { Places = [Positions.Right(pair.Programs.BaseExecution.RootLine)] })];
        SwapBatch batch = SwapBatch.Of(model, 1, pairs);
        double[][] start = batch.LargestDifference(12);

        Assert.Equal(9, start.Length);
        Assert.Empty(Subspace.Spanning(start).Problems(12));
        Assert.Equal(new Swaps(model, 1, new Work()).Answers(pairs, [null])[0], new Swaps(model, 1, new Work()).Answers(pairs, [Subspace.Spanning(start)])[0]);
        Subspace kept = Rotation.Train(model, 1, batch, null, 9, 2, new Seed(2), start, Cancellation).Subspace;
        Subspace drawn = Rotation.Train(model, 1, batch, null, 9, 2, new Seed(2), [], Cancellation).Subspace;
        Assert.True(Share(kept) > Share(drawn) + 0.2, $"{Share(kept)} of the differences lie in what was begun with, {Share(drawn)} in what was drawn");

        double Share(Subspace found) => start.Average(direction => found.Basis.Sum(own => Math.Pow(own.Select((value, i) => value * direction[i]).Sum(), 2)));
    }

    [Fact]
    public void RanksFollowTheWidthAndNonsenseIsRefused()
    {
        Assert.Equal([1, 2, 4, 8, 10, 16, 26], new AlignmentSpec(0).RanksOf(64));
        Assert.Equal([1, 2, 4], new AlignmentSpec(0).RanksOf(12));
        Assert.Equal(
            ["there is no layer 3; there are 1-2", "rank is 13; it must be from 1 to the width, 12"], new AlignmentSpec(0, [3], [13]).ProblemsOf(2, 12));

        using var run = new TinyRun(5);
        Assert.Contains(
            "trainPairs is 1; it must be at least 20; there is no layer 3",
            Assert.Throws<UserException>(() => AlignmentAnalysis.Run(run.Run, new AlignmentSpec(5, [3], TrainPairs: 1), new Work())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "600 are needed",
            Assert.Throws<UserException>(() => AlignmentAnalysis.Run(run.Run, new AlignmentSpec(5), new Work())).Message,
            StringComparison.Ordinal);
    }

    private static ImmutableArray<SwapPair> Pairs(int count)
    {
        var generator = new ProgramGenerator(new GeneratorSpec(Lines: 6, MaximumHops: 2));
        RandomStream random = new Seed(4).Stream();
        var pairs = ImmutableArray.CreateBuilder<SwapPair>();
        while (pairs.Count < count)
        {
            SymbolicProgram program = generator.Next(ref random);
            var pair = ProgramPair.Of(program, CounterfactualSampler.RootDigit(program, ref random).ApplyTo(program));
            pairs.Add(new SwapPair(
                pair, [.. Interpreter.Run(program).ChainLines.Select(Positions.Newline)], (pair.BaseExecution.Value, pair.SourceExecution.Value)));
        }

        return pairs.ToImmutable();
    }

    private static double[][] Doubles(Subspace subspace) =>
        [.. subspace.Basis.Select(row => row.Select(value => (double)value).ToArray())];
}
