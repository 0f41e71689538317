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
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Tests.Analysis.Alignment;

/// <summary>One of these counts what is alive in the whole process, so nothing else may run beside it.</summary>
[Collection(nameof(Alone))]
public sealed class AlignmentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void SwappingEveryDirectionIsSwappingTheWholeVector()
    {
        using Transformer model = TinyRun.Weights(8);
        ImmutableArray<SwapPair> pairs = Pairs(20);
        using SwapBatch batch = SwapBatch.Of(model, 2, pairs);
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = arange(20, dtype: ScalarType.Int64);
        float[] logits = Rows.Numbers(batch.Logits(model, 2, rows, eye(TinyRun.Spec.Width)));
        int[] expected = new Swaps(model, 2, new Work()).Answers(pairs, [null])[0];

        Assert.Equal(expected, logits.Chunk(10).Select(Top));
        Assert.Equal(
            new Swaps(model, 2, new Work()).Answers(pairs, [RandomSubspaces.Draw(12, 3, new Seed(1))])[0],
            Rows.Numbers(batch.Logits(model, 2, rows, Basis(RandomSubspaces.Draw(12, 3, new Seed(1))))).Chunk(10).Select(Top));
    }

    [Fact]
    public void TrainingLowersTheLossAndGivesOrthonormalDirections()
    {
        using Transformer model = TinyRun.Weights(8);
        using SwapBatch batch = SwapBatch.Of(model, 2, Pairs(60));
        (Subspace few, double early, _) = Rotation.Train(model, 2, batch, null, 4, 10, new Seed(2), Cancellation);
        (Subspace found, double loss, _) = Rotation.Train(model, 2, batch, null, 4, 150, new Seed(2), Cancellation);

        Assert.Equal((4, 4), (few.Rank, found.Rank));
        Assert.True(loss < early, $"{loss} after 150 steps, {early} after 10");
        Assert.Empty(found.Problems(12));
        Assert.Equal(
            found.Basis.SelectMany(row => row),
            Rotation.Train(model, 2, batch, null, 4, 150, new Seed(2), Cancellation).Subspace.Basis.SelectMany(row => row));
    }

    [Fact]
    public void NoTensorOutlivesATraining()
    {
        using Transformer model = TinyRun.Weights(8);
        using SwapBatch batch = SwapBatch.Of(model, 1, Pairs(20));
        Rotation.Train(model, 1, batch, null, 2, 10, new Seed(2), Cancellation);
        long before = Alive();
        Rotation.Train(model, 1, batch, null, 2, 10, new Seed(2), Cancellation);

        Assert.InRange(Alive(), 0, before);

        static long Alive()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }
    }

    [Fact]
    public void RanksFollowTheWidthAndNonsenseIsRefused()
    {
        Assert.Equal([1, 2, 4, 8, 10, 16, 26], new AlignmentSpec(0).RanksOf(64));
        Assert.Equal([1, 2, 4], new AlignmentSpec(0).RanksOf(12));
        Assert.Equal(
            ["there is no layer 3; there are 1-2", "rank is 13; it must be from 1 to the width, 12", "trainPairs is 1; it must be at least 20"],
            new AlignmentSpec(0, [3], [13], TrainPairs: 1).Validated(2, 12));

        using var run = new TinyRun(5);
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

    private static Tensor Basis(Subspace subspace) => stack(subspace.Basis.Select(row => tensor(row.ToArray()))).t(); // [D, R]

    private static int Top(float[] logits) => Array.IndexOf(logits, logits.Max());
}
