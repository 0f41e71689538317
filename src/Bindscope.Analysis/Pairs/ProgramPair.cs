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
