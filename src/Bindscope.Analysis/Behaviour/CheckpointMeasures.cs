using System.Collections.Immutable;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Training.Loop;

namespace Bindscope.Analysis.Behaviour;

/// <summary>Measures one checkpoint.</summary>
internal static class CheckpointMeasures
{
    internal static CheckpointBehaviour Of(Transformer model, int step, TestPrograms tests, int digitCount, Work work)
    {
        ColonLogits logits = ColonLogits.Of(model, tests.Programs, work.Workers, work.Cancellation);
        return Of(step, [.. tests.Executions.Select((execution, i) => Reading.Of(logits[i], execution.Value))], tests, digitCount);
    }

    /// <summary>The same from readings.</summary>
    internal static CheckpointBehaviour Of(int step, Reading[] readings, TestPrograms tests, int digitCount)
    {
        int count = readings.Length;
        int[] predictions = [.. readings.Select(reading => reading.Prediction)];
        bool[] right = [.. predictions.Select((prediction, i) => prediction == tests.Executions[i].Value)];
        var heuristics = new HeuristicComparison(tests, predictions, digitCount);
        Outcome[] outcomes = [.. predictions.Select((prediction, i) => Outcomes.Of(prediction, tests.Programs[i], tests.Executions[i]))];
        return new CheckpointBehaviour(
            step,
            Proportion.OfCounts(right.Count(isRight => isRight), count),
            [.. ProgramFeatures.All.SelectMany(feature => ByFeature(feature, tests, right))],
            [
                .. Enumerable.Range(0, count).GroupBy(i => (tests.Executions[i].Hops, tests.Executions[i].RootLine)).OrderBy(cell => cell.Key)
                    .Select(cell => new CellAccuracy(
                        cell.Key.Hops, cell.Key.RootLine, Proportion.OfCounts(cell.Count(i => right[i]), cell.Count()))),
            ],
            [
                .. Enumerable.Range(0, Tokenizer.DigitCount)
                    .Select(digit => new PredictionShare(digit, Proportion.OfCounts(predictions.Count(p => p == digit), count))),
                new PredictionShare(-1, Proportion.OfCounts(predictions.Count(p => p >= Tokenizer.DigitCount), count)),
            ],
            Confusion(predictions, tests),
            heuristics.Matches(),
            heuristics.Guess,
            heuristics.Disagreements(),
            CalibrationCurve.Of(readings, right),
            [
                .. Enum.GetValues<Outcome>()
                    .Select(outcome => new OutcomeShare(outcome, Proportion.OfCounts(outcomes.Count(one => one == outcome), count))),
            ],
            [.. predictions],
            [.. heuristics.ExplainedBy],
            heuristics.GuessConstant);
    }

    private static IEnumerable<FeatureAccuracy> ByFeature(ProgramFeature feature, TestPrograms tests, bool[] right) =>
        Enumerable.Range(0, right.Length)
            .GroupBy(i => ProgramFeatures.Of(feature, tests.Programs[i], tests.Executions[i]))
            .OrderBy(group => group.Key)
            .Select(group => new FeatureAccuracy(feature, group.Key, Proportion.OfCounts(group.Count(i => right[i]), group.Count())));

    private static ImmutableArray<ImmutableArray<int>> Confusion(int[] predictions, TestPrograms tests)
    {
        var counts = new int[Tokenizer.DigitCount, Tokenizer.DigitCount + 1];
        for (int i = 0; i < predictions.Length; i++)
        {
            counts[tests.Executions[i].Value, Math.Min(predictions[i], Tokenizer.DigitCount)]++;
        }

        return
        [
            .. Enumerable.Range(0, Tokenizer.DigitCount).Select(
                answer => Enumerable.Range(0, Tokenizer.DigitCount + 1).Select(prediction => counts[answer, prediction]).ToImmutableArray()),
        ];
    }
}

/// <summary>The logits at the colon, where the answer is predicted, of many programs.</summary>
internal sealed class ColonLogits
{
    private const int BlockRows = 128;

    private readonly float[] values;

    private ColonLogits(int programs) => values = new float[programs * Tokenizer.VocabularySize];

    /// <summary>All tokens' logits of one program.</summary>
    internal ReadOnlySpan<float> this[int program] => values.AsSpan(program * Tokenizer.VocabularySize, Tokenizer.VocabularySize);

    /// <summary>Runs a model on programs of any lengths that it has positions for.</summary>
    internal static ColonLogits Of(
        Transformer model, IReadOnlyList<SymbolicProgram> programs, int workers, CancellationToken cancellation)
    {
        var all = new ColonLogits(programs.Count);
        int[][] blocks =
            [.. Enumerable.Range(0, programs.Count).GroupBy(i => programs[i].Lines.Length).SelectMany(group => group.Chunk(BlockRows))];
        Parts.Run(workers, blocks.Length, block => all.Fill(model, programs, blocks[block]), cancellation);
        return all;
    }

    private void Fill(Transformer model, IReadOnlyList<SymbolicProgram> programs, int[] block)
    {
        var prompts = Prompts.Of([.. block.Select(program => programs[program])]);
        Tensor logits = model.Unembed(Prompts.AtColon(model.Residual(prompts.Tokens, prompts.Layout))); // [B, V]
        for (int row = 0; row < block.Length; row++)
        {
            logits.Row(row).CopyTo(values.AsSpan(block[row] * Tokenizer.VocabularySize));
        }
    }
}
