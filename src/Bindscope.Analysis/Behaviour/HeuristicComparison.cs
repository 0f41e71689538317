using System.Collections.Immutable;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Behaviour;

/// <summary>Holds one checkpoint's predictions against every heuristic.</summary>
internal sealed class HeuristicComparison
{
    private const int NoDigit = -2;

    private readonly TestPrograms tests;
    private readonly int[] predictions;
    private readonly HeuristicMixture? mixture;

    internal HeuristicComparison(TestPrograms tests, int[] predictions, int digitCount)
    {
        this.tests = tests;
        this.predictions = predictions;
        int[] digits = [.. Enumerable.Range(0, predictions.Length).Where(i => predictions[i] < Tokenizer.DigitCount)];
        ExplainedBy = [.. Enumerable.Repeat(NoDigit, predictions.Length)];
        if (digits.Length > 0)
        {
            int[][] said = [.. tests.Says.Select(says => digits.Select(i => says[i]).ToArray())];
            // Whether two heuristics can be told apart is a matter of the programs, not of what was predicted.
            bool IsNew(int h) => !Enumerable.Range(0, h).Any(earlier => tests.Says[earlier].AsSpan().SequenceEqual(tests.Says[h]));
            int[] different = [.. Enumerable.Range(0, said.Length).Where(IsNew)];
            mixture = HeuristicMixture.Fit([.. digits.Select(i => predictions[i])], said, different, [.. digits.Select(ShareOfConstants)], digitCount);
            for (int i = 0; i < digits.Length; i++)
            {
                ExplainedBy[digits[i]] = mixture.Explanations[i];
            }
        }
    }

    /// <summary>The most likely explanation of each prediction.</summary>
    internal int[] ExplainedBy { get; }

    /// <summary>The weight of guessing any digit.</summary>
    internal Estimate? Guess => mixture?.Guess;

    /// <summary>The weight of guessing among the program's constants.</summary>
    internal Estimate? GuessConstant => mixture?.GuessConstant;

    internal ImmutableArray<HeuristicMatch> Matches() => [.. HeuristicRules.All.Select((heuristic, h) =>
    {
        int[] applies = [.. Enumerable.Range(0, predictions.Length).Where(i => tests.Says[h][i] >= 0)];
        int[] wrong = [.. applies.Where(i => tests.Says[h][i] != tests.Executions[i].Value)];
        bool Agrees(int i) => predictions[i] == tests.Says[h][i];
        return new HeuristicMatch(
            heuristic,
            Share(applies, i => tests.Says[h][i] == tests.Executions[i].Value),
            Share(applies, Agrees),
            Share(wrong, Agrees),
            mixture?.Weights[h],
            mixture?.Weights[h] is null ? null : Proportion.OfCounts(ExplainedBy.Count(explanation => explanation == h), predictions.Length));
    })];

    internal ImmutableArray<Disagreement> Disagreements()
    {
        var all = ImmutableArray.CreateBuilder<Disagreement>();
        for (int a = 0; a < tests.Says.Length; a++)
        {
            for (int b = a + 1; b < tests.Says.Length; b++)
            {
                (int[] first, int[] second) = (tests.Says[a], tests.Says[b]);
                bool Differ(int i) => first[i] >= 0 && second[i] >= 0 && first[i] != second[i];
                int[] differ = [.. Enumerable.Range(0, predictions.Length).Where(Differ)];
                if (differ.Length > 0)
                {
                    int saysFirst = differ.Count(i => predictions[i] == first[i]);
                    int saysSecond = differ.Count(i => predictions[i] == second[i]);
                    all.Add(new Disagreement(
                        HeuristicRules.All[a],
                        HeuristicRules.All[b],
                        Proportion.OfCounts(saysFirst, differ.Length),
                        Proportion.OfCounts(saysSecond, differ.Length),
                        McNemar.PValue(saysFirst, saysSecond)));
                }
            }
        }

        return all.ToImmutable();
    }

    private double ShareOfConstants(int i)
    {
        int[] constants = [.. tests.Programs[i].Lines.Where(line => line.IsConstant).Select(line => line.Right - '0')];
        return (double)constants.Count(constant => constant == predictions[i]) / constants.Length;
    }

    private static Proportion? Share(int[] programs, Func<int, bool> holds) =>
        programs.Length == 0 ? null : Proportion.OfCounts(programs.Count(holds), programs.Length);
}
