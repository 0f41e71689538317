using System.Collections.Immutable;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Behaviour;

/// <summary>When each program was learned, and how often forgotten.</summary>
/// <param name="LearnedAt">For each program the step from which on it is right at all checkpoints; -1 where it is wrong at the last.</param>
/// <param name="FirstRight">For each program the first checkpoint that answers it rightly; -1 where none does.</param>
/// <param name="Forgotten">For each program how often it went from right to wrong between neighbouring checkpoints.</param>
/// <param name="Learned">Share of programs that are right at the last checkpoint.</param>
/// <param name="NeverForgotten">Share of programs that, once right, stayed right.</param>
/// <param name="Groups">The same by feature.</param>
/// <param name="Hard">The programs that were learned last or not at all, hardest first.</param>
/// <param name="Easy">The programs that were learned first and not forgotten, easiest first.</param>
public sealed record Learning(
    ImmutableArray<int> LearnedAt,
    ImmutableArray<int> FirstRight,
    ImmutableArray<int> Forgotten,
    Proportion Learned,
    Proportion NeverForgotten,
    ImmutableArray<LearningGroup> Groups,
    ImmutableArray<LearnedProgram> Hard,
    ImmutableArray<LearnedProgram> Easy);

/// <summary>When the programs for which a feature has one value were learned.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Value">Its value.</param>
/// <param name="Programs">Programs with that value.</param>
/// <param name="Learned">How many of them are right at the last checkpoint.</param>
/// <param name="MedianStep">Half of them were learned by this step; null where less than half were.</param>
/// <param name="Low">Lower end of the median's interval (order statistics, 95 %); null where it was not learned.</param>
/// <param name="High">Upper end; null where it is later than the last checkpoint.</param>
/// <param name="Forgettings">Forgetting events per program.</param>
public sealed record LearningGroup(
    ProgramFeature Feature, int Value, int Programs, int Learned, int? MedianStep, int? Low, int? High, double Forgettings);

/// <summary>One program's history over the checkpoints.</summary>
/// <param name="Program">Its place in the test set, 0-based.</param>
/// <param name="Text">The program.</param>
/// <param name="Answer">The right digit.</param>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="AnswerLine">The line that holds the root.</param>
/// <param name="LearnedAt">The checkpoint from which on it is right at all others; null where it is wrong at the last.</param>
/// <param name="Forgotten">How often it went from right to wrong.</param>
/// <param name="RightAt">At how many checkpoints it is right.</param>
public sealed record LearnedProgram(
    int Program, string Text, int Answer, int Hops, int AnswerLine, int? LearnedAt, int Forgotten, int RightAt);

/// <summary>When was each program learned, and was it forgotten again?</summary>
/// <remarks>
/// Forgetting events as in M. Toneva and others, <em>An Empirical Study of Example Forgetting</em>, ICLR 2019, on test programs and between
/// checkpoints. What would mislead: a guess is right one time in ten, so first times and early forgettings are partly luck; the learning step
/// (right from there to the end) is not, at the last checkpoint of a solved run. Changes between checkpoints are not seen.
/// </remarks>
internal static class LearningHistory
{
    private const int Listed = 10;

    /// <summary>Histories of all programs.</summary>
    /// <param name="steps">The checkpoints.</param>
    /// <param name="right">For each checkpoint whether each program is answered rightly.</param>
    /// <param name="tests">The programs.</param>
    internal static Learning Of(IReadOnlyList<int> steps, IReadOnlyList<bool[]> right, TestPrograms tests)
    {
        int count = tests.Programs.Count;
        int[] learned = [.. Enumerable.Range(0, count).Select(i => LearnedAt(steps, right, i))];
        int[] forgotten =
            [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(1, steps.Count - 1).Count(c => right[c - 1][i] && !right[c][i]))];
        int[] rightAt = [.. Enumerable.Range(0, count).Select(i => right.Count(checkpoint => checkpoint[i]))];
        int[] first = [.. Enumerable.Range(0, count).Select(i => steps.Where((_, c) => right[c][i]).DefaultIfEmpty(-1).First())];
        LearnedProgram[] programs =
        [
            .. Enumerable.Range(0, count).Select(i => new LearnedProgram(
                i,
                tests.Programs[i].ToText(),
                tests.Executions[i].Value,
                tests.Executions[i].Hops,
                tests.Executions[i].RootLine,
                learned[i] < 0 ? null : learned[i],
                forgotten[i],
                rightAt[i])),
        ];
        return new Learning(
            [.. learned],
            [.. first],
            [.. forgotten],
            Proportion.OfCounts(learned.Count(step => step >= 0), count),
            Proportion.OfCounts(forgotten.Count(times => times == 0), count),
            [.. ProgramFeatures.All.SelectMany(feature => Groups(feature, tests, learned, forgotten))],
            [
                .. programs.OrderByDescending(one => one.LearnedAt ?? int.MaxValue).ThenByDescending(one => one.Forgotten)
                    .ThenBy(one => one.RightAt).Take(Listed),
            ],
            [
                .. programs.Where(one => one is { LearnedAt: not null, Forgotten: 0 }).OrderBy(one => one.LearnedAt).Take(Listed),
            ]);
    }

    private static int LearnedAt(IReadOnlyList<int> steps, IReadOnlyList<bool[]> right, int program)
    {
        int from = steps.Count;
        while (from > 0 && right[from - 1][program])
        {
            from--;
        }

        return from == steps.Count ? -1 : steps[from];
    }

    private static IEnumerable<LearningGroup> Groups(ProgramFeature feature, TestPrograms tests, int[] learned, int[] forgotten) =>
        Enumerable.Range(0, learned.Length)
            .GroupBy(i => ProgramFeatures.Of(feature, tests.Programs[i], tests.Executions[i]))
            .OrderBy(group => group.Key)
            .Select(group =>
            {
                // What is never learned is learned later than everything that is.
                int[] sorted = [.. group.Select(i => learned[i] < 0 ? int.MaxValue : learned[i]).Order()];
                int? At(double rank) =>
                    sorted[Math.Clamp((int)rank, 0, sorted.Length - 1)] is var step && step < int.MaxValue ? step : null;
                // The number of programs below the median is binomial; 1.96 of its standard deviations to either side.
                double half = 0.98 * Math.Sqrt(sorted.Length);
                return new LearningGroup(
                    feature,
                    group.Key,
                    sorted.Length,
                    sorted.Count(step => step < int.MaxValue),
                    At((sorted.Length - 1) / 2.0),
                    At(Math.Floor((sorted.Length / 2.0) - half)),
                    At(Math.Ceiling((sorted.Length / 2.0) + half)),
                    group.Average(i => forgotten[i]));
            });
}
