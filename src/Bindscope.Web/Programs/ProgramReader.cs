using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Programs.Counterfactuals;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Web.Problems;

namespace Bindscope.Web.Programs;

/// <summary>From a visitor's text to programs, and what is said of them.</summary>
internal static class ProgramReader
{
    /// <summary>Reads a program.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="field">The field of the request, for messages.</param>
    /// <param name="limits">How long it may be.</param>
    /// <exception cref="WrongProgramException">It is no program, or one that does not run; every mistake has its place.</exception>
    /// <exception cref="RefusedException">It is too long.</exception>
    internal static SymbolicProgram Read(string text, string field, SiteLimits limits)
    {
        if (text.Length > limits.ProgramCharacters)
        {
            throw new RefusedException(400, $"{field} has {text.Length} characters; the limit is {limits.ProgramCharacters}");
        }

        try
        {
            SymbolicProgram program = ProgramParser.Parse(text);
            return program.Lines.Length <= limits.ProgramLines
                ? program
                : throw new RefusedException(400, $"{field} has {program.Lines.Length} lines; the limit is {limits.ProgramLines}");
        }
        catch (ProgramException wrong)
        {
            throw new WrongProgramException(field, wrong.Problems);
        }
    }

    /// <summary>A program with its source, or with the default counterfactual where none is given.</summary>
    internal static ProgramPair Pair(string program, string? source, SiteLimits limits)
    {
        SymbolicProgram read = Read(program, "program", limits);
        return source is null ? Default(read) : ProgramPair.Of(read, Read(source, "source", limits));
    }

    /// <summary>The counterfactual that a program has where nobody says another: the same on every page, every time.</summary>
    internal static ProgramPair Default(SymbolicProgram program) => ProgramPair.Of(program, Counterfactual.Default(program).ApplyTo(program));

    /// <summary>Describes a program.</summary>
    internal static ProgramDescription Describe(ProgramRequest request, SiteLimits limits)
    {
        SymbolicProgram program = Read(request.Text, "text", limits);
        ProgramPair pair = request.Source is null ? Default(program) : ProgramPair.Of(program, Read(request.Source, "source", limits));
        Execution execution = pair.BaseExecution;
        return new ProgramDescription(
            program.ToText(),
            program.Query,
            execution.Value,
            execution.Hops,
            execution.RootLine,
            execution.ChainLines,
            Lines(program, execution),
            new ProgramAnswer(pair.Source.ToText(), pair.SourceExecution.Value),
            [
                .. Enumerable.Range('0', 10).Select(digit => (char)digit).Where(digit => digit != program.Lines[execution.RootLine - 1].Right)
                    .Select(digit => new Counterfactual.RootDigit(digit).ApplyTo(program))
                    .Select(other => new ProgramAnswer(other.ToText(), Interpreter.Run(other).Value)),
            ]);
    }

    private static ImmutableArray<ProgramLine> Lines(SymbolicProgram program, Execution execution)
    {
        var boundBy = new Dictionary<char, int>();
        var lines = ImmutableArray.CreateBuilder<ProgramLine>(program.Lines.Length);
        for (int line = 1; line <= program.Lines.Length; line++)
        {
            (char name, char right) = program.Lines[line - 1];
            LineState state = execution.Lines[line - 1];
            lines.Add(new ProgramLine(
                name, right, state.Value, state.Depth, state.RootLine, boundBy.TryGetValue(right, out int bound) ? bound : null));
            boundBy[name] = line;
        }

        return lines.ToImmutable();
    }
}
