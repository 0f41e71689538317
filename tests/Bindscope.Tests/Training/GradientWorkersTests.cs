using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model;
using Bindscope.Tests.Reference;
using Bindscope.Training.Batches;
using Bindscope.Training.Loop;

namespace Bindscope.Tests.Training;

/// <summary>A step's loss and gradient: against the double-precision reference, against separate forwards, over workers.</summary>
public sealed class GradientWorkersTests
{
    private static readonly Objective Assisted = new(LossScope.Answer, Queries: 4, AnswerAtQueryVariable: 0.7, ValueAtRightHandSide: 0.3);

    private readonly Transformer model = Transformer.Create(TinyPresets.Fresh.Model, 21);
    private readonly SymbolicProgram[] programs;

    public GradientWorkersTests()
    {
        var generator = new ProgramGenerator(TinyPresets.Fresh.Task);
        var random = new Seed(5).Stream();
        programs = [.. Enumerable.Range(0, 12).Select(_ => generator.Next(ref random))];
    }

    [Fact]
    public void TheLossOverEveryTokenIsTheReferences()
    {
        var reference = Samples.Reference(model);
        var losses = programs.Select(program =>
        {
            var tokens = Tokenizer.Encode(program);
            int[] targets = [.. tokens[1..], Interpreter.Run(program).Value];
            return Losses(reference, tokens, tokens.Length, 0).Select((row, at) => row[targets[at]]).Average();
        });

        var (_, tally) = Run(1, new Objective());

        Relative(losses.Average(), tally.MeanLoss, 1e-5);
    }

    [Fact]
    public void TheLossOverManyQueriesWithExtraTermsIsTheReferences()
    {
        var batch = Build(0, programs.Length, Assisted);
        var (_, tally) = Run(batch);

        var reference = Samples.Reference(model);
        double expected = 0;
        for (var b = 0; b < programs.Length; b++)
        {
            int[] row = batch.Tokens[(b * batch.Layout.Length)..((b + 1) * batch.Layout.Length)];
            var losses = Losses(reference, row, batch.Layout.Prefix, 3);
            for (var line = 1; line <= 4; line++)
            {
                expected += 0.3 / 4 * losses[Positions.Right(line)][Interpreter.Run(programs[b]).Lines[line - 1].Value];
            }

            for (var query = 0; query < 4; query++)
            {
                var asked = programs[b] with { Query = Tokenizer.Decode(row[16 + 3 * query + 1]) };
                var value = Interpreter.Run(asked).Value;
                expected += 0.25 * (losses[16 + 3 * query + 2][value] + 0.7 * losses[16 + 3 * query + 1][value]);
            }
        }

        Relative(expected / programs.Length, tally.MeanLoss, 1e-5);
    }

    [Fact]
    public void ManyQueriesInOneForwardAreSeparateForwardsOfEachQuery()
    {
        var together = Build(0, programs.Length, Assisted);
        var separate = Separated(together);

        // Every separate forward repeats the program's own terms, and there are four times as many "programs".
        var (gradient, tally) = Run(together);
        var (apart, tallyApart) = Run(separate);

        Relative(tallyApart.MeanLoss * 4, tally.MeanLoss, 1e-5);
        Assert.Equal(tallyApart.Correct, tally.Correct);
        Assert.InRange(Distance(gradient, [.. apart.Select(value => value * 4)]), 0, 1e-5);
        Samples.Agree(AnswerLogits(separate), AnswerLogits(together), "logits", 1e-5);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(20)]
    public void ManyWorkersFindTheVeryGradientOfOne(int workers)
    {
        var (one, tallyOfOne) = Run(1, Assisted);
        for (var repetition = 0; repetition < 5; repetition++)
        {
            var (many, tally) = Run(workers, Assisted);
            Assert.Equal(one, many);
            Assert.Equal(tallyOfOne, tally);
        }

        Assert.Equal((48, 12), (tallyOfOne.Answers, tallyOfOne.Programs));
    }

    [Fact]
    public void WhatAWorkerThrowsReachesTheCallerAsItIsAndTheNextStepIsWhole()
    {
        using var workers = new GradientWorkers(model, 3);
        Assert.Throws<UserException>(() => workers.Run(
            12, (from, count) => from == 3 ? throw new UserException("no program", "") : Build(from, count, Assisted), 0));
        workers.Run(12, (from, count) => Build(from, count, Assisted), 0);
        Assert.Equal(Run(1, Assisted).Gradient, workers.Gradient.Values.ToArray());
    }

    private (float[] Gradient, StepTally Tally) Run(int workers, Objective objective)
    {
        using var several = new GradientWorkers(model, workers);
        var tally = several.Run(programs.Length, (from, count) => Build(from, count, objective), 0);
        return (several.Gradient.Values.ToArray(), tally);
    }

    /// <summary>A batch in one part.</summary>
    private (float[] Gradient, StepTally Tally) Run(Batch batch)
    {
        using var one = new GradientWorkers(model, 1);
        var tally = one.Run(1, (_, _) => batch, 0);
        return (one.Gradient.Values.ToArray(), tally);
    }

    private Batch Build(int from, int count, Objective objective)
        => BatchBuilder.Build(programs[from..(from + count)], objective, 2, new Seed(8), from);

    /// <summary>The same questions with one row for each query, put together here by hand.</summary>
    private static Batch Separated(Batch together)
    {
        var (prefix, queries) = (together.Layout.Prefix, together.Layout.Segments);
        var length = prefix + 3;
        var rows = together.Programs * queries;
        var tokens = new int[rows * length];
        for (var row = 0; row < rows; row++)
        {
            var from = row / queries * together.Layout.Length;
            Array.Copy(together.Tokens, from, tokens, row * length, prefix);
            Array.Copy(together.Tokens, from + prefix + 3 * (row % queries), tokens, row * length + prefix, 3);
        }

        var asked = new Supervision(rows * 6);
        foreach (var (place, target, weight) in together.Places.Zip(together.Targets, together.Weights))
        {
            var (b, at) = (place / together.Layout.Length, place % together.Layout.Length);
            if (at >= prefix)
            {
                asked.Add((b * queries + (at - prefix) / 3) * length + prefix + (at - prefix) % 3, target, weight);
                continue;
            }

            for (var query = 0; query < queries; query++)
            {
                asked.Add((b * queries + query) * length + at, target, weight / queries);
            }
        }

        return asked.Batch(tokens, new SequenceLayout(length), together.Answers);
    }

    private double[] AnswerLogits(Batch batch)
    {
        var logits = model.Forward(batch.Tokens, batch.Layout);
        return [.. batch.Places[..batch.Answers].SelectMany(place => Samples.Values(logits.Row(place)))];
    }

    /// <summary>Minus the logarithm of every token's probability, at every place of one row.</summary>
    private static double[][] Losses(ReferenceTransformer reference, int[] tokens, int prefix, int segment)
    {
        var logits = reference.Run(tokens, prefix, segment)[new Site(SiteKind.Logits, 0)];
        return [.. logits.Chunk(Tokenizer.VocabularySize).Select(row => ReferenceMath.Softmax(row).Select(share => -Math.Log(share)).ToArray())];
    }

    private static double Distance(float[] actual, float[] expected)
        => Math.Sqrt(actual.Zip(expected, (a, b) => Math.Pow(a - b, 2)).Sum() / expected.Sum(b => Math.Pow(b, 2)));

    private static void Relative(double expected, double actual, double tolerance)
        => Assert.InRange(Math.Abs(actual / expected - 1), 0, tolerance);
}
