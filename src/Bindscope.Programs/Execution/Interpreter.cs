using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Bindscope.Programs.Language;

namespace Bindscope.Programs.Execution;

/// <summary>Runs symbolic programs.</summary>
/// <remarks>
/// A line captures the value that its right-hand side has <em>at that moment</em>: binding the right-hand variable again later changes
/// nothing. So a variable resolves to the last line above that binds it, and a chain always leads upwards.
/// <c>k=2 j=k j=7 d=j #d:</c> gives 7, and <c>k=2 j=k d=j j=7 #d:</c> gives 2.
/// </remarks>
public static class Interpreter
{
    /// <summary>Runs a program to its answer.</summary>
    /// <param name="program">The program.</param>
    /// <returns>The answer, the chain that leads to it, and the state of every line.</returns>
    /// <exception cref="ProgramException">A variable is used that is not bound above.</exception>
    public static Execution Run(SymbolicProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        int count = program.Lines.Length;
        var states = new LineState[count];
        Span<int> boundBy = stackalloc int[26];
        Span<int> source = count <= 256 ? stackalloc int[count] : new int[count];
        ThrowIfUnbound(Trace(program, states, boundBy, source), program);

        int queried = boundBy[program.Query - 'a'];
        LineState answer = states[queried - 1];
        var chain = new int[answer.Depth];
        for (int line = queried, depth = answer.Depth; depth >= 1; line = source[line - 1], depth--)
        {
            chain[depth - 1] = line;
        }

        return new Execution(
            answer.Value,
            answer.Depth,
            answer.RootLine,
            ImmutableCollectionsMarshal.AsImmutableArray(chain),
            ImmutableCollectionsMarshal.AsImmutableArray(states));
    }

    /// <summary>Whether every variable is bound above where it is used, so that the program runs to an answer.</summary>
    /// <param name="program">The program.</param>
    public static bool CanRun(SymbolicProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        int count = program.Lines.Length;
        Span<LineState> states = count <= 128 ? stackalloc LineState[count] : new LineState[count];
        return Trace(program, states, stackalloc int[26], default) is null;
    }

    /// <summary>The variables that are bound at the end of a program: each one's last binding and what it holds.</summary>
    /// <param name="program">The program; its query plays no part.</param>
    /// <param name="destination">Receives the bindings in alphabetical order; 26 elements always suffice.</param>
    /// <returns>How many bindings were written.</returns>
    /// <exception cref="ProgramException">A variable is used that is not bound above.</exception>
    public static int LiveBindings(SymbolicProgram program, Span<Binding> destination)
    {
        ArgumentNullException.ThrowIfNull(program);
        int lines = program.Lines.Length;
        Span<LineState> states = lines <= 128 ? stackalloc LineState[lines] : new LineState[lines];
        Span<int> boundBy = stackalloc int[26];
        ThrowIfUnbound(Trace(program, states, boundBy, default), program);

        int count = 0;
        for (int name = 0; name < 26; name++)
        {
            if (boundBy[name] is > 0 and int line)
            {
                destination[count++] = new Binding((char)('a' + name), line, states[line - 1]);
            }
        }

        return count;
    }

    /// <summary>The variables that are bound at the end of a program, in alphabetical order.</summary>
    /// <param name="program">The program; its query plays no part.</param>
    /// <exception cref="ProgramException">A variable is used that is not bound above.</exception>
    public static ImmutableArray<Binding> LiveBindings(SymbolicProgram program)
    {
        Span<Binding> bindings = stackalloc Binding[26];
        return [.. bindings[..LiveBindings(program, bindings)]];
    }

    /// <summary>Runs the lines from top to bottom.</summary>
    /// <param name="program">The program.</param>
    /// <param name="states">Receives the state of every line.</param>
    /// <param name="boundBy">Receives, for each letter, the last line that binds it, 1-based; 0 where none does. 26 zeros at the start.</param>
    /// <param name="source">Receives, for each line, the line that its right-hand side refers to, 1-based; 0 for a digit. May be empty.</param>
    /// <returns>The first use of a variable that is not bound above; null where there is none.</returns>
    private static ProgramProblem? Trace(SymbolicProgram program, Span<LineState> states, Span<int> boundBy, Span<int> source)
    {
        ReadOnlySpan<Assignment> lines = program.Lines.AsSpan();
        for (int line = 1; line <= lines.Length; line++)
        {
            (char name, char right) = lines[line - 1];
            int from = 0;
            if (lines[line - 1].IsConstant)
            {
                states[line - 1] = new LineState(right - '0', Depth: 1, RootLine: line);
            }
            else if ((from = boundBy[right - 'a']) > 0)
            {
                states[line - 1] = states[from - 1] with { Depth = states[from - 1].Depth + 1 };
            }
            else
            {
                return new ProgramProblem(line, Column: 3, $"{right} is not bound above");
            }

            boundBy[name - 'a'] = line;
            if (!source.IsEmpty)
            {
                source[line - 1] = from;
            }
        }

        return boundBy[program.Query - 'a'] > 0 ? null : new ProgramProblem(lines.Length + 1, Column: 2, $"{program.Query} is not bound above");
    }

    private static void ThrowIfUnbound(ProgramProblem? problem, SymbolicProgram program)
    {
        if (problem is { } found)
        {
            throw new ProgramException([found]);
        }
    }
}
