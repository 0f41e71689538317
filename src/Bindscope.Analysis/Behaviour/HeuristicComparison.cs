using System.Collections.Immutable;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Behaviour;

/// <summary>Holds one checkpoint's predictions against every heuristic.</summary>
internal sealed class HeuristicComparison
{
    /// <summary>The explanation of a prediction that is no digit.</summary>
    internal const int NoDigit = -2;

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

/// <summary>How far one heuristic accounts for a checkpoint's predictions.</summary>
/// <param name="Heuristic">The heuristic.</param>
/// <param name="Right">How often the heuristic itself is right, where it applies; null where it applies nowhere.</param>
/// <param name="Says">Share of predictions equal to what it says, where it applies.</param>
/// <param name="SaysWhereWrong">The same where it is wrong, so that agreement is no by-product of being right; null where it never is.</param>
/// <param name="Weight">
/// Its weight in the mixture of heuristics and guessing that fits the predictions best; null where it says the same as an earlier one in
/// every program, so that they cannot be told apart.
/// </param>
/// <param name="Explains">Share of predictions for which it is the most likely explanation in that mixture.</param>
public sealed record HeuristicMatch(
    Heuristic Heuristic, Proportion? Right, Proportion? Says, Proportion? SaysWhereWrong, Estimate? Weight, Proportion? Explains);

/// <summary>The programs that tell two heuristics apart: both apply and say different digits.</summary>
/// <param name="First">One heuristic.</param>
/// <param name="Second">The other.</param>
/// <param name="SaysFirst">Share of those programs to which the model says what the first says.</param>
/// <param name="SaysSecond">Share to which it says what the second says.</param>
/// <param name="PValue">Exact sign test that both are said equally often, two-sided.</param>
public sealed record Disagreement(Heuristic First, Heuristic Second, Proportion SaysFirst, Proportion SaysSecond, double PValue);

/// <summary>A program on which the heuristics say many different digits.</summary>
/// <param name="Program">Its place in the test set, 0-based; predictions are found by it.</param>
/// <param name="Text">The program.</param>
/// <param name="Answer">The right digit.</param>
/// <param name="Digits">What each heuristic says, in the order of the heuristics; -1 where it does not apply.</param>
public sealed record TellingCase(int Program, string Text, int Answer, ImmutableArray<int> Digits);
