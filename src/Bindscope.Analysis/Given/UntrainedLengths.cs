using System.Collections.Immutable;
using Bindscope.Runs.Presets;

namespace Bindscope.Analysis.Given;

/// <summary>Programs of lengths that a run's training had none of.</summary>
public static class UntrainedLengths
{
    /// <summary>Lengths that are named one by one.</summary>
    private const int MostNamed = 8;

    /// <summary>Says which programs are of a length that a run's training had none of: answers to them tell little of what it learned.</summary>
    /// <param name="given">How many lines each program has.</param>
    /// <param name="trained">How many lines the training's programs had (<see cref="Preset.ProgramLengths"/>).</param>
    /// <returns>Such as <c>1 of 2 programs has 6 lines; the training had programs of 16 lines alone</c>; null where none is.</returns>
    public static string? Words(IEnumerable<int> given, ImmutableArray<int> trained)
    {
        int[] every = [.. given];
        int[] others = [.. every.Except(trained).Order()];
        int count = every.Count(lines => !trained.Contains(lines));
        return count == 0
            ? null
            : $"{count} of {every.Length} {(every.Length == 1 ? "program" : "programs")} {(count == 1 ? "has" : "have")} {Among(others, "or")} "
                + $"{(others is [1] ? "line" : "lines")}; the training had programs of {Among([.. trained], "and")} alone, and a model need not know others";
    }

    private static string Among(int[] numbers, string last) =>
        numbers.Length > MostNamed ? $"{numbers[0]} to {numbers[^1]}"
        : numbers is [.. var first, var end] && first.Length > 0 ? $"{string.Join(", ", first)} {last} {end}"
        : $"{numbers[0]}";
}
