using System.Collections.Immutable;
using Bindscope.Errors;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Pairs;

/// <summary>A base program, which is patched, and a source program, where patches come from.</summary>
/// <param name="Base">The base program.</param>
/// <param name="Source">The source program, of as many lines.</param>
/// <param name="BaseExecution">The base's answer and chain.</param>
/// <param name="SourceExecution">The source's answer and chain.</param>
public sealed record ProgramPair(SymbolicProgram Base, SymbolicProgram Source, Execution BaseExecution, Execution SourceExecution)
{
    /// <summary>Makes a pair.</summary>
    /// <param name="program">The base program.</param>
    /// <param name="source">The source program.</param>
    /// <exception cref="UserException">They differ in length, or not at all.</exception>
    public static ProgramPair Of(SymbolicProgram program, SymbolicProgram source)
    {
        if (program.Lines.Length != source.Lines.Length)
        {
            throw new UserException(
                $"the base has {program.Lines.Length} lines, the source {source.Lines.Length}: their tokens do not correspond",
                "give a source program with as many lines as the base");
        }

        if (program == source)
        {
            throw new UserException(
                "the source is the base itself, so no patch can change anything",
                "give a source program that differs, such as in its root's digit");
        }

        return new ProgramPair(program, source, Interpreter.Run(program), Interpreter.Run(source));
    }

    /// <summary>The same two programs with their parts exchanged.</summary>
    /// <returns>The pair from source to base.</returns>
    public ProgramPair Swapped() => new(Source, Base, SourceExecution, BaseExecution);
}

/// <summary>How the source program differs from the base program.</summary>
public enum PairKind
{
    /// <summary>The root holds another digit; nothing else changes. The paper's counterfactual.</summary>
    RootDigit,

    /// <summary>
    /// Another program of the test set with as many hops, the same answer line and another answer. A patch that works from there carries
    /// the value without anything of its own program.
    /// </summary>
    Unrelated,

    /// <summary>
    /// The root's line changed places with another constant's and holds a digit of its own: a carried value and a carried address give
    /// different answers.
    /// </summary>
    MovedRoot,

    /// <summary>
    /// The root's line and another constant's exchange their names, so that the chain begins there; every digit stays where it stands. The other line is on
    /// line 3 or later where the root is.
    /// </summary>
    ExchangedRoot,
}

/// <summary>Which token of a source stands for one of the base.</summary>
public enum SourceTokens
{
    /// <summary>The one of the same role, wherever it is.</summary>
    ByRole,

    /// <summary>The one at the same position.</summary>
    ByPosition,
}

/// <summary>The pairs of one group of programs.</summary>
/// <param name="Hops">The base programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Available">Programs of the test set in this group.</param>
/// <param name="Tried">Of those, the ones that were looked at until there were enough.</param>
/// <param name="Solved">Of those that were looked at, the ones of which the model solves base and source.</param>
/// <param name="Pairs">The pairs that count.</param>
/// <param name="Unsuited">Of those that were looked at, the ones of which no such pair can be made.</param>
public sealed record PairGroup(
    int Hops, AnswerLineGroup AnswerLine, int Available, int Tried, int Solved, ImmutableArray<ProgramPair> Pairs, int Unsuited = 0);
