using System.Collections.Immutable;

namespace Bindscope.Analysis.ProgramSample;

/// <summary>What every checkpoint answers to a sample of test programs: plain data, as <c>analyses/programs/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Programs">The programs: random ones in the test set's order, easy ones easiest first, hard ones hardest first.</param>
/// <param name="Steps">The checkpoints, ascending.</param>
/// <param name="Predictions">
/// By program, then checkpoint: the most probable of all tokens at the colon; a digit's token is the digit, 10 and more are no digits.
/// </param>
/// <param name="Probability">By program, then checkpoint: the answer's probability among all tokens, rounded to four decimals.</param>
public sealed record ProgramsResult(
    int Format,
    ImmutableArray<ShownProgram> Programs,
    ImmutableArray<int> Steps,
    ImmutableArray<ImmutableArray<int>> Predictions,
    ImmutableArray<ImmutableArray<double>> Probability)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
