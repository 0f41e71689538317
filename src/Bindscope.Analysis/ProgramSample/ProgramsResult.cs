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

/// <summary>Why a program is shown.</summary>
public enum ProgramGroup
{
    /// <summary>Drawn by chance: what is true of these is true of the test set, to within sampling.</summary>
    Random,

    /// <summary>Learned first, and never forgotten.</summary>
    Easy,

    /// <summary>Learned last, or wrong at the last checkpoint.</summary>
    Hard,
}

/// <summary>A program that is shown.</summary>
/// <param name="Index">Its place in the test set, 0-based.</param>
/// <param name="Text">The program.</param>
/// <param name="Answer">The right digit.</param>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="AnswerLine">The line that holds the root, 1-based.</param>
/// <param name="Distractors">Lines that are not on the query's chain.</param>
/// <param name="Group">Why it is shown.</param>
/// <param name="LearnedStep">The checkpoint from which on it is right at all others; null where it is wrong at the last.</param>
public sealed record ShownProgram(
    int Index, string Text, int Answer, int Hops, int AnswerLine, int Distractors, ProgramGroup Group, int? LearnedStep);

/// <summary>What one checkpoint answers to the programs.</summary>
/// <param name="Predictions">The most probable token, by program.</param>
/// <param name="Probability">The answer's probability, by program.</param>
internal sealed record CheckpointAnswers(ImmutableArray<int> Predictions, ImmutableArray<double> Probability);
