using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Tests.Model;
using Bindscope.Tests.Reference;
using Bindscope.Training.Batches;
using Bindscope.Training.Loop;
using Bindscope.Training.Presets;
using static TorchSharp.torch;

namespace Bindscope.Tests.Training;

/// <summary>A step's loss and gradient: against the double-precision reference, against separate forwards, over workers.</summary>
public sealed class GradientWorkersTests : IDisposable
{
    private static readonly Objective Assisted = new(LossScope.Answer, Queries: 4, AnswerAtQueryVariable: 0.7, ValueAtRightHandSide: 0.3);

    private readonly Transformer model = Transformer.Create(TinyPresets.Fresh.Model, 21, CPU);
    private readonly SymbolicProgram[] programs;

    public GradientWorkersTests()
    {
        model.Parameters.RequireGradients(true);
        var generator = new ProgramGenerator(TinyPresets.Fresh.Task);
        var random = new Seed(5).Stream();
        programs = [.. Enumerable.Range(0, 12).Select(_ => generator.Next(ref random))];
    }

    public void Dispose() => model.Dispose();

    [Fact]
    public void TheLossOverEveryTokenIsTheReferences()
    {
        using var scope = NewDisposeScope();
        var reference = Samples.Reference(model);
        var losses = programs.Select(program =>
        {
            var tokens = Tokenizer.Encode(program);
            int[] targets = [.. tokens[1..], Interpreter.Run(program).Value];
            return Losses(reference, tokens, tokens.Length, 0).Select((row, at) => row[targets[at]]).Average();
        });

        var (_, tally) = Run(1, new Objective());

        Relative(losses.Average(), tally.MeanLoss(), 1e-5);
    }

    [Fact]
    public void TheLossOverManyQueriesWithExtraTermsIsTheReferences()
    {
        using var scope = NewDisposeScope();
        var batch = Build(0, programs.Length, Assisted);
        var (_, tally) = new GradientWorkers(model, 1).Run(_ => batch);

        var reference = Samples.Reference(model);
        double expected = 0;
        for (var b = 0; b < programs.Length; b++)
        {
            int[] row = [.. batch.Tokens.AsSpan(b * batch.Layout.Length, batch.Layout.Length).ToArray().Select(id => (int)id)];
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

        Relative(expected / programs.Length, tally.MeanLoss(), 1e-5);
    }

    [Fact]
    public void ManyQueriesInOneForwardAreSeparateForwardsOfEachQuery()
    {
        using var scope = NewDisposeScope();
        var together = Build(0, programs.Length, Assisted);
        var separate = Separated(together);

        // Every separate forward repeats the program's own terms, and there are four times as many "programs".
        var (gradient, tally) = new GradientWorkers(model, 1).Run(_ => together);
        var (apart, tallyApart) = new GradientWorkers(model, 1).Run(_ => separate);

        Relative(tallyApart.MeanLoss() * 4, tally.MeanLoss(), 1e-5);
        Assert.Equal(tallyApart.Correct.item<long>(), tally.Correct.item<long>());
        Assert.InRange(Distance(gradient, apart * 4), 0, 1e-5);
        Samples.Agree(AnswerLogits(separate), AnswerLogits(together), "logits", 1e-5);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void ManyWorkersFindTheGradientOfOne(int workers)
    {
        using var scope = NewDisposeScope();
        var (one, tallyOfOne) = Run(1, Assisted);
        var (many, tally) = Run(workers, Assisted);

        Assert.InRange(Distance(many, one), 0, 1e-5);
        Relative(tallyOfOne.MeanLoss(), tally.MeanLoss(), 1e-5);
        Assert.Equal((tallyOfOne.Accuracy(), tallyOfOne.Answers, 12), (tally.Accuracy(), tally.Answers, tally.Programs));
    }

    [Fact]
    public void RepeatedTheGradientIsTheSameToTheBit()
    {
        using var scope = NewDisposeScope();
        var first = Run(3, Assisted);
        for (var repetition = 0; repetition < 5; repetition++)
        {
            var again = Run(3, Assisted);
            Assert.Equal(Samples.Bytes(first.Gradient), Samples.Bytes(again.Gradient));
            Assert.Equal(Samples.Bytes(first.Tally.Loss), Samples.Bytes(again.Tally.Loss));
        }
    }

    [Fact]
    public void WhatAWorkerThrowsReachesTheCallerAsItIs() => Assert.Throws<UserException>(
        () => new GradientWorkers(model, 2).Run(worker => worker == 1 ? throw new UserException("no program", "") : Build(0, 6, Assisted)));

    private (Tensor Gradient, StepTally Tally) Run(int workers, Objective objective)
    {
        var part = programs.Length / workers;
        return new GradientWorkers(model, workers).Run(worker => Build(worker * part, part, objective));
    }

    private Batch Build(int from, int count, Objective objective)
        => BatchBuilder.Build(programs[from..(from + count)], objective, 2, new Seed(8), from);

    /// <summary>The same questions with one row for each query, put together here by hand.</summary>
    private static Batch Separated(Batch together)
    {
        var (prefix, queries) = (together.Layout.Prefix, together.Layout.Segments);
        var length = prefix + 3;
        var rows = together.Programs * queries;
        var tokens = new long[rows * length];
        for (var row = 0; row < rows; row++)
        {
            var from = row / queries * together.Layout.Length;
            Array.Copy(together.Tokens, from, tokens, row * length, prefix);
            Array.Copy(together.Tokens, from + prefix + 3 * (row % queries), tokens, row * length + prefix, 3);
        }

        var asked = new Supervision(rows * 6);
        foreach (var (place, target, weight) in together.Places.Zip(together.Targets, together.Weights))
        {
            var (b, at) = ((int)place / together.Layout.Length, (int)place % together.Layout.Length);
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
        var tokens = tensor(batch.Tokens, batch.Programs, batch.Layout.Length);
        var residual = model.Residual(tokens, batch.Layout).flatten(0, 1);
        return Samples.Values(model.Unembed(residual.index_select(0, tensor(batch.Places[..batch.Answers]))));
    }

    /// <summary>Minus the logarithm of every token's probability, at every place of one row.</summary>
    private static double[][] Losses(ReferenceTransformer reference, int[] tokens, int prefix, int segment)
    {
        var logits = reference.Run(tokens, prefix, segment)[new Site(SiteKind.Logits, 0)];
        return [.. logits.Chunk(Tokenizer.VocabularySize).Select(row => ReferenceMath.Softmax(row).Select(share => -Math.Log(share)).ToArray())];
    }

    private static double Distance(Tensor actual, Tensor expected) => ((actual - expected).norm() / expected.norm()).item<float>();

    private static void Relative(double expected, double actual, double tolerance)
        => Assert.InRange(Math.Abs(actual / expected - 1), 0, tolerance);
}
